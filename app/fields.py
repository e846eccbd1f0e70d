"""The customer's fields as somebody typed them: cleaned, checked, each fault named with what to do."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from email_validator import EmailNotValidError, EmailSyntaxError, validate_email

from app.countries import read_country
from app.errors import BadFields
from app.languages import _
from app.ticket import Customer

LENGTHS = {"name": 120, "email": 254, "phone": 60, "address": 300, "city": 120, "country": 60, "subject": 300}
MESSAGE_LENGTH = 100_000
MOST_CC = 20
MANDATORY = ("name", "email", "phone", "city", "subject", "message")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}", re.ASCII)
CUSTOMER = ("name", "email", "phone", "address", "city", "country")


def one_line(typed: str) -> str:
    """The text in one line: no control or invisible direction characters (they would travel into mail headers)."""
    kept = (" " if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} else c for c in typed)
    return " ".join("".join(c for c in kept if c not in BIDI).split())


def well_formed(typed: str) -> str:
    """The text without NUL and without halves of surrogate pairs (JSON can spell both), which no database takes."""
    return typed.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")


def check_fields(typed: Mapping[str, str], mandatory: tuple[str, ...] = MANDATORY) -> dict[str, str]:
    """The cleaned fields. Raises BadFields that names every one at fault."""
    faults: dict[str, str] = {}
    clean = {name: one_line(typed.get(name, "")) for name in LENGTHS if name in typed or name in mandatory}
    if "message" in typed or "message" in mandatory:
        clean["message"] = well_formed(typed.get("message", "")).replace("\r\n", "\n").strip()
    for name, value in clean.items():
        if words := fault_of(name, value, mandatory=name in mandatory):
            faults[name] = words
    if faults:
        raise BadFields(faults)
    if "country" in clean:
        clean["country"] = read_country(clean["country"]) or ""
    return clean


def check_cc(typed: Sequence[str]) -> tuple[str, ...]:
    """The addresses of a copy, each once. Raises BadFields(cc) that names the first that is none."""
    clean = tuple(dict.fromkeys(address for one in typed if (address := one_line(one))))
    if len(clean) > MOST_CC:
        raise BadFields({"cc": _("At most %(most)d people can get a copy.") % {"most": MOST_CC}})
    for address in clean:
        if words := fault_of("email", address, mandatory=True):
            raise BadFields({"cc": f"{address}: {words}"})
    return clean


def language_code(typed: str) -> str:
    """A language as it is written in mails and pages: en, de, pt-BR. Raises BadFields(language)."""
    code = typed.strip()
    if not LANGUAGE.fullmatch(code):
        raise BadFields({"language": _("This is not a language. Write it like en, de or pt-BR.")})
    return code


def customer_of(clean: Mapping[str, str]) -> Customer:
    """The customer that checked fields name."""
    return Customer(**{name: clean.get(name, "") for name in CUSTOMER})


def fault_of(name: str, value: str, *, mandatory: bool) -> str | None:
    """What is wrong with the value of this field, in words for who typed it; None if nothing is."""
    if mandatory and not value:
        return missing_words(name)
    longest = LENGTHS.get(name, MESSAGE_LENGTH)
    if len(value) > longest:
        return _("This is too long: %(length)d characters, %(longest)d fit.") % {
            "length": len(value),
            "longest": longest,
        }
    if name == "email" and value:
        return _email_fault(value)
    if name == "phone" and value and sum(character.isdigit() for character in value) < 3:  # noqa: PLR2004  112
        return _("A phone number has digits. Write it with the country code, for example +49 40 555 0182.")
    if name == "country" and read_country(value) is None:
        return _("We do not know this country. Choose it from the list.")
    return None


def missing_words(name: str) -> str:
    """Why the desk needs a field that was left empty."""
    return {
        "name": _("Tell us how to address you."),
        "email": _("We need an address to send the answer to."),
        "phone": _("We need a number in case something is urgent."),
        "city": _("We need your city."),
        "subject": _("A few words about what it is."),
        "message": _("Write your message here."),
    }.get(name, _("This field is needed."))


def _email_fault(value: str) -> str | None:
    try:
        validate_email(value, check_deliverability=False, allow_smtputf8=True, allow_display_name=False)
    except EmailSyntaxError as error:
        if value.endswith(("@", ".")) or "." not in value.rpartition("@")[2]:
            return _("This address ends too early. Did you mean %(example)s?") % {"example": "name@example.org"}
        return _("This does not look like a mail address: %(why)s") % {"why": str(error)}
    except EmailNotValidError as error:
        return _("This mail address cannot be used: %(why)s") % {"why": str(error)}
    return None
