"""A desk that speaks several languages, whichever catalogues there are."""

from importlib import import_module

import pytest


@pytest.fixture
def several_languages(monkeypatch) -> list[str]:
    """The desk speaks these, in the texts of English."""
    known = ["en", "ar", "de", "fr"]
    for module in (
        "mail.composing.compose",
        "realtime.windows",
        "web.middleware.language",
        "web.public.language",
    ):
        monkeypatch.setattr(import_module(module), "available", lambda: known)
    return known
