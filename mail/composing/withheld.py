"""What no mail to anyone but the customer may contain: links to their ticket page, however they got into a text."""

import re
from dataclasses import replace

from app.config.settings import Settings
from app.credentials.mail_links import without_links_proof
from app.credentials.reply_tokens import TOKEN
from app.html_safety import clean_answer_html
from app.nouns.message import Message
from app.nouns.ticket import Ticket

HIDDEN = "…"
_BETWEEN = r"(?:[\s\-\u00a0\u2010\u2011]|&nbsp;)?(?:<[^<>]{0,200}>)?"  # two characters of a code, as people write it


class Withheld:
    """Takes a ticket's access code, its links and reply tokens out of texts. The plain address of its page stays."""

    def __init__(self, settings: Settings, ticket: Ticket) -> None:
        page = re.escape(f"{settings.base_url}/t/{ticket.id}")
        self._links = re.compile(rf"({page})[/?#][^\s\"'<>]*", re.IGNORECASE)
        self._code = re.compile(_BETWEEN.join(map(re.escape, ticket.access_code)), re.IGNORECASE)

    def text(self, text: str) -> str:
        """The text without them."""
        return TOKEN.sub(HIDDEN, self._code.sub(HIDDEN, self._links.sub(r"\1", without_links_proof(text))))

    def message(self, message: Message) -> Message:
        """The message with its words, its HTML, its signature and what it forwards so."""
        return replace(
            message,
            text=self.text(message.text),
            html=clean_answer_html(self.text(message.html)) if message.html else None,
            signature=clean_answer_html(self.text(message.signature)) if message.signature else None,
            quoted_text=self.text(message.quoted_text) if message.quoted_text else None,
        )
