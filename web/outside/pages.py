"""Pages of ours between a form on another site and its end: what is missing, “Send this?”, thanks."""

from collections.abc import Mapping
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from app.core.errors import BadFields, DeskError, TooLarge, TooMany
from app.credentials.codes import new_key
from app.nouns.fields import HONEYPOT
from app.site_forms.site_form import SiteForm
from app.site_forms.typed_site_form import origin_of
from app.text.countries import country_name, read_country
from app.text.languages import _, current_language
from web.outside.asking import CONFIRMED, SendThis, written_in
from web.outside.keeping import KEPT, KeptOver
from web.pages.templating import render
from web.requests.forms import PostedForm
from web.requests.limits import MAX_FILES


def again(
    request: Request, form: SiteForm, posted: PostedForm, kept: KeptOver, error: DeskError | None = None
) -> Response:
    """The form with everything that was typed, and beside each field what is at fault. What is kept can be let go."""
    faults = dict(error.faults) if isinstance(error, BadFields) else {}
    if isinstance(error, TooLarge):
        faults = {"files": str(error)}
    context = {"faults": faults, "error": error, "sent_to": f"/forms/{form.key}", "request_key": "", "held": kept}
    answer = _page(request, form, posted, "public/form_again.html", error.status if error else 200, context)
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.retry_after_s)
    return answer


def go_on(request: Request, form: SiteForm, posted: PostedForm, kept: KeptOver) -> Response:
    """The desk's own form with everything that was typed into one that is revoked; its further fields end the message."""
    written = written_in(form, posted)
    further = [f"{field.label}: {written[field.name]}" for field in form.extra if field.name in written]
    message = "\n\n".join(filter(None, [written.get("message", ""), "\n".join(further)]))
    typed = replace(posted, fields={**written, "message": message})
    words = _("This form is no longer in use. Check your message, then send it here instead.")
    context = {"faults": {}, "error": words, "sent_to": "/new", "request_key": new_key()}
    context["lost_files"] = [*kept.names, *_names_in(posted)]
    return _page(request, replace(form, extra=()), typed, "public/form_again.html", 410, context)


def ask(request: Request, form: SiteForm, posted: PostedForm, held: KeptOver, doubt: SendThis) -> Response:
    """“Send this?”: what was typed, the files that came with it, and a button that sends all of it."""
    kept = written_in(form, posted)
    labels = _labels(form)
    country = country_name(read_country(kept.get("country", "")) or "", current_language())
    shown = {labels[name]: text for name, text in {**kept, "country": country}.items() if name in labels and text}
    context = {"kept": kept, "shown": shown, "token": doubt.token, "confirmed": CONFIRMED}
    more = {"held": held, "lost_files": held.lost}
    return _page(request, form, posted, "public/form_ask.html", doubt.status, {**context, **more})


def thanks(request: Request, form: SiteForm) -> Response:
    """Thanks, with nothing of the ticket: whoever opens this address sees the same."""
    return _page(request, form, PostedForm(), "public/form_done.html", 200, {})


def _page(
    request: Request, form: SiteForm, posted: PostedForm, name: str, status: int, context: Mapping[str, object]
) -> Response:
    country = read_country(posted.get("country"))
    request.state.sends_on_to = origin_of(form.thanks_url) if form.thanks_url else ""
    more = {
        "form": form,
        "typed": {**posted.fields, "country": country or posted.get("country")},
        "labels": _labels(form),
        "honeypot": HONEYPOT,
        "max_files": MAX_FILES,
        "held": KeptOver(),
        "kept_field": KEPT,
        "lost_files": _names_in(posted),
    }
    answer = render(request, name, {**more, **context}, status_code=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _names_in(posted: PostedForm) -> list[str]:
    return [upload.name for _of, upload in posted.files]


def _labels(form: SiteForm) -> dict[str, str]:
    usual = {
        "name": _("Your name"),
        "email": _("Email"),
        "phone": _("Phone"),
        "city": _("City"),
        "country": _("Country"),
        "address": _("Address"),
        "subject": _("Subject"),
    }
    return usual | {field.name: field.label for field in form.extra}
