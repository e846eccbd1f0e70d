"""The two cleaners: for strangers' mail, and for what operators write.

Order of the work: size and depth first (the parser's cost grows with both), then nh3 with our allow-list, then our own rewriting
of its output, again and again until nothing changes. What never stops changing, or is too large, becomes text.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import nh3

from app.html_safety import addresses, rules
from app.html_safety.html_text import html_to_text
from app.html_safety.images import DataImageBudget, for_later, map_images, with_plain_tags
from app.html_safety.mentions import NUMBER
from app.html_safety.nesting import is_affordable
from app.html_safety.plain import text_to_html
from app.html_safety.safe_html import SafeHtml
from app.html_safety.styles import clean_attribute, clean_style

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

INLINE_CHARACTERS = 8 * 1024  # shorter mail is cleaned at once: a thread would cost more
BUDGET_S = 2.0
_MAX_PASSES = 5

_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="html-safety")


def clean_mail_html(html: str) -> SafeHtml:
    """Make a stranger's HTML safe to show in the message frame.

    Pictures lose their addresses: inline ones carry `data-cid`, those on a server `data-remote`, and
    `show_message_html` decides what becomes of them. HTML over 1 MiB or nested over 256 deep comes back as
    its text. Cleaning what is clean changes nothing.
    """
    return _clean(html, _MAIL)


def clean_answer_html(html: str) -> SafeHtml:
    """Make safe what an operator, a template, a signature or a plug-in wrote.

    As `clean_mail_html`, but a picture keeps its address when that is `cid:`, one of the desk's own attachments
    (`/attachments/<key>`) or a raster picture written out as `data:` (2 MiB together); every other address goes.
    """
    return _clean(html, _ANSWER)


def clean_note_html(html: str) -> SafeHtml:
    """As `clean_answer_html`, for a note: whom it names stays marked (`data-mention`), which leaves the desk with no answer."""
    return _clean(html, _NOTE)


async def clean_mail_html_async(html: str, *, budget_s: float = BUDGET_S) -> SafeHtml:
    """Like `clean_mail_html`, but without blocking the event loop: in a thread, as text when the budget is used up.

    The budget counts from when a thread is free, so a full mailbox does not turn its own mails into text.
    """
    if len(html) <= INLINE_CHARACTERS:
        return clean_mail_html(html)
    loop = asyncio.get_running_loop()
    begun = asyncio.Event()

    def work() -> SafeHtml:
        loop.call_soon_threadsafe(begun.set)
        return clean_mail_html(html)

    cleaning = loop.run_in_executor(_threads, work)
    await begun.wait()
    try:
        async with asyncio.timeout(budget_s):
            return await cleaning
    except TimeoutError:
        return await asyncio.to_thread(as_text, html, rules.MAX_MAIL_HTML_BYTES)


def as_text(html: str, max_bytes: int) -> SafeHtml:
    """Show a document's text only, cut to stay within `max_bytes`."""
    text = html_to_text(html)[:max_bytes]
    shown = text_to_html(text)
    while (size_bytes := _size_bytes(shown)) > max_bytes:
        text = text[: len(text) * max_bytes // size_bytes * 9 // 10]
        shown = text_to_html(text)
    return shown


@dataclass(frozen=True, slots=True)
class _Kind:
    """What differs between mail and answers."""

    max_bytes: int
    schemes: frozenset[str]
    attributes: Mapping[str, frozenset[str]]
    image_source: Callable[[str, str], str | None]
    image_change: Callable[[], Callable[[dict[str, str]], dict[str, str]]]


def _clean(html: str, kind: _Kind) -> SafeHtml:
    """Clean until nothing changes; fall back to the text where that cannot be done safely."""
    original = html
    for _ in range(_MAX_PASSES):
        if _size_bytes(html) > kind.max_bytes or not is_affordable(html):
            break
        cleaned = _clean_once(html, kind)
        if cleaned == html:
            return SafeHtml(cleaned)
        html = cleaned
    return as_text(original, kind.max_bytes)


def _clean_once(html: str, kind: _Kind) -> str:
    """One pass of the sanitiser, and of our rewriting of its output."""

    def attribute_filter(tag: str, name: str, value: str) -> str | None:
        return _clean_attribute(tag, name, value, kind)

    cleaned = nh3.clean(
        html,
        tags=rules.ALLOWED_TAGS | rules.RENAMED_TAGS.keys(),
        clean_content_tags=rules.DROPPED_WITH_CONTENT,
        attributes=kind.attributes,
        attribute_filter=attribute_filter,
        link_rel=rules.LINK_REL,
        set_tag_attribute_values={"a": {"target": rules.LINK_TARGET}},
        url_schemes=kind.schemes,
        url_relative="pass_through",  # the attribute filter reads every address itself
    )
    return map_images(with_plain_tags(cleaned), kind.image_change())


def _clean_attribute(tag: str, name: str, value: str, kind: _Kind) -> str | None:
    """An attribute's allowed value, None to drop it.

    The sanitiser asks for the attributes of tags that it drops as well, and an error here would only be printed.
    """
    if name in {"alt", "title", "rel", "target"}:  # the last two are the sanitiser's own
        return value
    if name == "style":
        return clean_style(value)
    if name == "href":
        return addresses.link_address(value)
    if name == "data-mention":
        return value if NUMBER.fullmatch(value) else None
    if tag == "img" and name in {"src", "data-cid", "data-remote"}:
        return kind.image_source(name, value)
    return clean_attribute("bgcolor" if name == "color" else name, value)


def _mail_image_source(name: str, value: str) -> str | None:
    """A stranger's picture's address, before it is put by for later."""
    if name == "data-cid":
        return addresses.plain_content_id(value)
    if name == "data-remote":
        return addresses.remote_image(value)
    return value if addresses.content_id(value) else addresses.remote_image(value)


def _answer_image_source(name: str, value: str) -> str | None:
    """The address of a picture in an answer."""
    if name != "src":
        return None
    inline = addresses.content_id(value)
    return f"cid:{inline}" if inline else addresses.attachment_path(value) or addresses.data_image(value)


def _size_bytes(html: str) -> int:
    """How many bytes the text takes in UTF-8."""
    return len(html) if html.isascii() else len(html.encode("utf-8", "surrogatepass"))


_ATTRIBUTES = {**rules.ALLOWED_ATTRIBUTES, "font": frozenset({"color"})}
_MAIL = _Kind(
    max_bytes=rules.MAX_MAIL_HTML_BYTES,
    schemes=rules.MAIL_SCHEMES,
    attributes=_ATTRIBUTES,
    image_source=_mail_image_source,
    image_change=lambda: for_later,
)
_ANSWER = _Kind(
    max_bytes=rules.MAX_ANSWER_HTML_BYTES,
    schemes=rules.ANSWER_SCHEMES,
    attributes=_ATTRIBUTES,
    image_source=_answer_image_source,
    image_change=DataImageBudget,
)
_NOTE = replace(_ANSWER, attributes={**_ATTRIBUTES, "span": frozenset({"data-mention"})})
