"""What an administrator typed about a form, as the desk keeps it; what is at fault, in words."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import SplitResult, urlsplit

import idna

from app.core.errors import BadFields
from app.nouns.fields import HONEYPOT, LENGTHS
from app.site_forms.site_form import ExtraField
from app.text.languages import _, ngettext
from app.text.limits import at_most_characters
from app.text.one_line import one_line

NAME_LENGTH: Final = 80
URL_LENGTH: Final = 500
LABEL_LENGTH: Final = 80
MOST_ORIGINS = MOST_EXTRA = 20
OWN_NAMES: Final = frozenset(
    {
        *LENGTHS,
        "message",
        "files",
        "group",
        "language",
        "request_key",
        "altcha",
        "send_this",
        "kept_files",
        "edit",
        HONEYPOT,
    }
)
EXTRA_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}", re.ASCII)
UNSAFE: Final = re.compile(r"[\x00-\x20\x7f-\uffff\\]")  # browsers read such addresses in their own ways
DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def read_name(typed: str) -> str:
    """The form's name. Raises BadFields(name)."""
    name = one_line(typed)
    if not name:
        raise BadFields({"name": _("Name the site or page that the form is on.")})
    if len(name) > NAME_LENGTH:
        raise BadFields({"name": at_most_characters(NAME_LENGTH)})
    return name


def read_thanks(typed: str) -> str:
    """The address of the page that thanks; "" for the desk's own. Raises BadFields(thanks_url)."""
    url = typed.strip()
    if not url:
        return ""
    parts = _split(url)
    if len(url) > URL_LENGTH or UNSAFE.search(url) or parts is None:
        raise BadFields({"thanks_url": _("Enter a whole address, for example https://www.example.org/thanks.")})
    return url


def read_origins(typed: str) -> tuple[str, ...]:
    """The sites, as browsers write an origin (RFC 6454 §6.2). Raises BadFields(origins)."""
    found = dict.fromkeys(_origin(one) for one in re.split(r"[\s,]+", typed) if one)
    if len(found) > MOST_ORIGINS:
        words = ngettext("Use %(most)d site or fewer.", "Use %(most)d sites or fewer.", MOST_ORIGINS)
        raise BadFields({"origins": words % {"most": MOST_ORIGINS}})
    return tuple(found)


def read_extra(typed: str) -> tuple[ExtraField, ...]:
    """The further fields, one a line: `name = Label`. Raises BadFields(extra)."""
    found = {field.name: field for field in _extra_lines(typed)}
    if len(found) > MOST_EXTRA:
        words = ngettext("Use %(most)d field or fewer.", "Use %(most)d fields or fewer.", MOST_EXTRA)
        raise BadFields({"extra": words % {"most": MOST_EXTRA}})
    return tuple(found.values())


def written_extra(extra: tuple[ExtraField, ...]) -> str:
    """The same as lines to type in."""
    return "\n".join(f"{field.name} = {field.label}" for field in extra)


def origin_of(url: str) -> str:
    """The origin of an address that was checked."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _origin(typed: str) -> str:
    parts = _split(typed)
    if parts is None or parts.path not in {"", "/"} or parts.query or parts.fragment:
        words = _("%(typed)s is not a site. Enter it without a path, for example https://www.example.org.")
        raise BadFields({"origins": words % {"typed": one_line(typed)[:URL_LENGTH]}})
    host = parts.hostname or ""
    try:
        host = f"[{host}]" if ":" in host else idna.encode(host, uts46=True).decode() if not host.isascii() else host
    except idna.IDNAError:
        raise BadFields({"origins": _("%(typed)s is not a site.") % {"typed": one_line(typed)}}) from None
    port = "" if parts.port in {None, DEFAULT_PORTS[parts.scheme]} else f":{parts.port}"
    return f"{parts.scheme}://{host}{port}"


def _split(url: str) -> SplitResult | None:
    """The parts of an http(s) address without a user; None for any other."""
    try:
        parts = urlsplit(url)
        whole = parts.scheme in DEFAULT_PORTS and parts.hostname and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return None
    return parts if whole else None


def _extra_lines(typed: str) -> Iterator[ExtraField]:
    for line in filter(None, map(one_line, typed.splitlines())):
        name, _equals, label = (part.strip() for part in line.partition("="))
        if not EXTRA_NAME.fullmatch(name):
            words = _(
                "“%(line)s”: begin with the field's name, of letters, digits, - and _, for example: arrival = Arrival"
            )
            raise BadFields({"extra": words % {"line": line[:LABEL_LENGTH]}})
        if name.lower() in OWN_NAMES:
            raise BadFields({"extra": _("“%(name)s” is one of the usual fields. Use another name.") % {"name": name}})
        yield ExtraField(name, (label or name)[:LABEL_LENGTH])
