# ruff: noqa: RUF001 - words of many languages look like Latin ones
"""How mail servers word their failures. Patterns for lower-case text, without repetition inside repetition."""

import re
from typing import Final


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


DAEMON_ADDRESS: Final = re.compile(
    r"(?:mailer[-_.]?daemon|mail[-_.]?daemon|post[-_.]?(?:master|office|meister)|mdaemon|mailer|mmdf|bounces?|daemon|mail[-_.]?delivery|mta"
    r"|uucp|exim|double-bounce|mailadmin|mail-?gateway|antivirus|virus|ndr|dsn|mail\.delivery\.system|microsoftexchange[0-9a-f]{1,40})"
    r"(?:[+=_.-].{0,200})?(?:@.{0,255})?",
)
"""The whole address of a mail system."""

DAEMON_SURELY: Final = re.compile(
    r"(?:mailer[-_.]?daemon|mail[-_.]?daemon|post[-_.]?master|mmdf|double-bounce|mail\.delivery\.system|microsoftexchange[0-9a-f]{8,40})"
    r"(?:[+=_.-].{0,200})?(?:@.{0,255})?",
)
"""The same where no person or company is called so."""

DAEMON_NAME: Final = _any_of(
    r"mail(?:er)?[\s_-]?(?:delivery|daemon|system|administrator|router|server|gateway)",
    r"internet mail delivery",
    r"system ?administrator",
    r"post(?:master|office|meister)",
    r"delivery (?:subsystem|agent|status|notification|reports?)",
    r"undeliver",
    r"\bmta\b",
    r"bounce",
    r"microsoft outlook$|microsoft exchange",
    r"administrateur (?:du )?syst|administrador del sistema|amministratore",
    r"message (?:router|center)",
    r"mail subsystem",
    r"メール配信|邮件系统|邮局|почтов",
)
"""What stands beside such an address, or instead of it."""

FAILURE_SUBJECT: Final = _any_of(
    # en
    r"un-?deliver(?:able|ed)|non-?deliver|not delivered|not be delivered|un(?:able|successful).{0,30}deliver",
    r"delivery (?:status|notification|report|problem|has failed|fail|error|has been|delay|unsuccessful|attempt|to .{1,200} fail|of .{1,100} (?:failed|delayed))",
    r"(?:failure|failed|error|problem).{0,20} (?:notice|notification|deliver|mail|sending|delivering|delivery)",
    r"fail(?:ed|ure) (?:notice|notification|delivery|mail)|failure$",
    r"returned (?:mail|e-?mail|to sender|message)|return(?:ed|ing).{0,30} to sender",
    r"(?:mail|message|e-?mail)(?: system)?(?: could| can)? ?not (?:be )?(?:deliver|sent|accepted)|(?:could|can) ?not (?:be )?(?:deliver|send|sent)",
    r"(?:mail|message|e-?mail)(?: delivery| system)? (?:fail|error|status|problem|warning|notice|delay|rejected|refused|returned|bounced|undeliver|blocked)",
    r"warning: (?:could not send|message|mail)|message .{1,80} delayed|automatically rejected|(?:was|been|has) rejected|rejected (?:mail|e-?mail|message|posting)",
    r"user unknown|unknown (?:user|address|recipient)|no such user|user .{1,100} not (?:listed|found)|invalid (?:recipient|address)|mailbox (?:full|unavailable)|quota exceeded|over quota",
    r"^\[?(?:ndn|ndr|dsn|bounce)\b|bounced? (?:mail|message|email)|email bounce|postmaster notify|mail transaction failed|host unknown|could not send message",
    r"nameserver error|banned file|virus (?:found|detected|alert) in|(?:is|are|you'?re) not (?:a )?member|loop alert|message to .{1,100} (?:failed|blocked|not)|spam.{0,20} rejected",
    # de fr es pt it nl
    r"unzustellbar|nicht zugestellt|nicht zustellbar|zustellung (?:fehl|nicht|ist|ihrer|der)|zustell(?:fehler|problem)|unzustellbare|rückläufer|konnte nicht (?:zugestellt|übermittelt)",
    r"non remis|non distribu|non délivré|échec de (?:la )?(?:remise|distribution|livraison|l.envoi)|remise (?:différée|impossible)|retour de message|n.a pas pu être|utilisateur (?:inconnu|non)",
    r"no se (?:puede|pudo|ha podido) entregar|error de entrega|no entregad|correo (?:devuelto|rechazado)|no se (?:ha )?entreg|devuelto|fallo (?:en|de) la entrega",
    r"devolu[cç][aã]o|não (?:foi )?(?:entregue|poss[ií]vel)|falha (?:na|de) entrega|não entregue",
    r"mancata consegna|consegna (?:non|fallita|ritardata|impossibile)|non recapita|messaggio non consegn|impossibile recapitare",
    r"onbestelbaar|niet (?:afgeleverd|bezorgd)|kan niet worden (?:bezorgd|afgeleverd)",
    # pl cs sv da no fi
    r"nie (?:można )?dostarcz|niedostarcz|zwrot wiadomości|nedoručiteln|nelze doručit|nedoručen",
    r"kunde inte levereras|går inte att leverera|olevererbart|kan ikke leveres|kunne ikke leveres|uleverbar|ikke leveret|ikke levert",
    r"ei voitu toimittaa|toimitusvirhe|toimittaminen epäonnistui",
    # ru uk tr hu ro el
    r"не доставлен|недоставлен|не может быть доставлен|сбой доставки|невозможно доставить|ошибка доставки|уведомление о (?:состоянии|невозможности|недоставке)|не доставлено",
    r"не вдалося доставити|не доставлено|teslim edilemedi|kézbesíthetetlen|nem kézbesíthető|kézbesítési hiba|nelivrabil|nu a putut fi livrat|μη παραδοτέο|αδυναμία παράδοσησ|αποτυχία παράδοσησ",
    # ja zh ko he ar
    r"メールエラー|エラー通知|配信(?:エラー|不能|できません|に失敗|失敗)|送信(?:エラー|できません)|不達|エラーメール|戻りました|届けられません",
    r"退信|退件|退回|投递失败|投遞失敗|傳送失敗|无法(?:投递|送达|发送)|無法(?:投遞|傳送|送達)|未送达",
    r"반송|전송 ?실패|배달 ?실패|배달되지|발송 ?실패|לא ניתן למסור|לא נמסר|تعذر التسليم|فشل تسليم|فشل في التسليم|لم يتم تسليم",
)
"""Subjects of bounces; the mail's own Re: and Fwd: are ruled out before."""

CANONICAL_SUBJECT: Final = re.compile(
    r"undelivered mail returned|non-?delivery(?:: | report)|delivery status notification|mail delivery (?:failed|system|subsystem|warning|problem)"
    r"|returned mail: |failure notice|delivery (?:failure|notification: )|mail system error|delivery-status|message undeliverable|mail ?delivery ?fail"
    r"|メールエラー通知",
)
"""Subjects that programs write and people do not."""

FAILURE_WORDS: Final = _any_of(
    r"user unknown|unknown user|unknown (?:or illegal alias|local part|recipient|address|mail ?box|host|domain)|no such (?:user|recipient|mailbox|address|account|person|local|domain)",
    r"mailbox (?:is )?(?:full|unavailable|not found|disabled|inactive|does not exist|doesn.t exist|unknown|quota|exceeded)|full mailbox|quota exceeded|over(?:-| )?quota|exceeded (?:its|the|their) (?:quota|storage)",
    r"address(?:es)? (?:had|have|has) (?:permanent|delivery|transient|fatal|temporary)|permanent (?:fatal )?(?:error|failure)|fatal (?:error|delivery)|returned permanent|following errors? (?:occurred|was)",
    r"recipient.{0,20} (?:rejected|unknown|not found|does not exist|failed|is over)|invalid (?:user|recipient|address|mailbox)|address (?:is )?(?:rejected|invalid|unknown|no longer)",
    r"could(?: not|n.t) be (?:delivered|sent|found|reached)|(?:was|were|is|been|be|has|did) (?:un|not )(?:been )?deliver|wasn.t delivered|not yet been delivered|undeliver(?:able|ed)|not able to deliver|wasn.t able to deliver",
    r"unable to (?:deliver|send|relay|find|complete)|fail(?:ed|ure) (?:to deliver|permanently|recipient|address)|deliver(?:y|ing) .{0,60}(?:fail|postponed|delayed|aborted|impossible|unsuccessful)|trouble delivering|error.{0,30} deliver",
    r"can ?not (?:be )?(?:deliver|send)|can.t (?:be )?deliver|following (?:recipient|address|destination|user|error)|did not reach|was not reached|returned (?:to sender|mail|message)|returning (?:your|this|the) (?:message|mail)|bounce",
    r"name service error|connection (?:refused|timed out)|retry time(?:out| not reached)|transaction failed|relay(?:ing)? (?:access )?(?:denied|not permitted|prohibited)|hop count|too many hops|mail loop|unrouteable|unroutable",
    r"inactive (?:account|user|mailbox)|account (?:has been |is )?(?:disabled|inactive|suspended|closed|not)|no longer (?:valid|exists?|accept|in use)|(?:was|been|is) (?:automatically )?(?:rejected|refused|blocked)|not a member|requested action not taken",
    r"no valid recipients|message (?:was|has been) (?:rejected|refused|returned|removed)|blocked by|considered spam|contained? a virus|duplicated message-id|mail server .{0,60}(?:reject|refus|error)",
    r"(?<![\d.])[45]\.\d\.\d{1,3}(?![.\d])|\b[45][0-5]\d[ -](?:\d\.\d|[a-z<\"#(-])",
    r"nicht zugestellt|konnte(?:n)? nicht|unbekannter (?:empfänger|benutzer)|n.a pas pu|n.ont pas pu|n.existe pas|destinataire inconnu|no se (?:ha podido|pudo|puede)|no pudo|não (?:foi|pôde|pode)|non è stato|impossibile|niet worden (?:bezorgd|afgeleverd)",
    r"не удалось|не может быть|не найден|не существует|nie można|kunde inte|kunne ikke|nelze|配信できま|存在しません|届け|送信できま|无法|無法|不存在|退回|失败|失敗|없습니다",
)
"""Wordings of failure in the text."""

STATUS: Final = re.compile(r"(?<![\d.])[245]\.\d\.\d{1,3}(?![.\d])|\b[45][0-5]\d[ -](?:\d\.\d|[a-z<\"#(-])")
"""What an SMTP server says: an enhanced status or a reply code at the head of words."""

SERVER_REPLY: Final = re.compile(r"\b[45][0-5]\d[ -]#?[45]\.\d\.\d{1,3}(?![.\d])")
"""A server's whole reply (RFC 5321 with RFC 3463), as people do not make one up."""

DELAY: Final = _any_of(
    r"(?:will|is|are) (?:be )?(?:retr|keep|continue)|(?:has|have) been (?:delayed|postponed)|not yet been delivered|still (?:trying|being|in the)|warning message only|do not need to resend|will continue|could not send message for past",
    r"delivery (?:delay|is delayed)|\(delay\)|delayed mail|wird weiter versucht|verzögert|différée|retrasad|ritardat|atrasad|vertraagd|opóźnion|задерж|遅延|延迟|延遲",
)
"""Wordings of a delay: the server goes on trying."""

FINAL: Final = re.compile(r"(?<![\d.])5\.\d\.\d|\b55\d\b|permanent|given up|giving up on this|fatal|not be retried")
"""What overrules a wording of delay."""

NAMES_RECIPIENTS: Final = _any_of(
    r"following (?:recipient|address|destination|user|mailbox|person|people|e-?mail)|recipient(?:s|\(s\))?(?: address(?:es)?)?[^a-z]{0,3}$|these recipients|address(?:es)? (?:fail|had|to which)|failed (?:recipient|address)|addresses? follow",
    r"(?:delivered|deliver|delivery|sent|message|mail|reach(?:ed)?|undeliverable|rejected|failed|returned)(?: it)?(?: your (?:message|mail))? (?:to|for|by|at)[^a-z]{0,3}$|this address|did not reach|not (?:be )?delivered to",
    r"empfänger|adresse|destinatari|destinataire|dirección|direcciones|endereço|indirizz|ontvanger|mottagar|mottaker|modtager|vastaanottaj|adresat|příjemc|получател|адрес|宛先|アドレス|收件人|收件者|地址|받는",
)
"""A line that announces the failed addresses."""
