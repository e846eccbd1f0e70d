"""The customer's fields as someone typed them: cleaned, checked, each fault named with what to do."""

import re
from collections.abc import Mapping, Sequence

from email_validator import EmailNotValidError, EmailSyntaxError, validate_email

from app.core.errors import BadFields
from app.nouns.ticket import Customer
from app.text.address_keys import address_key
from app.text.countries import read_country
from app.text.languages import _, ngettext
from app.text.one_line import SUBJECT_CHARS, one_line

LENGTHS = {"name": 120, "email": 254, "phone": 60, "address": 300, "city": 120, "country": 60, "subject": SUBJECT_CHARS}
MESSAGE_LENGTH = 100_000
MOST_CC = 20
MANDATORY = ("name", "email", "phone", "city", "subject", "message")
LONGEST_LANGUAGE = 16  # characters, as the columns have room
LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}", re.ASCII)
HONEYPOT = "website"  # no person sees it; programs that fill in everything do
CUSTOMER = ("name", "email", "phone", "address", "city", "country")


def well_formed(typed: str) -> str:
    """The text without NUL and without halves of surrogate pairs (JSON can spell both), which no database takes."""
    return typed.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


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
    """The addresses of a copy, each once, in whatever spelling. Raises BadFields(cc) that names the first that is none."""
    first: dict[str, str] = {}
    for address in filter(None, map(one_line, typed)):
        first.setdefault(address_key(address), address)
    clean = tuple(first.values())
    if len(clean) > MOST_CC:
        fault = ngettext("You can copy in up to %(most)d person.", "You can copy in up to %(most)d people.", MOST_CC)
        raise BadFields({"cc": fault % {"most": MOST_CC}})
    for address in clean:
        if words := fault_of("email", address, mandatory=True):
            raise BadFields({"cc": f"{address}: {words}"})
    return clean


def language_or_none(typed: str) -> str:
    """The code of a language, as `language_code`; "" where none was typed, or nothing that is one."""
    code = typed.strip()
    return code if _is_language(code) else ""


def language_code(typed: str) -> str:
    """A language as it is written in mails and pages: en, de, pt-BR. Raises BadFields(language)."""
    code = typed.strip()
    if not _is_language(code):
        raise BadFields({"language": _("Unknown language. Use a code such as en, de or pt-BR.")})
    return code


def _is_language(code: str) -> bool:
    return len(code) <= LONGEST_LANGUAGE and LANGUAGE.fullmatch(code) is not None


def customer_of(clean: Mapping[str, str]) -> Customer:
    """The customer that checked fields name."""
    return Customer(**{name: clean.get(name, "") for name in CUSTOMER})


def fault_of(name: str, value: str, *, mandatory: bool) -> str | None:
    """What is wrong with this field's value, in words for whoever typed it; None if nothing."""
    if mandatory and not value:
        return missing_words(name)
    longest = LENGTHS.get(name, MESSAGE_LENGTH)
    if len(value) > longest:
        return too_long_words(len(value), longest)
    if name == "email" and value:
        return _email_fault(value)
    if name == "phone" and value and sum(character.isdigit() for character in value) < 3:  # noqa: PLR2004  112
        return _("Enter a phone number with its country code, for example +49 40 555 0182.")
    if name == "country" and read_country(value) is None:
        return _("Choose a country from the list.")
    return None


def too_long_words(length: int, longest: int) -> str:
    """Why a field does not take this much."""
    words = ngettext(
        "This is too long: %(length)d character of at most %(longest)d.",
        "This is too long: %(length)d characters of at most %(longest)d.",
        length,
    )
    return words % {"length": length, "longest": longest}


def missing_words(name: str) -> str:
    """Why the desk needs a field that was left empty."""
    return {
        "name": _("Tell us your name."),
        "email": _("We need an email address to reply to."),
        "phone": _("We need a number in case something is urgent."),
        "city": _("We need your city."),
        "subject": _("Tell us in a few words what it is about."),
        "message": _("Write your message here."),
    }.get(name, _("Fill in this field."))


def _email_fault(value: str) -> str | None:
    try:
        validate_email(value, check_deliverability=False, allow_smtputf8=True, allow_display_name=False)
    except EmailSyntaxError:
        if value.endswith(("@", ".")) or "." not in value.rpartition("@")[2]:
            return _("This address looks incomplete. Did you mean %(example)s?") % {"example": "name@example.org"}
        return _("This does not look like an email address. Write it like %(example)s.") % {
            "example": "name@example.org"
        }
    except EmailNotValidError:
        return _("This email address cannot be used. Check the part after the @.")
    return None
