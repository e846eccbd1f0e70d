"""The request key that a form is drawn with: the same while it is the same request."""

from app.core.errors import AlreadyStored, DeskError
from app.credentials.codes import new_key
from web.requests.forms import PostedForm


def fresh_key(form: PostedForm | None, error: DeskError | None) -> str:
    """The key that came with the form; another where there is none, or where it is used up by another content."""
    came = form.get("request_key") if form else ""
    return new_key() if isinstance(error, AlreadyStored) or not came else came
