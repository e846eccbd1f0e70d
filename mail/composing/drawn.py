"""What all mails share: a template with its facts, from the desk to the mail's first recipient."""

from collections.abc import Mapping, Sequence

from mail.composing.context import ComposeContext
from mail.composing.drawing import draw
from mail.composing.outgoing_mail import File, OutgoingMail


def drawn(
    context: ComposeContext,
    kind: str,
    subject: str,
    facts: Mapping[str, object],
    *,
    to_name: str = "",
    to: tuple[str, str] | None = None,
    cc: Sequence[str] = (),
    reply_to: str = "",
    in_reply_to: str = "",
    references: Sequence[str] = (),
    automatic: str = "",
    files: Sequence[File] = (),
) -> OutgoingMail:
    """The mail, its text and HTML drawn from the templates of this kind. Templates know brand and subject.

    `to`: whom it names there instead of the recipient, who gets a copy.
    """
    look = context.look
    text, html = draw(kind, {"brand": context.brand, "look": look, "number": "", **facts, "subject": subject})
    if look.foot:
        text = "\n".join([text, *look.foot, ""])
    return OutgoingMail(
        sender=context.sender,
        to=to or (to_name, context.recipients[0]),
        cc=tuple(cc),
        subject=subject,
        message_id=context.mail.mime_message_id,
        date_ms=context.mail.created_ms,
        text=text,
        html=html,
        reply_to=reply_to,
        loop_mark=context.loop_mark,
        in_reply_to=in_reply_to,
        references=tuple(references),
        automatic=automatic,
        files=(*filter(None, (look.logo,)), *files),
    )
