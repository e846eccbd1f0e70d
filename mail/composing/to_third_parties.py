"""The mail to a third party. It holds nothing that opens the customer's ticket page: no access code, no link."""

from sqlalchemy import select

from app.html_safety import html_to_text, stored_html, text_to_html
from app.message import Message, MessageKind
from app.queries.messages import message_by_id
from mail.composing import header_text
from mail.composing.drawn import drawn
from mail.composing.facts import Ground
from mail.composing.pictures import Pictures, for_mail, styled
from mail.composing.sheet import File, Sheet
from mail.composing.to_customers import PREHEADER_CHARS, files_of, marked
from sql.tables import inbound, messages, outbox

KIND = MessageKind.TO_THIRD_PARTY.value


async def to_third_party(ground: Ground) -> Sheet:
    """What the operator wrote, with signature and files, and below it what is forwarded with its own files."""
    ticket, message = await ground.ticket(), await ground.message()
    pictures = Pictures(message.attachments, ground.loop_mark)
    typed = header_text.harmless(str(ground.row.details.get("subject", "")))
    subject = marked(typed or ticket.subject, ticket)
    forwarded = (message.quoted_text or "").strip()
    facts = {
        "number": ticket.number,
        "preheader": " ".join(message.text.split())[:PREHEADER_CHARS],
        "body": stored_html(for_mail(message.html or text_to_html(message.text), pictures)),
        "body_text": message.text,
        "signature": stored_html(for_mail(message.signature or "", pictures)),
        "signature_text": html_to_text(message.signature or "").strip(),
        "forwarded": stored_html(styled(text_to_html(forwarded))) if forwarded else None,
        "forwarded_text": "\n".join(f"> {line}".rstrip() for line in forwarded.splitlines()),
    }
    parent, references = await _conversation(ground)
    return drawn(
        ground,
        "to_third_party",
        subject,
        facts,
        cc=ground.recipients[1:],
        in_reply_to=parent,
        references=references,
        files=(*await files_of(ground, message, pictures), *await _forwarded_files(ground)),
    )


async def _forwarded_files(ground: Ground) -> list[File]:
    """The files of the messages that go along; of one that is gone meanwhile, nothing."""
    files: list[File] = []
    for number in ground.row.details.get("forward") or []:
        message = await message_by_id(ground.desk, int(number))
        if message is not None and _goes_along(ground, message):
            files += [await ground.file(one) for one in message.attachments]
    return files


def _goes_along(ground: Ground, message: Message) -> bool:
    return message.ticket_id == ground.row.ticket_id and message.kind is not MessageKind.NOTE


async def _conversation(ground: Ground) -> tuple[str, list[str]]:
    """The parent and the references (RFC 5322 §3.6.4): this third party's mails and ours to them, never the customer's."""
    theirs = [address.lower() for address in ground.recipients]
    came = (
        select(inbound.c.mime_message_id, inbound.c.received_ms)
        .select_from(inbound.join(messages, messages.c.inbound_id == inbound.c.id))
        .where(messages.c.ticket_id == ground.row.ticket_id, messages.c.kind == MessageKind.THIRD_PARTY.value)
        .where(inbound.c.from_email.in_(theirs), inbound.c.received_ms <= ground.row.created_ms)
    )
    left = (
        select(outbox.c.mime_message_id, outbox.c.created_ms, outbox.c.recipients)
        .where(outbox.c.ticket_id == ground.row.ticket_id, outbox.c.kind == KIND)
        .where(outbox.c.id < ground.row.id, outbox.c.state.not_in(("held", "recalled")))
    )
    replies = [(row[1], row[0]) for row in await ground.desk.db.fetch_all(came) if row[0]]
    ours = [
        (row[1], row[0])
        for row in await ground.desk.db.fetch_all(left)
        if any(f'"{address}"' in str(row[2]).lower() for address in theirs)
    ]
    ordered = [one for _at, one in sorted(replies + ours) if header_text.is_message_id(one)]
    newest = [one for _at, one in sorted(replies) if header_text.is_message_id(one)] or ordered or [""]
    return newest[-1], ordered
