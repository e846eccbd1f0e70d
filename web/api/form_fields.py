"""A ticket that a program makes by one of the desk's forms: with that form's further fields."""

from app.core.errors import BadFields
from app.queries.api.forms import form_by_key
from app.site_forms.site_form import FormEntry, Proof, SiteForm
from app.site_forms.typed_site_form import LABEL_LENGTH
from app.text.languages import _
from app.text.one_line import one_line
from web.api.operation import ApiRequest


async def form_of(request: ApiRequest) -> SiteForm | None:
    """The form that the body names; None where it names none. Raises BadFields(form, fields)."""
    body = request.body
    if body.form is None:
        if body.fields:
            raise BadFields({"form": _("Fields belong to a form: send its key.")})
        return None
    form = await form_by_key(request.desk, body.form)
    if form is None or not form.is_open:
        raise no_form()
    known = {field.name for field in form.extra}
    if unknown := [name for name in body.fields if name not in known]:
        words = _("This form has no field “%(name)s”.")
        raise BadFields({"fields": words % {"name": one_line(unknown[0])[:LABEL_LENGTH]}})
    return form


def entry_by(request: ApiRequest, form: SiteForm | None) -> FormEntry | None:
    """What the ticket keeps of the form."""
    if form is None:
        return None
    return FormEntry(form.id, form.name, form.filled(request.body.fields), proof=Proof.KEY)


def no_form() -> BadFields:
    """The form does not exist, or takes no more tickets."""
    return BadFields({"form": _("Form not found. Send the key of one that is in use.")})
