"""Did you mean gmail.com? Offered for an address that looks like a slip: asked once, and never changed by the desk."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.text.near_domains import meant_address, meant_domain
from web.requests.forms import PostedForm

ASKED = "asked_email"  # the address about which its writer was asked
USED = "email_meant"  # the button that takes the address that was offered
LONGEST_DOMAIN = 253
AN_HOUR = {"Cache-Control": "public, max-age=3600"}


async def show(request: Request) -> Response:
    """`GET /new/meant?domain=`: `{domain}` that was probably meant, null where nothing looks like a slip."""
    typed = request.query_params.get("domain", "")[:LONGEST_DOMAIN]
    return JSONResponse({"domain": meant_domain(typed)}, headers=AN_HOUR)


def with_meant(form: PostedForm) -> PostedForm:
    """The form as its writer wants it: with the address that was offered, if they pressed its button."""
    if not (used := form.get(USED)):
        return form
    return replace(form, fields=form.fields | {"email": used, ASKED: used})


def to_ask(form: PostedForm, email: str) -> str | None:
    """The address to ask about before the form is taken; None: none, or its writer has been asked about this one."""
    return meant_address(email) if form.get(ASKED) != email else None
