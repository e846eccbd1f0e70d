"""Where quoting begins in a mail's HTML, by the marks that clients leave."""

from typing import Final

from app.html_safety.tokens import DocumentToken
from mail.quoting.context import MailContext
from mail.quoting.header_blocks import role_of
from mail.quoting.html_marks import names_of, words_after
from mail.quoting.quotes import own_stretches, points_below
from mail.quoting.separators import is_dressed, names_forward, names_history
from mail.reading.markup.html_text import html_lines
from mail.reading.markup.html_tokens import tokens

_CLASSES: Final = frozenset(
    {
        "gmail_quote", "gmail_quote_container", "gmail_attr", "yahoo_quoted", "yahoo-quoted-begin", "protonmail_quote", "tutanota_quote", "moz-cite-prefix", "ms-outlook-mobile-reference-message", "zmail_extra", "zmail_extra_hr", "zd_quote", "hs_reply_quote", "sparrow_quote",
        "freshdesk_quote", "wordsection-quote", "quoted-text-header", "airmail_ext_on", "bloop_original_html", "front-blockquote", "missive_quote", "superhuman-quote", "cryptup_quote", "mail_android_quote", "wps-quote",
    },
)  # fmt: skip
_IDS: Final = frozenset(
    {
        "divrplyfwdmsg", "appendonsend", "olk_src_body_section", "stopspelling", "mail-editor-reference-message-container", "ymail_quoted", "yahoo_quoted", "reply-intro",
        "hmstopspelling", "spark_quote", "isforwardcontent", "ntes-pcmail-quote", "sogoumailquote", "mailmateattribution", "tmjah_g_1299", "replymarkerzendesk", "ms-outlook-mobile-body-separator-line", "blackberryreplyheader", "_rim_quote",
    },
)  # fmt: skip
_OPEN_ENDED_IDS: Final = frozenset(
    {"divrplyfwdmsg", "appendonsend", "stopspelling", "hmstopspelling", "mail-editor-reference-message-container"}
)
_OUTLOOK_RULE: Final = (
    "border-top:solid#b5c4df1.0pt",
    "border-top:solid#e1e1e11.0pt",
    "border-top:1.0ptsolid#e1e1e1",
    "border-top:solidwindowtext1.0pt",
    "border-top-color:rgb(181,196,223)",
)
_HEAD_CHARS: Final = 2000
_HEAD_LINES: Final = 8
_REPLY: Final = MailContext()
_TRIES: Final = 20


def quote_start(html: str) -> int:
    """Return where history begins in the page, -1 if no client's mark says so for certain.

    Certain means: nothing but quotes, rules and white space follows it at its own level, so an answer
    below or between quotes is never cut from them.
    """
    run = list(tokens(html))
    tries = _TRIES
    for at, token in enumerate(run):
        if token.name and not token.closing and _begins_quote(token):
            tries -= 1
            if tries < 0:
                break
            if _is_forward(html, token):
                return -1
            if _draws_rule(token) and not _heads_history(html, token):
                continue  # Word draws such a line above anything
            if _open_ended(token) or not words_after(run, at):
                return token.start
            if _is_inline_quote(token):
                return -1
    return -1


def split_html(html: str, context: MailContext = _REPLY) -> tuple[str, str] | None:
    """Return the page's own and its quoted HTML, None if they cannot be separated for certain or one would be empty.

    First by the clients' marks, then by the words of the rest, as with plain text.
    """
    marked = quote_start(html)
    if marked >= 0 and not context.is_history(_head_behind(html, marked)):
        marked = -1
    lines = html_lines(html if marked < 0 else html[:marked])
    own = [line for line, _ in lines]
    shown = own_stretches(own, context)
    said = next((at for at, line in enumerate(own) if line.strip()), len(own))
    at = marked
    if len(shown) == 1 and shown[0][0] <= said:
        rest = next((place for line, place in lines[shown[0][1] :] if line.strip()), -1)
        at = rest if rest >= 0 else marked
    if at < 0 or not shown or not any(line.strip() for line in own) or (marked >= 0 and points_below(own)):
        return None
    return html[:at], html[at:]


def _head_behind(html: str, at: int) -> list[str]:
    """Return the first lines of what is marked as quoted, where its writer is named."""
    lines = [bare for line, _ in html_lines(html[at : at + _HEAD_CHARS]) if (bare := line.strip("> "))]
    return lines[:_HEAD_LINES]


def _begins_quote(token: DocumentToken) -> bool:
    if token.name not in {"div", "blockquote", "hr", "span", "table", "td", "p", "section", "a"} or not token.source:
        return False
    attributes = token.attributes()
    if token.name == "blockquote":
        return (
            attributes.get("type", "").lower() == "cite"
            or bool(names_of(attributes, "class") & _CLASSES)
            or "margin:0px 0px 0px 0.8ex" in attributes.get("style", "")
            or "cite" in attributes
        )
    if (
        names_of(attributes, "class") & _CLASSES
        or names_of(attributes, "id") & _IDS
        or names_of(attributes, "name") & {"quote", "_mailoriginal", "messagereplysection", "mailoriginal"}
    ):
        return True
    return _open_ended(token)


def _open_ended(token: DocumentToken) -> bool:
    """Say whether all that follows the mark is history: Outlook sets a rule and lets the rest run on."""
    if not token.source:
        return False
    return token.name in {"div", "hr"} and (
        _draws_rule(token) or bool(names_of(token.attributes(), "id") & _OPEN_ENDED_IDS)
    )


def _draws_rule(token: DocumentToken) -> bool:
    style = token.attributes().get("style", "").lower().replace(" ", "")
    return any(rule in style for rule in _OUTLOOK_RULE)


def _heads_history(html: str, token: DocumentToken) -> bool:
    """Say whether the first words behind the mark are a header block's: From, Sent, To, in any language."""
    return role_of(_first_line(html, token)) in {"from", "date", "to", "subject"}


def _is_inline_quote(token: DocumentToken) -> bool:
    return token.name == "blockquote"


def _is_forward(html: str, token: DocumentToken) -> bool:
    """Say whether the quote's first words head a forward: by the words, or by Gmail's dashes around words of any language."""
    first = _first_line(html, token)
    heads = names_forward(first) or names_forward(f"{first}:")
    return heads or ("gmail_quote" in token.source and is_dressed(first) and not names_history(first))


def _first_line(html: str, token: DocumentToken) -> str:
    lines = html_lines(html[token.start : token.start + _HEAD_CHARS])
    return next((bare for line, _ in lines if (bare := line.strip("> "))), "")
