"""The hotels plug-in: searches a table of hotels in any SQL database, and pastes what a click names.

`DESKBELL_HOTELS_URL` names the database (`mysql://…`, `sqlite:///…`, or what else SQLAlchemy has a driver for);
without it the demo's `var/hotels.db` is used where there is one. `DESKBELL_HOTELS_TABLE` and
`DESKBELL_HOTELS_COLUMNS` fit a table that exists already: see `docs/plugins.md`.
"""

from collections.abc import Mapping
from pathlib import Path

from app.config.setting_urls import url_fault
from app.plugins import Panel, hookimpl
from app.plugins.hotels.panel import HotelsPanel
from app.plugins.hotels.source import HotelSource, Layout

DEMO = Path("var/hotels.db")


@hookimpl
def deskbell_panels(environ: Mapping[str, str]) -> list[Panel]:
    """The panel, where a database is named or the demo's is there. Raises ValueError, without a piece of the URL."""
    url = environ.get("DESKBELL_HOTELS_URL", "").strip() or (f"sqlite:///{DEMO}" if DEMO.is_file() else "")
    if url and not url.startswith("sqlite") and (fault := url_fault(url)):
        raise ValueError(f"DESKBELL_HOTELS_URL: {fault}")
    return [HotelsPanel(HotelSource(url, Layout.from_settings(environ)))] if url else []
