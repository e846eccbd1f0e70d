"""An act that needs the password of whoever does it: a desk left open is no way to take its owner's account over."""

from starlette.requests import Request

from app.actions.people.passwords import is_password_of
from app.core.errors import BadFields
from app.credentials.codes import digest_of
from app.text.languages import _
from web.requests.context import desk_of, newcomer_of, operator_of
from web.requests.cookies import session_token
from web.requests.forms import PostedForm
from web.requests.guards import OWN_PASSWORD, Try
from web.requests.rates import rates_of
from web.sign_in.sign_in import LONGEST_PASSWORD


def own_try(request: Request) -> Try:
    """What counts the session's wrong tries at its own password, whatever act asks for it."""
    session = digest_of(session_token(request) or "")
    return Try(OWN_PASSWORD, session, session)


async def confirm_password(request: Request, form: PostedForm, field: str = "current") -> None:
    """Return if the field holds the password of whoever asks. Raises BadFields that names it, TooMany, SignedOut."""
    if not form.get(field):
        raise BadFields({field: _("Enter your password to confirm this.")})
    one, rates = own_try(request), rates_of(request)
    await rates.guess(one)
    if not await is_password_of(
        desk_of(request), newcomer_of(request) or operator_of(request), form.get(field)[: LONGEST_PASSWORD + 1]
    ):
        raise BadFields({field: _("This is not your current password.")})
    await rates.clear_guess(one)
