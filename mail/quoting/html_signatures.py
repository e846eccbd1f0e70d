"""The signature of a mail's HTML, where the client that wrote it marked one."""

from typing import Final

from app.html_safety.tokens import DocumentToken
from mail.quoting.html_marks import names_of, words_after
from mail.reading.markup.html_text import html_to_text
from mail.reading.markup.html_tokens import tokens

_CLASSES: Final = frozenset(
    {"moz-signature", "gmail_signature", "gmail_signature_prefix", "protonmail_signature_block", "zmail_signature_below", "mail-signature", "email-signature", "sh-signature", "cryptup_signature", "front-signature", "missive_signature"},
)  # fmt: skip
_IDS: Final = frozenset(
    {"ymail_android_signature", "ymail_ios_signature", "signature", "applemailsignature", "ms-outlook-mobile-signature", "linebreakatbeginningofsignature", "zmail_signature", "outlooksignature"},
)  # fmt: skip
_NAMES: Final = frozenset({"messagesignaturesection", "_mailautosig"})
_ID_PREFIXES: Final = ("bloop_sign_",)
_TAGS: Final = frozenset({"div", "p", "span", "table", "td", "pre", "a", "br", "section", "signature"})
_MOST_LINES: Final = 40


def marked_signature(html: str) -> int:
    """Return where the signature begins that a client marked as one, -1 where there is none.

    Nothing follows it, words come before it, and it reads like a signature: people also type their answer into
    that box.
    """
    run = list(tokens(html))
    for at, token in enumerate(run):
        if token.name in _TAGS and not token.closing and _is_mark(token):
            if words_after(run, at) or not html_to_text(html[: token.start]).strip():
                continue
            return token.start if _reads_like_one(html_to_text(html[token.start :])) else -1
    return -1


def without_signature(text: str, signature: str) -> str:
    """Return a text without the signature at its end; compared by letters and figures, as plain text lays it out anew."""
    wanted = _letters(signature)
    letters = _letters(text)
    if not wanted or len(letters) <= len(wanted) or not letters.endswith(wanted):
        return text
    left = len(wanted)
    at = len(text)
    while left:
        at -= 1
        left -= len(_letters(text[at]))
    own = text[:at].rstrip().removesuffix("--").rstrip(" \t\n*_-")
    return own or text


def _is_mark(token: DocumentToken) -> bool:
    if not token.source:
        return False
    attributes = token.attributes()
    ids = names_of(attributes, "id")
    classes = names_of(attributes, "class")
    return (
        bool(classes & _CLASSES)
        or bool(ids & _IDS)
        or bool(names_of(attributes, "name") & _NAMES)
        or any(name.startswith(_ID_PREFIXES) for name in ids)
        or any(name.startswith("ydp") and name.endswith("signature") for name in classes)
        or attributes.get("data-smartmail") == "gmail_signature"
    )


def _reads_like_one(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    return len(lines) <= _MOST_LINES and not any(line.rstrip().endswith("?") for line in lines)


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
