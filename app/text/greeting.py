# ruff: noqa: RUF001 - titles of many languages look like Latin words
"""How a customer is greeted: the first name out of whatever someone wrote as their name."""

import re
from typing import Final

_WRAPPERS: Final = " \t\"'`´‘’‚‛“”„‟«»‹›<>,;:*_|"
_ASIDE: Final = re.compile(r"\([^()]{0,200}\)|\[[^\[\]]{0,200}\]|\{[^{}]{0,200}\}|<[^<>]{0,200}>")
_TITLES_WORDS: Final = """
mr mrs ms miss mx messrs sir madam madame mme mlle melle m monsieur maître mtre père sister brother father mademoiselle dr drs doctor prof professor rev revd fr sr capt captain col lt sgt hon lady lord dame judge major maj gen general cmdr
herr hr herrn frau fr fräulein dipl-ing dipling ing mag med phil jur rer nat habil hc pd univ-prof ra rain rechtsanwalt rechtsanwältin frl baron baronin graf gräfin freiherr freifrau
sig signor signora sigra signore dott dottssa dottore dottoressa avv avvocato ingegnere geom gentma gentmo egr spettle on
sr sra srta señor señora señorita don doña dn lic dra drª
sr sra dr dra senhor senhora exmo exma engº engª eng
dhr mevr mw meneer mevrouw heer de-heer
pan pani panie dr-hab mgr inż hab pán paní slečna mudr judr phdr bc mgr rndr csc
dl dna dnul doamna domnul domnisoara domnișoara
κ κος κα κυρία κύριος δρ г г-н г-жа господин госпожа пан пані д-р проф
sayın bay bayan hanım bey
dr prof herre fru frk fröken hr
السيد السيدة د الدكتور أستاذ מר גברת ד״ר
"""
_TITLES: Final = frozenset(_TITLES_WORDS.split())
"""Folded, without dots. A bare `Herr Müller` names no first name."""

_COMPANY_WORDS: Final = """
gmbh ag kg ohg ug ev mbh ltd limited llc llp inc corp corporation co plc sa sas sarl srl spa snc bv nv oy oyj ab as aps asa kft zrt doo sro spzoo sp oü sia uab eood ood
hotel hotels pension travel tours reisen reisebüro agency agentur company group team support info office reservations reservation booking bookings sales service services
familie family familia famiglia famille família fam eheleute ehepaar rodzina rodina család perhe familien familjen contact admin administrator webmaster noreply no-reply newsletter accounting invoice invoices rechnung buchhaltung sekretariat empfang helpdesk kundenservice kundendienst kundenbetreuung
university universität universidad verein foundation stiftung
"""
_COMPANY: Final = frozenset(_COMPANY_WORDS.split())
_ROLE_WORDS: Final = (
    "customer guest desk reception club bank school schule the our dear hello hi unknown anonymous none n a test undefined null nil"
    " me gast kunde kundin client cliente klient kund kunde ospite huésped hóspede hôte invité vendég host гость клиент"
)
_ROLES: Final = frozenset(_ROLE_WORDS.split())
"""Words that are somebody's family name as well: they greet nobody only where they come first."""

_PARTICLES: Final = frozenset(
    [
        "and",
        "und",
        "et",
        "y",
        "e",
        "i",
        "en",
        "og",
        "och",
        "ja",
        "de",
        "der",
        "den",
        "van",
        "von",
        "vom",
        "zu",
        "la",
        "le",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "el",
        "al",
    ]
)
"""Words between names: whose name begins with one has told no first name."""

_GLUED: Final = re.compile(
    r"(?<![^\W_])((?i:mrs?|ms|dr|prof|sig|sra?|dott|herr|frau|fr|hr|ing|mag)\.)(?=[A-Z\u00c0-\u00de\u0410-\u042f])"
)
"""A title written without the blank behind it."""

_LOGIN: Final = re.compile(r"\S*[\d_=?]\S*|[^\W\d_]{2,40}(?:\.[^\W\d_]{2,40})+")
"""How accounts are called, and no person: anna99, anna_brandt, anna.brandt."""

_PATRONYMIC: Final = re.compile(r".{2,40}(?:вич|вна|ична|инична)", re.IGNORECASE)
_INITIAL: Final = re.compile(r"(?:[^\W\d_]\.?-?){1,3}\.")
_SUFFIX_WORDS: Final = "md phd mba msc bsc ba ma llm esq jr sr jnr snr ii iii iv cpa rn dds pe csc dis ing mag"
_SUFFIXES: Final = frozenset(_SUFFIX_WORDS.split())
_FEWEST_MENDED: Final = 2


def first_name_of(name: str) -> str:
    """Return the first name in a name, written as a name is, or an empty string where none is surely known.

    "Dr. Helena Brandt", "BRANDT, HELENA" and "'helena brandt'" are all Helena. A title with a family name alone, an
    address, a company or a mailbox ("Info") greet nobody.
    """
    bare = _ASIDE.sub(" ", name).replace("|", " ").replace("/", " ").strip(_WRAPPERS)
    bare = _GLUED.sub(r"\1 ", bare)
    if "@" in bare or "://" in name or not any(char.isalpha() for char in bare):
        return ""
    words = [_folded(word.strip(_WRAPPERS)) for word in bare.split()]
    if words[0] in _ROLES or any(word in _COMPANY for word in words):
        return ""
    family, _comma, given = bare.partition(",")
    behind = [word for word in given.split() if _folded(word.strip(_WRAPPERS)) not in _SUFFIXES]
    if behind:
        return _given(_names(" ".join(behind)))
    words = _names(family)
    return "" if len(words) == 1 and _begins_with_title(family) else _given(words)


def _given(words: list[str]) -> str:
    """The given name among names in their order, or nothing: a family name may stand first (`BRANDT Helena`)."""
    is_particle = bool(words) and not words[0].istitle() and _folded(words[0]) in _PARTICLES
    if not words or is_particle or _LOGIN.fullmatch(words[0]):
        return ""
    if len(words) > 1 and _PATRONYMIC.fullmatch(words[-1]):
        return _written_as_a_name(words[-2])
    is_shouted = len(words[0]) >= _FEWEST_MENDED and words[0].isupper()
    if is_shouted and any(not word.isupper() and word[:1].isupper() for word in words[1:]):
        return ""
    return _written_as_a_name(words[0])


def _names(text: str) -> list[str]:
    """The words of a text that are names: no titles, no initials, nothing without letters."""
    words = [word.strip(_WRAPPERS) for word in text.split()]
    return [word for word in words if any(map(str.isalpha, word)) and not _is_title(word) and not _is_initial(word)]


def _begins_with_title(text: str) -> bool:
    first = next(iter(text.split()), "").strip(_WRAPPERS)
    return _is_title(first) or _is_initial(first)


def _is_initial(word: str) -> bool:
    return _INITIAL.fullmatch(word) is not None or (len(word) == 1 and word.isupper())


def _is_title(word: str) -> bool:
    return _folded(word) in _TITLES and (word.endswith(".") or len(word) > 1)


def _folded(word: str) -> str:
    return word.casefold().strip(".").replace(".", "")


def _written_as_a_name(word: str) -> str:
    """Mend the case of a word that is all capitals or all small: HELENA, anne-marie, O'BRIEN."""
    if len(word) < _FEWEST_MENDED or not (word.isupper() or word.islower()):
        return word
    return re.sub(r"[^\W\d_]+", lambda word: word[0][0].upper() + word[0][1:].lower().replace("\u0307", ""), word)
