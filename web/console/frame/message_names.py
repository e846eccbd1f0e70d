"""What the templates need of a message: how its HTML is shown, its delivery, whether it can be moved."""

from collections.abc import Mapping
from typing import Any

from app.actions.message.moving import can_move
from app.html_safety import FRAME_SANDBOX, SafeHtml, remote_image_count, stored_html, text_to_html
from app.nouns.message import Message, MessageKind
from app.nouns.outbound_mail import OutboxState
from web.pages.thread_places import gap_query

DELIVERY_ICONS: dict[str, str] = {
    OutboxState.SENT: "check",
    OutboxState.BOUNCED: "warning",
    OutboxState.FAILED: "warning",
}


def delivery_of(message: Message) -> str:
    """The state of what the desk wrote, to the one whom it is for; empty where no mail carries it."""
    if message.kind not in {MessageKind.ANSWER, MessageKind.TO_THIRD_PARTY}:
        return ""
    if message.is_undoable:
        return OutboxState.UNDOABLE
    return message.delivery.state if message.delivery else ""


def delivery_icon(state: str) -> str:
    """The icon of a delivery state."""
    return DELIVERY_ICONS.get(state, "clock")


def has_source(message: Message) -> bool:
    """Whether a mail brought it, or carries it: then it can be downloaded."""
    return message.inbound_id is not None or message.delivery is not None


def remote_pictures(message: Message) -> int:
    """How many of its pictures are on other servers."""
    return remote_image_count(message.html) if message.html else 0


def shown_html(message: Message) -> SafeHtml:
    """An operator's own message: cleaned before it was stored, so it is put into the page itself."""
    return message.html or stored_html("")


MESSAGE_NAMES: Mapping[str, Any] = {
    "gap_query": gap_query,
    "frame_sandbox": FRAME_SANDBOX,
    "text_to_html": text_to_html,
    "shown_html": shown_html,
    "remote_pictures": remote_pictures,
    "delivery_of": delivery_of,
    "delivery_icon": delivery_icon,
    "can_move": can_move,
    "has_source": has_source,
}
