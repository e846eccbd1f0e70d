"""What came with a request: fields and files, within limits, whichever way they were sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from app.errors import BadFields, DeskError
from app.files import Upload
from app.languages import _
from web.limits import MAX_FIELD_BYTES, MAX_FIELDS, MAX_FILES
from web.numbers import whole_number

YES, NO = frozenset({"1", "on", "true", "yes"}), frozenset({"0", "off", "false", "no"})


@dataclass(frozen=True)
class Form:
    """Fields by name, as text; of one that came more than once the first. `lists` has them all."""

    fields: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    files: tuple[tuple[str, Upload], ...] = ()

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
            raise BadFields({name: _("This is not a number.")})
        return -number if text.startswith("-") else number

    def yes_or_no(self, name: str) -> bool:
        """The answer to a question that has no answer of its own: neither is a fault. Raises BadFields."""
        if self.get(name).lower() not in YES | NO:
            raise BadFields({name: _("Answer with 1 for yes or 0 for no.")})
        return self.is_on(name)

    def uploads(self, name: str) -> tuple[Upload, ...]:
        """The files that were sent under this name."""
        return tuple(upload for of, upload in self.files if of == name)


async def read_form(request: Request) -> Form:
    """The body of the request: multipart, urlencoded or JSON. Raises DeskError (400) or TooLarge."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return _from_json(await request.body())
    async with request.form(max_files=MAX_FILES, max_fields=MAX_FIELDS, max_part_size=MAX_FIELD_BYTES) as data:
        return await _from_form(data)


async def _from_form(data: FormData) -> Form:
    lists: dict[str, list[str]] = {}
    files: list[tuple[str, Upload]] = []
    for name, value in data.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:  # a file field that was left empty comes without a name
                files.append((name, await _upload(value)))
        else:
            lists.setdefault(name, []).append(_clean(value))
    return Form({name: values[0] for name, values in lists.items()}, lists, tuple(files))


async def _upload(file: UploadFile) -> Upload:
    return Upload(name=file.filename or "", content_type=file.content_type or "", content=await file.read())


def _from_json(body: bytes) -> Form:
    try:
        content = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise DeskError(_("The body is not JSON.")) from None
    if not isinstance(content, Mapping):
        raise DeskError(_("The body must be a JSON object."))
    lists = {str(name): _texts(value) for name, value in content.items()}
    return Form({name: values[0] for name, values in lists.items() if values}, lists)


def _texts(value: Any) -> list[str]:
    """The texts of a JSON value; what nests deeper than a list is no form field."""
    if value is None:
        return []
    if isinstance(value, list):
        return [text for one in value for text in _texts(one) if not isinstance(one, list)]
    if isinstance(value, bool):
        return ["1" if value else "0"]
    if isinstance(value, dict):
        raise DeskError(_("A field's value must be text, a number or a list of texts."))
    return [_clean(str(value))]


def _clean(text: str) -> str:
    """The text without NUL (no database takes it) and lone surrogates, line ends as one character."""
    return text.replace("\0", "").replace("\r\n", "\n").encode("utf-8", "replace").decode()
