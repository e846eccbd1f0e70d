"""What all mails share: a template with its facts, from the desk to the row's first recipient."""

from collections.abc import Mapping, Sequence

from mail.composing.drawing import draw
from mail.composing.facts import Ground
from mail.composing.sheet import File, Sheet


def drawn(
    ground: Ground,
    kind: str,
    subject: str,
    facts: Mapping[str, object],
    *,
    to_name: str = "",
    cc: Sequence[str] = (),
    in_reply_to: str = "",
    references: Sequence[str] = (),
    automatic: str = "",
    files: Sequence[File] = (),
) -> Sheet:
    """The sheet of the row, its text and HTML drawn from the templates of this kind. Templates know brand and subject."""
    text, html = draw(kind, {"brand": ground.brand, "number": "", **facts, "subject": subject})
    return Sheet(
        sender=ground.sender,
        to=(to_name, ground.recipients[0]),
        cc=tuple(cc),
        subject=subject,
        message_id=ground.row.mime_message_id,
        date_ms=ground.row.created_ms,
        text=text,
        html=html,
        loop_mark=ground.loop_mark,
        in_reply_to=in_reply_to,
        references=tuple(references),
        automatic=automatic,
        files=tuple(files),
    )
