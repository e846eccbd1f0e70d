"""Answers as mail programs make them: a function a program, from the words of a language to text and page."""

from collections.abc import Callable
from html import escape
from typing import Final, NamedTuple

from tests.mail.correspondence.attributions import APPLE, GMAIL, THUNDERBIRD, YAHOO
from tests.mail.correspondence.header_blocks import OUTLOOK, SAMSUNG
from tests.mail.correspondence.languages import WORDS, Words

NAME: Final = "Aurora Travel"
EMAIL: Final = "desk@aurora.example"
GUEST: Final = "helena@guest.example"
SUBJECT: Final = "Re: Your booking (#1042)"


class Reply(NamedTuple):
    """A letter's two halves; an empty one is not sent along. `hidden` must not be among the person's words."""

    text: str
    html: str
    hidden: tuple[str, ...]


def gmail_web(language: str) -> Reply:
    """Text and page; the history is marked in both."""
    words, line = WORDS[language], _line(GMAIL, language)
    page = (
        f'<div dir="ltr">{_divs(words)}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">'
        f'{_linked(line)}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">'
        f"<div>{words.history}</div></blockquote></div>"
    )
    return Reply(f"{_own(words)}\n\n{_wrapped(line)}\n\n> {words.history}\n>\n", page, (words.history, EMAIL))


def gmail_on_a_phone(language: str) -> Reply:
    """The text half alone, wrapped at 76 characters."""
    words = WORDS[language]
    return Reply(
        f"{_own(words)}\n\n{_wrapped(_line(GMAIL, language))}\n\n> {words.history}\n", "", (words.history, EMAIL)
    )


def apple_mail(language: str) -> Reply:
    """On a Mac: the line, an empty line, marks; the page has a `type="cite"`."""
    words, line = WORDS[language], _line(APPLE, language)
    page = (
        f"<html><head></head><body>{_divs(words)}<div><br><blockquote type='cite'><div>{escape(line)}</div><br class='Apple-interchange-newline'>"
        f"<div><div>{words.history}</div></div></blockquote></div><br></body></html>"
    )
    return Reply(f"{_own(words)}\n\n> {line}\n> \n> {words.history}\n", page, (words.history, EMAIL))


def iphone(language: str) -> Reply:
    """How the phone signs stands between the answer and the history, and the line is itself quoted."""
    words, line = WORDS[language], _line(APPLE, language)
    page = (
        f'<html><body dir="auto">{_divs(words)}<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">{words.iphone}</div>'
        f'<div dir="ltr"><br><blockquote type="cite">{escape(line)}<br><br></blockquote></div>'
        f'<blockquote type="cite"><div dir="ltr">\ufeff{words.history}</div></blockquote></body></html>'
    )
    text = f"{_own(words)}\n\n{words.iphone}\n\n> {line}\n> \n> \ufeff{words.history}\n"
    return Reply(text, page, (words.history, EMAIL, words.iphone))


def thunderbird(language: str) -> Reply:
    """The line, then marks without an empty line between."""
    words, line = WORDS[language], _line(THUNDERBIRD, language)
    page = (
        f'<html><body><p>{_own(words).replace(chr(10), "<br>")}</p><div class="moz-cite-prefix">{escape(line)}<br></div>'
        f'<blockquote type="cite" cite="mid:1@aurora.example"><p>{words.history}</p></blockquote></body></html>'
    )
    return Reply(f"{_own(words)}\n\n{line}\n> {words.history}\n", page, (words.history, NAME))


def thunderbird_below(language: str) -> Reply:
    """The answer stands below the history, a signature below that."""
    words, line = WORDS[language], _line(THUNDERBIRD, language)
    text = f"{line}\n> {words.history}\n\n{_own(words)}\n\n-- \nHelena Brandt\n+49 40 5550\n"
    return Reply(text, "", (words.history, "5550"))


def yahoo(language: str) -> Reply:
    """The history is indented and not marked; the page has a class."""
    words, line = WORDS[language], _line(YAHOO, language)
    page = (
        f'<html><body><div class="ydp1yahoo-style-wrap">{_divs(words)}<div><br></div></div><div id="ydp2yahoo_quoted_1" class="yahoo_quoted">'
        f"<div>{escape(line)}</div><div><br></div><div>{words.history}</div></div></body></html>"
    )
    return Reply(f" {_own(words)}\n    {line}  \n \n  {words.history}\n\n", page, (words.history, EMAIL))


def outlook_desktop(language: str) -> Reply:
    """A header block without marks below the answer; the page draws a rule above it."""
    words = WORDS[language]
    block = _block(
        OUTLOOK[language],
        f"{NAME} <{EMAIL}>",
        "Tuesday, 3 March 2026 09:58",
        f"Helena <{GUEST}>",
        "Your booking (#1042)",
    )
    rows = "<br>".join(f"<b>{escape(label)}</b> {escape(value)}" for label, value in block)
    page = (
        f'<html><body lang="X"><div class="WordSection1"><p class="MsoNormal">{_own(words).replace(chr(10), "<br>")}</p>'
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        f'<p class="MsoNormal">{rows}</p></div></div><p class="MsoNormal">{words.history}</p></div></body></html>'
    )
    text = f"{_own(words)}\n\n" + "\n".join(f"{label} {value}" for label, value in block) + f"\n\n{words.history}\n"
    return Reply(text, page, (words.history, EMAIL))


def outlook_web(language: str) -> Reply:
    """A rule of underscores stands above the block; the page names it by an id."""
    words = WORDS[language]
    block = _block(OUTLOOK[language], f"{NAME} <{EMAIL}>", "03 March 2026 09:58", GUEST, "Your booking (#1042)")
    rows = "<br>".join(f"<b>{escape(label)}</b> {escape(value)}" for label, value in block)
    page = (
        f"<html><body>{_divs(words)}<div id='appendonsend'></div><hr style='display:inline-block;width:98%' tabindex='-1'>"
        f'<div id="divRplyFwdMsg" dir="ltr"><font>{rows}</font><div>&nbsp;</div></div><div>{words.history}</div></body></html>'
    )
    text = (
        f"{_own(words)}\n{'_' * 32}\n"
        + "\n".join(f"{label} {value}" for label, value in block)
        + f"\n\n{words.history}\n"
    )
    return Reply(text, page, (words.history, EMAIL, "____"))


def samsung(language: str) -> Reply:
    """Words between dashes and a header block, no marks."""
    words = WORDS[language]
    head, sender, date, to, subject = SAMSUNG[language]
    block = _block(
        (sender, date, to, subject), f"{NAME} <{EMAIL}>", "03.03.26 09:58 (GMT+01:00)", GUEST, "Your booking (#1042)"
    )
    lines = " \n".join(f"{label} {value}" for label, value in block)
    text = f"{_own(words)}\n\n\n\n{words.samsung}\n\n\n-------- {head} --------\n{lines}\n\n{words.history}\n"
    return Reply(text, "", (words.history, EMAIL, words.samsung))


CLIENTS: Final[dict[str, Callable[[str], Reply]]] = {
    "gmail_web": gmail_web,
    "gmail_on_a_phone": gmail_on_a_phone,
    "apple_mail": apple_mail,
    "iphone": iphone,
    "thunderbird": thunderbird,
    "thunderbird_below": thunderbird_below,
    "yahoo": yahoo,
    "outlook_desktop": outlook_desktop,
    "outlook_web": outlook_web,
    "samsung": samsung,
}


def raw_mail(reply: Reply, *, subject: str = SUBJECT) -> bytes:
    """The reply as a message: both halves where there are two."""
    head = f"From: Helena <{GUEST}>\nTo: {NAME} <{EMAIL}>\nSubject: {subject}\nMessage-ID: <1@guest.example>\nMIME-Version: 1.0\n"
    plain = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{reply.text}\n"
    page = f"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{reply.html}\n"
    if not (reply.text and reply.html):
        return (head + (plain if reply.text else page)).encode()
    return f"{head}Content-Type: multipart/alternative; boundary=b\n\n--b\n{plain}--b\n{page}--b--\n".encode()


def _own(words: Words) -> str:
    return f"{words.first}\n\n{words.second}\n\n{words.greeting}"


def _divs(words: Words) -> str:
    return "".join(f"<div>{escape(line) or '<br>'}</div>" for line in _own(words).split("\n"))


def _line(lines: dict[str, str], language: str) -> str:
    return lines[language].format(name=NAME, email=EMAIL)


def _linked(line: str) -> str:
    return escape(line).replace(EMAIL, f'<a href="mailto:{EMAIL}">{EMAIL}</a>')


def _wrapped(line: str) -> str:
    """Gmail breaks its lines at 76 characters, also between a name and its address."""
    pieces, rest = [], line
    while len(rest) > 76 and " " in rest[:76]:
        at = rest.rindex(" ", 0, 76)
        pieces, rest = [*pieces, rest[:at]], rest[at + 1 :]
    return "\n".join([*pieces, rest])


def _block(labels: tuple[str, ...], *values: str) -> list[tuple[str, str]]:
    return list(zip(labels, values, strict=True))
