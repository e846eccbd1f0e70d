"""“Send this?”: what looks doubtful is sent after one click on a page of ours, which carries a signed token."""

from collections.abc import Sequence

from itsdangerous import BadSignature, URLSafeSerializer

from app.config.settings import Settings
from app.core.clock import DAY_MS
from app.core.errors import DeskError
from app.nouns.request_keys import digest
from app.site_forms.site_form import SiteForm, Suspicion
from app.text.languages import _
from web.requests.forms import PostedForm

CONFIRMED = "send_this"  # the field that the token comes in
USUAL = ("name", "email", "phone", "city", "country", "address", "subject", "message")


class SendThis(DeskError):
    """Nothing was sent yet: a person has to say that it is meant. `token` is what the same form says it with."""

    status = 409
    slug = "send-this"

    def __init__(self, token: str, found: Sequence[Suspicion]) -> None:
        super().__init__(_("This was not sent yet. Check it, then send it."))
        self.token, self.found = token, tuple(found)

    def extra(self) -> dict[str, object]:
        """The token, and why."""
        return {CONFIRMED: self.token, "reasons": [reason.value for reason in self.found]}


def token_for(settings: Settings, form: SiteForm, posted: PostedForm, now_ms: int) -> str:
    """A token for this content in this form, good for a day: nobody can send anything else with it."""
    return str(_serializer(settings).dumps([form.id, content_of(form, posted), now_ms]))


def is_confirmed(settings: Settings, form: SiteForm, posted: PostedForm, now_ms: int) -> bool:
    """Whether the token came that was made for just this."""
    try:
        form_id, content, made_ms = _serializer(settings).loads(posted.get(CONFIRMED))
    except (BadSignature, ValueError, TypeError):
        return False
    return (form_id, content) == (form.id, content_of(form, posted)) and now_ms - made_ms < DAY_MS


def written_in(form: SiteForm, posted: PostedForm) -> dict[str, str]:
    """What the person wrote, by field; several boxes of one name are one text. Files are not in it: they are chosen again."""
    usual = {name: posted.get(name) for name in USUAL}
    further = {field.name: ", ".join(posted.all(field.name)) for field in form.extra}
    return {name: text for name, text in {**usual, **further}.items() if text.strip()}


def content_of(form: SiteForm, posted: PostedForm) -> str:
    """A digest of it."""
    return digest(**written_in(form, posted))


def _serializer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key, salt="send this")
