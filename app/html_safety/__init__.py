"""The one home of HTML cleaning: nothing that a stranger or an operator wrote reaches a page or a mail but through here.

Three layers hold strangers' HTML: the allow-list here, the sandboxed frame, and the frame's policy (`FRAME_CSP`).
"""

from app.html_safety.cleaning import clean_answer_html, clean_mail_html, clean_mail_html_async
from app.html_safety.display import (
    FRAME_CSP,
    FRAME_CSP_REMOTE,
    FRAME_REFERRER_POLICY,
    FRAME_SANDBOX,
    inline_sources,
    message_document,
    remote_image_count,
    show_message_html,
)
from app.html_safety.html_text import html_to_text
from app.html_safety.plain import text_to_html
from app.html_safety.rules import ALLOWED_ATTRIBUTES, ALLOWED_TAGS, MAX_DEPTH, MAX_MAIL_HTML_BYTES, SANITIZER_VERSION
from app.html_safety.safe_html import SafeHtml, stored_html

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
    "html_to_text",
    "inline_sources",
    "message_document",
    "remote_image_count",
    "show_message_html",
    "stored_html",
    "text_to_html",
]
