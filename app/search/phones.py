"""Phone numbers as the search knows them: one run of digits, found in every spelling and by its last seven digits.

`+49 (0)40 555 0123`, `0049 40 5550123` and `040/555 0123` are one number. A stored number is kept whole and by its
endings; of a typed one the ending is looked for that every spelling shares.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.text.digits import plain_digits

_SEPARATORS: Final = r"\s()/.\-\u2010-\u2015\u2212\u00b7\u200b-\u200f\u2060\uff08\uff09\uff0d\uff0e\uff0f"
PHONE: Final = re.compile(rf"(?:\+ ?)?[(\uff08]?\d[\d{_SEPARATORS}]{{4,40}}\d")
_BEGIN: Final = r"(?:(?<=\bphone:)|(?<=\btel:)|(?<![\w@#:.-])(?<!\d\()(?=[+(0]))"
_LEADING: Final = re.compile(rf"{_BEGIN}[+(\d][\d{_SEPARATORS}]{{5,40}}\d(?![\w@])")
_WHOLE: Final = re.compile(rf"(?:\+ ?)?[(\uff08]?\d[\d{_SEPARATORS}]{{5,40}}\d")
_DAY: Final = (
    r"(?:(?:19|20)\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d)?|\d{1,2}-\d{1,2}-\d{4})"
)
_DATE: Final = re.compile(rf"{_DAY}(?:\s*[-\u2013]\s*{_DAY})?")  # a day, or the nights from one to another
_TRUNK: Final = re.compile(r"[(\[\uff08][0\uff10][)\]\uff09]")
_NO_DIGIT: Final = re.compile(r"[^0-9]")
_SHORTEST: Final = 7
_LONGEST: Final = 15  # ITU-T E.164; with an international prefix before it some more
_NATIONAL: Final = 9
_SHARED: Final = 8
_CODE_LIST: Final = """
1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98
211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 235 236 237 238 239 240 241 242 243 244 245 246 248 249 250
251 252 253 254 255 256 257 258 260 261 262 263 264 265 266 267 268 269 290 291 297 298 299 350 351 352 353 354 355 356 357 358 359 370 371
372 373 374 375 376 377 378 380 381 382 383 385 386 387 389 420 421 423 500 501 502 503 504 505 506 507 508 509 590 591 592 593 594 595 596
597 598 599 670 672 673 674 675 676 677 678 679 680 681 682 683 685 686 687 688 689 690 691 692 850 852 853 855 856 880 886 960 961 962 963
964 965 966 967 968 970 971 972 973 974 975 976 977 992 993 994 995 996 998
"""
_CODES: Final = frozenset(_CODE_LIST.split())
"""Country codes (ITU-T E.164), to find the national number behind a plus sign."""


def stored_numbers(text: str) -> Iterator[str]:
    """Each run of digits by which the phone numbers in a text are found: whole, and every ending of seven or more."""
    for match in PHONE.finditer(text):
        digits = _digits(match[0])
        yield digits
        plain = digits.lstrip("0")
        for length in range(_SHORTEST, len(plain) + 1):
            yield plain[-length:]
        for cut in (2, 3, 4):  # as it is typed from its beginning: 040555… of +49 40 555…
            if len(digits) - cut >= 5:  # noqa: PLR2004 - shorter ones are no phone numbers
                yield digits[cut:]
                yield f"0{digits[cut:]}"


def with_numbers_quoted(typed: str) -> str:
    """Return a typed search with every phone number in quotes, making each one term.

    A number begins with a plus, a bracket or a zero, follows `phone:`, or is all that was typed. What is already
    quoted stays.
    """
    if '"' in typed:
        return typed
    typed = typed.replace("\uff0b", "+")  # as it is typed between Chinese or Japanese letters
    bare = typed.strip()
    if _WHOLE.fullmatch(bare) and _is_grouped(bare) and number_typed(bare):
        return f'"{bare}"'
    return _LEADING.sub(lambda match: f'"{match[0]}"' if number_typed(match[0]) else match[0], typed)


def _is_grouped(bare: str) -> bool:
    """Say whether blanks separate a number as people write one: `555 0123`, not the two years of `1999 2026`."""
    groups = bare.split()
    return len(groups) > 2 or (len(groups) == 2 and any(len(_digits(group)) not in {4, 8} for group in groups))  # noqa: PLR2004 - two groups of four are two numbers


def number_typed(value: str) -> str:
    """Return the digits to look for where a value is a whole phone number and nothing else, or an empty string."""
    bare = value.strip()
    if not PHONE.fullmatch(bare) or _DATE.fullmatch(bare):
        return ""
    digits = _digits(bare)
    international = bare.startswith("+") or digits.startswith("00")
    digits = digits.removeprefix("00") if international else digits
    if not _SHORTEST <= len(digits) <= _LONGEST:
        return ""
    if international:
        return _national(digits).lstrip("0")[-_NATIONAL:]
    plain = digits.lstrip("0")
    return plain if len(plain) <= _NATIONAL else plain[-_SHARED:]


def _national(digits: str) -> str:
    """The number behind its country code; without a known one, or with too little behind it, the whole."""
    code = next((digits[:length] for length in (3, 2, 1) if digits[:length] in _CODES), "")
    rest = digits[len(code) :]
    return rest if len(rest.lstrip("0")) >= _SHORTEST else digits


def _digits(text: str) -> str:
    return _NO_DIGIT.sub("", plain_digits(_TRUNK.sub("", text)))[:40]
