# ruff: noqa: RUF001 - words and signs of many languages look like Latin ones
"""Bounces without a delivery-status part: told by their sender, subject and wording; failed addresses by where they stand."""

import re
from typing import Final

from mail import limits
from mail.bounces.reports import find_status
from mail.bounces.returned import returned_at
from mail.letter import BouncedAddress, Letter
from mail.reading.addresses import first_address
from mail.reading.cleaning import clean_line

_DAEMONS: Final = re.compile(
    r"(?:mailer[-_.]?daemon|mail[-_.]?daemon|post(?:master|office|meister)|mdaemon|mailer|mmdf|bounces?|mailerdaemon|daemon|mail[-_.]?delivery.{0,20}|no-?reply|uucp|smtp|system[-_.]?administrator|administrator|virus.{0,12}|mailadmin|mail-?gateway|mta|exim|root|devnull|double-bounce)"
    r"(?:[+=_.-].{0,200})?@.{0,255}|mailer-daemon|postmaster",
)
_DAEMON_NAMES: Final = re.compile(
    r"mail(?:er)?[\s-]?(?:delivery|daemon|system|administrator|router|server)|mail delivery (?:sub)?system|internet mail delivery|system administrator|systemadministrator|post(?:master|office)|delivery (?:subsystem|agent|status)|undeliver|mta |bounce|administrateur syst|administrador del sistema|message router|message center|メール配信|邮件系统|邮局",
)
_SUBJECTS: Final = re.compile(
    r"undeliver(?:able|ed)|undelivered mail|un-?delivered|delivery (?:status )?(?:notification|report|problem|has failed|failure|failed|error|has been delayed|delayed|unsuccessful|attempt)|delivery to .{1,200} (?:failed|has been)|failure (?:notice|notification|delivery)|failure delivering|fail(?:ed|ure) (?:to deliver|mail|delivery|notice)|mail(?:ing)? (?:delivery |system )?(?:fail|error|status|problem)|returned (?:mail|e-?mail|to sender|message)|mail (?:could not|not) (?:be )?deliver|could not (?:be )?(?:deliver|send)|cannot (?:be deliver|send)|non[ -]?deliver|nondeliver|not delivered|message (?:delivery|not delivered|undeliver|status|could not|delayed|rejected|refused|bounced)|e-?mail (?:delivery|not delivered|error|undeliver|bounced)|warning: (?:could not send|message .{1,80} delayed|message delayed|mail)|unable to deliver|user unknown|unknown (?:user|address|recipient)|no such user|bounced? (?:mail|message|email)|rejected (?:mail|e-?mail|message|posting)|mail (?:is )?rejected|ndn:|ndr:|dsn:|bounce:|\[bounce|postmaster notify|delivery of .{1,80} (?:failed|delayed)|permanent (?:delivery )?failure|no se (?:puede|pudo|ha podido) entregar|error de entrega|no entregado|correo (?:devuelto|no)|devolu[cç][aã]o|devuelto|n[aã]o (?:foi )?(?:entregue|poss[ií]vel)|falha (?:na|de) entrega|unzustellbar|nicht zugestellt|nicht zustellbar|zustellung|fehler bei der|non remis|non distribu|non délivré|échec de (?:la )?(?:remise|distribution|livraison)|remise (?:différée|impossible)|retour de message|mancata consegna|consegna (?:non|fallita|ritardata)|non recapitabil|messaggio non|onbestelbaar|niet (?:afgeleverd|bezorgd)|nie (?:można )?dostarcz|niedostarcz|zwrot|nedoručiteln|nelze doručit|kunde inte levereras|går inte att leverera|olevererbart|kan ikke leveres|kunne ikke leveres|uleverbar|ei voitu toimittaa|toimitusvirhe|не доставлен|недоставлен|не может быть доставлен|сбой доставки|невозможно доставить|ошибка доставки|уведомление о (?:состоянии|невозможности)|teslim edilemedi|kézbesíthetetlen|nem kézbesíthető|nelivrabil|μη παραδοτέο|αδυναμία παράδοσης|配信(?:エラー|不能|できません|に失敗)|送信(?:エラー|できません)|不達|エラーメール|戻りました|退信|退件|系统退信|系統退信|投递失败|傳送失敗|无法(?:投递|送达)|無法(?:投遞|傳送|送達)|邮件(?:被退回|投递)|반송|전송 ?실패|배달 ?실패|לא ניתן למסור|תעודת אי|تعذر التسليم|فشل تسليم|فشل في التسليم",
)
_WORDS: Final = re.compile(
    r"user unknown|unknown user|unknown (?:or illegal alias|local part|recipient|address|mail ?box)|no such (?:user|recipient|mailbox|address|account|person|local)|mailbox (?:is )?(?:full|unavailable|not found|disabled|does not exist|unknown|quota)|quota exceeded|over(?:-| )?quota|address(?:es)? (?:had|have|has) (?:permanent|delivery|transient|fatal|temporary)|permanent (?:fatal )?(?:error|failure)|recipient (?:address )?(?:rejected|unknown|not found|does not exist|'?s? mailbox)|could not be (?:delivered|sent|found)|couldn'?t be delivered|(?:was|were|is|been|be) (?:un|not )deliver|not be delivered|wasn'?t delivered|has not been delivered|undeliverable|undelivered|unable to (?:deliver|send|relay)|delivery (?:has )?(?:failed|to the following|attempts? fail|error|failure|of your)|failed to deliver|failed permanently|failed recipient|cannot (?:be )?(?:deliver|send)|can ?not deliver|following (?:recipient|address|destination)|did not reach|was not reached|returned (?:to sender|mail|message)|returning (?:your|this) (?:message|mail)|bounce|host (?:unknown|not found)|name service error|connection (?:refused|timed out)|retry time(?:out| not reached)|transaction failed|relay(?:ing)? (?:denied|not permitted|prohibited)|inactive (?:account|user|mailbox)|account (?:has been )?(?:disabled|inactive|suspended|closed)|no longer (?:valid|exists?|available|works?|active|employed|in use)|(?<!\d)[45]\.\d\.\d{1,3}(?!\.?\d)|\b5[0-5]\d[ -][\d.a-z<\"]|nicht zugestellt|konnte nicht|unbekannter (?:empfänger|benutzer)|n'a pas pu être|n'ont pas pu|destinataire inconnu|no se (?:ha podido|pudo)|no pudo|não (?:foi|pôde)|non è stato|impossibile|не удалось|не может быть|не найден|配信できません|配信でき|存在しません|宛先|无法|不存在|退回|失败",
)
_AUTOMATIC_WORDS: Final = re.compile(
    r"this is an automatic(?:ally)?|automatically generated|do not reply|mail (?:system|server|delivery)|message from the mail"
)
_ADDRESS: Final = r"[\w.!#$%&'*+/=?^`{|}~-]{1,100}@[\w-]{1,80}(?:\.[\w-]{1,80}){1,8}"
_LINE_ADDRESS: Final = re.compile(_ADDRESS)
_LEAD: Final = re.compile(
    rf"^[\s>*\-•|.\"'(\[]{{0,12}}(?:\d{{1,3}}[.)]\s|(?:to|rcpt to|recipient(?: address)?|user|for|address|e-?mail|destinataire|empfänger|envelope-to|final-recipient|original-recipient|mailbox|failed (?:recipient|address)|undeliverable to|your message to|an|宛先|收件人)\s?:?\s{{0,3}})?(?:rfc822;\s?|smtp:\s?)?[<\"'(\[]{{0,3}}({_ADDRESS})",
    re.IGNORECASE,
)
_NOT_THERE: Final = ("postmaster@", "mailer-daemon@", "abuse@", "support@", "helpdesk@", "noreply@", "no-reply@")
_REASON_LINES: Final = 6
_CERTAIN: Final = 3
_DELAYED: Final = re.compile(
    r"(?:will|is|are) (?:be )?(?:retr|keep|continue|still)|has (?:been )?delayed|not yet been delivered|still (?:trying|being)|delayed|warning message only|you do not need to resend|temporarily|verzögert|différée|retras|ritard|atras"
)


def looks_like_bounce(letter: Letter, *, has_returned: bool) -> bool:
    """Say whether a mail without a report is a bounce: no single sign is enough, a person may speak of one too."""
    headers = letter.headers
    if "x-failed-recipients" in headers:
        return True
    sender = letter.from_email.lower()
    points = 0
    daemon = _DAEMONS.fullmatch(sender) is not None
    points += (
        2 if daemon and not sender.startswith(("no-reply", "noreply", "root", "smtp", "administrator")) else int(daemon)
    )
    points += 1 if _DAEMON_NAMES.search(letter.from_name.casefold()) else 0
    points += (
        1
        if letter.null_return_path or (letter.return_path or "").lower().startswith(("mailer-daemon", "postmaster"))
        else 0
    )
    points += (
        2
        if _SUBJECTS.search(letter.subject.casefold()[:200])
        and not letter.subject.casefold().startswith(("re:", "aw:"))
        else 0
    )
    head = letter.whole_text[: limits.BOUNCE_TEXT_CHARS // 8].casefold()
    worded = _WORDS.search(head) is not None
    points += int(worded)
    points += int(returned_at(letter.whole_text) < len(letter.whole_text) or has_returned)
    points += int(
        any(
            name in headers
            for name in ("x-mailer-daemon-error", "x-failure-reason", "x-delivery-status", "x-bounce-reason")
        )
    )
    if letter.auto_submitted.startswith("auto-replied") and not daemon and points < 5:  # noqa: PLR2004 - a vacation note may speak of delivery too
        return False
    return points >= _CERTAIN + 1 or (points >= _CERTAIN and worded)


def read_freeform(letter: Letter, returned_headers: dict[str, str]) -> list[BouncedAddress]:
    """Return the failed addresses that a bounce's own words name, each with its reason."""
    text = letter.whole_text[: limits.BOUNCE_TEXT_CHARS]
    words = text[: returned_at(text)]
    delayed = _DELAYED.search(words.casefold()) is not None and not re.search(
        r"(?<!\d)5\.\d\.\d|\b55\d\b|permanent", words
    )
    action = "delayed" if delayed else "failed"
    addresses = _named_in_headers(letter) or _named_in_words(words, letter) or _sent_to(returned_headers)
    return [_with_reason(address, words, action) for address in addresses[: limits.BOUNCED_ADDRESSES]]


def _named_in_headers(letter: Letter) -> list[str]:
    """Exim names the failed addresses in a header of its own."""
    values = ",".join(letter.headers.get("x-failed-recipients", []))
    return list(dict.fromkeys(match.lower() for match in _LINE_ADDRESS.findall(values)))


def _named_in_words(words: str, letter: Letter) -> list[str]:
    """Addresses at the head of a line stand for recipients; failing those, any but the servers' own."""
    ours = {address.email.lower() for address in letter.to} | {letter.from_email.lower()}
    leading: dict[str, None] = {}
    anywhere: dict[str, None] = {}
    for line in words.split("\n")[:2000]:
        if match := _LEAD.match(line[:400]):
            leading.setdefault(_plain(match[1]))
        for found in _LINE_ADDRESS.findall(line[:1000]):
            anywhere.setdefault(_plain(found))
    for candidates in (leading, anywhere):
        kept = [one for one in candidates if one not in ours and not one.startswith(_NOT_THERE)]
        if kept:
            return kept
    return []


def _plain(address: str) -> str:
    return address.strip(".'`=*").lower()


def _sent_to(returned_headers: dict[str, str]) -> list[str]:
    address = first_address(returned_headers.get("to", ""))
    return [address.lower()] if address else []


def _with_reason(address: str, words: str, action: str) -> BouncedAddress:
    """Take the lines from the address on as its reason."""
    at = max(words.lower().find(address), 0)
    lines = [line.strip() for line in words[at : at + 2 * limits.DIAGNOSTIC_CHARS].split("\n") if line.strip()]
    near = " ".join(lines[:_REASON_LINES])
    return BouncedAddress(
        address, action, find_status(near) or find_status(words), clean_line(near, limits.DIAGNOSTIC_CHARS)
    )
