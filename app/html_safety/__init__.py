"""The one home of HTML cleaning: nothing that a stranger or an operator wrote reaches a page or a mail but through here.

Three layers hold strangers' HTML: the allow-list here, the sandboxed frame, and the frame's policy (`FRAME_CSP`).
"""

from app.html_safety.cleaning import clean_answer_html, clean_mail_html, clean_mail_html_async, clean_note_html
from app.html_safety.display import (
    FRAME_CSP,
    FRAME_CSP_REMOTE,
    FRAME_REFERRER_POLICY,
    FRAME_SANDBOX,
    inline_sources,
    message_document,
    remote_image_count,
    sent_document,
    show_message_html,
)
from app.html_safety.html_text import html_to_text
from app.html_safety.mentions import has_mentions, with_mentions
from app.html_safety.plain import text_to_html
from app.html_safety.rules import ALLOWED_ATTRIBUTES, ALLOWED_TAGS, MAX_DEPTH, MAX_MAIL_HTML_BYTES, SANITIZER_VERSION
from app.html_safety.safe_html import SafeHtml, joined, stored_html
from app.html_safety.theming import in_theme

__all__ = [
    "ALLOWED_ATTRIBUTES",
    "ALLOWED_TAGS",
    "FRAME_CSP",
    "FRAME_CSP_REMOTE",
    "FRAME_REFERRER_POLICY",
    "FRAME_SANDBOX",
    "MAX_DEPTH",
    "MAX_MAIL_HTML_BYTES",
    "SANITIZER_VERSION",
    "SafeHtml",
    "clean_answer_html",
    "clean_mail_html",
    "clean_mail_html_async",
    "clean_note_html",
    "has_mentions",
    "html_to_text",
    "in_theme",
    "inline_sources",
    "joined",
    "message_document",
    "remote_image_count",
    "sent_document",
    "show_message_html",
    "stored_html",
    "text_to_html",
    "with_mentions",
]
