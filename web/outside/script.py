"""Our optional script for forms on other sites, and the challenge that it solves."""

from functools import cache

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.site_forms.site_form import SiteForm
from app.text.languages import _, ngettext
from web.outside.proof import challenge_for
from web.pages.assets import FOLDER
from web.pages.scripts import without_comments
from web.requests.context import client_ip_of, desk_of, moment_of
from web.requests.limits import MAX_FILES
from web.requests.rates import FORM_CHALLENGE_IP, ip_key, rates_of

FILE = FOLDER / "js" / "outside" / "deskbell-form.js"
KEPT_S = 3600  # its address stays the same over versions


async def script(_request: Request) -> Response:
    """`GET /forms/deskbell-form.js`: for pages of any site."""
    headers = {"Cache-Control": f"public, max-age={KEPT_S}", "Cross-Origin-Resource-Policy": "cross-origin"}
    return Response(_script(), media_type="text/javascript", headers=headers)


async def challenge(request: Request, form: SiteForm) -> Response:
    """`GET /forms/{key}/challenge`: ALTCHA's challenge; beside it the limits of files, and the script's texts."""
    await rates_of(request).hit(FORM_CHALLENGE_IP, ip_key(client_ip_of(request)))
    settings = desk_of(request).settings
    limits = {"files": MAX_FILES, "file_bytes": settings.max_file_bytes, "all_bytes": settings.max_message_bytes}
    told = {**challenge_for(settings, form, moment_of(request)), "limits": limits, "words": _words()}
    return JSONResponse(told, headers={"Cache-Control": "no-store"})


def _words() -> dict[str, str]:
    return {
        "sending": _("Sending…"),
        "sent": _("%(share)s %% sent") % {"share": "{}"},
        "offline": _("No connection. Your text is still here: try again in a moment."),
        "failed": _("That did not work. Your text is still here: try again."),
        "send": _("Send"),
        "too_large": _("%(name)s is too large.") % {"name": "{}"},
        "too_many": ngettext(
            "You can send up to %(count)s file at once.", "You can send up to %(count)s files at once.", MAX_FILES
        )
        % {"count": MAX_FILES},
    }


@cache
def _script() -> bytes:
    return without_comments(FILE.read_text("utf-8")).encode()
