"""The HTML of a form that an administrator copies into another site: without scripts, in the form's own language."""

from collections.abc import Iterator
from html import escape

from app.nouns.fields import HONEYPOT, LENGTHS
from app.site_forms.site_form import SiteForm
from app.text.languages import _, current_language, speaking

# Out of sight; out of the way of the keyboard and screen readers by its attributes.
TRAP = (
    '  <p style="position:absolute;left:-9999px" aria-hidden="true"><label>{label}\n'
    '    <input name="{name}" tabindex="-1" autocomplete="off"></label></p>'
)
USUAL = {
    "name": 'autocomplete="name" required',
    "email": 'type="email" autocomplete="email" required',
    "phone": 'type="tel" autocomplete="tel" required',
    "city": 'autocomplete="address-level2" required',
    "subject": "required",
}


def copied_html(base_url: str, form: SiteForm) -> str:
    """The form as text. What a site changes of it is its own affair, but for the names of the fields."""
    with speaking(form.language or current_language()):
        return "\n".join(_lines(base_url, form))


def script_line(base_url: str) -> str:
    """What adds our script to the same page."""
    return f'<script src="{escape(base_url)}/forms/deskbell-form.js" defer></script>'


def _lines(base_url: str, form: SiteForm) -> Iterator[str]:
    yield f'<form action="{escape(base_url)}/forms/{form.key}" data-deskbell'
    yield '  method="post" enctype="multipart/form-data" accept-charset="utf-8">'
    for name, label in (("name", _("Your name")), ("email", _("Email")), ("phone", _("Phone")), ("city", _("City"))):
        yield _field(name, label)
    for field in form.extra:
        yield _field(field.name, field.label)
    yield _field("subject", _("Subject"))
    yield _labelled(_("Your message"), '<textarea name="message" rows="6" required></textarea>')
    yield _labelled(_("Files"), '<input name="files" type="file" multiple>')
    yield TRAP.format(label=escape(_("Leave this field empty")), name=HONEYPOT)
    yield f'  <p><button type="submit">{escape(_("Send message"))}</button></p>'
    yield "</form>"


def _field(name: str, label: str) -> str:
    usual = f' maxlength="{LENGTHS[name]}" {USUAL[name]}' if name in USUAL else ""
    return _labelled(label, f'<input name="{name}"{usual}>')


def _labelled(label: str, control: str) -> str:
    return f"  <p><label>{escape(label)}<br>\n    {control}</label></p>"
