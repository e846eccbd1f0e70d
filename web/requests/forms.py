"""What came with a request: fields and files, within limits, whichever way they were sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from app.core.errors import BadFields, DeskError
from app.files.kinds import Upload
from app.text.languages import _
from web.requests.limits import MAX_FIELD_BYTES, MAX_FIELDS
from web.requests.multipart import read_multipart
from web.requests.typed_numbers import whole_number

YES, NO = frozenset({"1", "on", "true", "yes"}), frozenset({"0", "off", "false", "no"})


@dataclass(frozen=True)
class PostedForm:
    """Fields by name, as text; of one that came more than once the first. `lists` has them all."""

    fields: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    files: tuple[tuple[str, Upload], ...] = ()
    refusal: DeskError | None = None  # why the files cannot be taken; then only their names are here

    def get(self, name: str, otherwise: str = "") -> str:
        """The field's text."""
        return self.fields.get(name, otherwise)

    def all(self, name: str) -> tuple[str, ...]:
        """All values of the field, without empty ones."""
        return tuple(value for value in self.lists.get(name, []) if value)

    def is_on(self, name: str) -> bool:
        """Whether a switch or a `1` came."""
        return self.get(name).lower() in YES

    def number(self, name: str) -> int | None:
        """The field's whole number, None where it is empty. Raises BadFields."""
        text = self.get(name).strip()
        if not text:
            return None
        number = whole_number(text.removeprefix("-"))
        if number is None:
            raise BadFields({name: _("Enter a number.")})
        return -number if text.startswith("-") else number

    def yes_or_no(self, name: str) -> bool:
        """The value of a yes/no field that must be given. Raises BadFields."""
        if self.get(name).lower() not in YES | NO:
            raise BadFields({name: _("Use 1 for yes or 0 for no.")})
        return self.is_on(name)

    def uploads(self, name: str) -> tuple[Upload, ...]:
        """The files that were sent under this name."""
        return tuple(upload for of, upload in self.files if of == name)


async def read_form(request: Request, *, keep_files: bool = False) -> PostedForm:
    """The body of the request: multipart, urlencoded or JSON. Raises DeskError (400), BadFields or TooLarge.

    Without `keep_files` the names of files are there and their bytes are not: where none is wanted, or a try is one
    too many, a stranger's files are not even stored for a moment.
    """
    form = await read_whole_form(request, keep_files=keep_files)
    if form.refusal:
        raise form.refusal
    return form


async def read_whole_form(request: Request, *, keep_files: bool) -> PostedForm:
    """The same, with what was typed also where its files cannot be taken: then with a `refusal`."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return _from_json(await request.body())
    if kind == "multipart/form-data":
        data, refusal = await read_multipart(request, keep_files=keep_files)
        return replace(_from_form(data), refusal=refusal)
    async with request.form(max_fields=MAX_FIELDS, max_part_size=MAX_FIELD_BYTES) as data:
        return _from_form(data)


def _from_form(data: FormData) -> PostedForm:
    lists: dict[str, list[str]] = {}
    files: list[tuple[str, Upload]] = []
    for name, value in data.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:  # a file field that was left empty comes without a name
                files.append((name, Upload(value.filename, value.content_type or "", value.file)))
        else:
            lists.setdefault(name, []).append(_clean(value))
    return PostedForm({name: values[0] for name, values in lists.items()}, lists, tuple(files))


def _from_json(body: bytes) -> PostedForm:
    try:
        content = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise DeskError(_("The body is not JSON.")) from None
    if not isinstance(content, Mapping):
        raise DeskError(_("The body must be a JSON object."))
    lists = {str(name): _texts(value) for name, value in content.items()}
    return PostedForm({name: values[0] for name, values in lists.items() if values}, lists)


def _texts(value: Any) -> list[str]:
    """The texts of a JSON value; what nests deeper than a list is no form field."""
    if value is None:
        return []
    if isinstance(value, list):
        return [text for one in value if not isinstance(one, list) for text in _texts(one)]
    if isinstance(value, bool):
        return ["1" if value else "0"]
    if isinstance(value, dict):
        raise DeskError(_("A field's value must be text, a number or a list of texts."))
    return [_clean(str(value))]


def _clean(text: str) -> str:
    """The text without NUL (no database takes it) and lone surrogates, line ends as one character."""
    return text.replace("\0", "").replace("\r\n", "\n").encode("utf-8", "replace").decode()
