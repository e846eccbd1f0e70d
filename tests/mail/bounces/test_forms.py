# ruff: noqa: RUF001 - each notice stands as it comes; letters of many languages look like Latin ones
"""Bounces in words alone, as sixty mail systems write them, and people's mails that speak of such things."""

import pytest

from mail.letter.letter import LetterKind
from mail.reader.letters import read_letter

F = "kunde@gibtsnicht.example"
ORIG = f"Return-Path: <desk@aurora.example>\nReceived: from a by b; Tue, 3 Mar 2026 09:58:12 +0100\nMessage-ID: <our.1@aurora.example>\nFrom: Aurora <desk@aurora.example>\nTo: {F}\nSubject: Your booking\nDate: Tue, 3 Mar 2026 09:58:12 +0100\n\nDear guest\n"
D = "Mail Delivery System <MAILER-DAEMON@mx.example>"


def notice(sender: str, subject: str, body: str, extra: str = "", rp: str = "<>") -> bytes:
    """A mail without a delivery-status part; `rp` is its Return-Path."""
    head = f"Return-Path: {rp}\nFrom: {sender}\nTo: desk@aurora.example\nSubject: {subject}\nDate: Tue, 3 Mar 2026 10:00:00 +0100\nMessage-ID: <b@x.example>\n"
    return f"{head}{extra}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{body}".encode()


NOTICES = {
    "qmail": notice("MAILER-DAEMON@mx.example","failure notice",f"Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<{F}>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 User unknown\nGiving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n\n{ORIG}"),
    "exim": notice(D,"Mail delivery failed: returning message to sender",f"This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  {F}\n    host mx [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<{F}>:\n    550 No such user here\n\n------ This is a copy of the message, including all the headers. ------\n\n{ORIG}"),
    "exim de": notice("Mail Delivery System <Mailer-Daemon@mx.example>","Mail delivery failed: returning message to sender",f"Diese E-Mail wurde automatisch erstellt.\n\nIhre Nachricht konnte nicht zugestellt werden:\n\n  {F}\n    Unrouteable address\n\n--- Der Header der ursprünglichen Nachricht ist unten angefügt. ---\n\n{ORIG}"),
    "postfix text": notice(D,"Undelivered Mail Returned to Sender",f"This is the mail system at host mx.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\n                   The mail system\n\n<{F}>: host mx[192.0.2.1] said: 550 5.1.1 <{F}>:\n    Recipient address rejected: User unknown (in reply to RCPT TO command)\n"),
    "sendmail old": notice("Mail Delivery Subsystem <MAILER-DAEMON@mx.example>","Returned mail: see transcript for details",f"The original message was received at Tue, 3 Mar 2026 09:58:12 +0100\nfrom root@localhost\n\n   ----- The following addresses had permanent fatal errors -----\n<{F}>\n    (reason: 550 5.1.1 User unknown)\n\n   ----- Transcript of session follows -----\n... while talking to mx:\n>>> DATA\n<<< 550 5.1.1 User unknown\n"),
    "exchange 2003": notice("System Administrator <postmaster@firma.example>","Undeliverable: Your booking",f"Your message\n\n  To:      {F}\n  Subject: Your booking\n  Sent:    Tue, 3 Mar 2026 09:58:12 +0100\n\ndid not reach the following recipient(s):\n\n{F} on Tue, 3 Mar 2026 09:58:20 +0100\n    The e-mail account does not exist at the organization this message was sent to.\n    <mx.firma.example #5.1.1>\n"),
    "exchange 2007": notice("Microsoft Exchange <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@firma.example>","Undeliverable: Your booking",f"Delivery has failed to these recipients or distribution lists:\n\n{F}\nThe recipient's e-mail address was not found in the recipient's e-mail system.\n\nDiagnostic information for administrators:\n\nGenerating server: firma.example\n\n{F}\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##\n"),
    "exchange de": notice("Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@firma.example>","Unzustellbar: Your booking",f"Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n\n{F}\nDie eingegebene E-Mail-Adresse wurde nicht gefunden.\n\nDiagnoseinformationen für Administratoren:\n\n{F}\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'\n"),
    "exchange fr": notice("Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@firma.example>","Non remis : Your booking",f"Échec de la remise à ces destinataires ou groupes :\n\n{F}\nL'adresse de messagerie que vous avez entrée est introuvable.\n\n550 5.1.1\n"),
    "exchange es": notice("postmaster@firma.example","No se puede entregar: Your booking",f"No se pudo entregar a estos destinatarios o grupos:\n\n{F}\nNo se encontró la dirección de correo electrónico.\n\n550 5.1.1\n"),
    "exchange it": notice("postmaster@firma.example","Non recapitabile: Your booking",f"Consegna non riuscita per questi destinatari o gruppi:\n\n{F}\nImpossibile trovare l'indirizzo.\n\n#550 5.1.1#\n"),
    "exchange nl": notice("postmaster@firma.example","Onbestelbaar: Your booking",f"Het bezorgen aan de volgende geadresseerden of groepen is mislukt:\n\n{F}\nHet e-mailadres is niet gevonden.\n\n550 5.1.1\n"),
    "exchange pl": notice("postmaster@firma.example","Niedostarczalne: Your booking",f"Dostarczanie do tych adresatów lub grup nie powiodło się:\n\n{F}\n\n550 5.1.1\n"),
    "exchange pt": notice("postmaster@firma.example","Não é possível entregar: Your booking",f"Falha na entrega a estes destinatários ou grupos:\n\n{F}\n\n550 5.1.1\n"),
    "exchange sv": notice("postmaster@firma.example","Kunde inte levereras: Your booking",f"Leveransen misslyckades till följande mottagare eller grupper:\n\n{F}\n\n550 5.1.1\n"),
    "exchange da": notice("postmaster@firma.example","Ikke-leveringsbesked: Your booking",f"Levering mislykkedes til disse modtagere eller grupper:\n\n{F}\n\n550 5.1.1\n"),
    "exchange cs": notice("postmaster@firma.example","Nedoručitelné: Your booking",f"Doručení těmto příjemcům nebo skupinám se nezdařilo:\n\n{F}\n\n550 5.1.1\n"),
    "exchange hu": notice("postmaster@firma.example","Kézbesíthetetlen: Your booking",f"A kézbesítés nem sikerült a következő címzetteknek vagy csoportoknak:\n\n{F}\n\n550 5.1.1\n"),
    "exchange ru": notice("postmaster@firma.example","Недоставляемое: Your booking",f"Сбой доставки следующим получателям или группам:\n\n{F}\n\n550 5.1.1\n"),
    "exchange ja": notice("postmaster@firma.example","配信不能: Your booking",f"次の受信者またはグループへの配信に失敗しました:\n\n{F}\n\n550 5.1.1\n"),
    "exchange zh": notice("postmaster@firma.example","无法送达: Your booking",f"未能传递到以下收件人或组:\n\n{F}\n\n550 5.1.1\n"),
    "exchange ko": notice("postmaster@firma.example","배달되지 않음: Your booking",f"다음 수신자 또는 그룹에 배달하지 못했습니다.\n\n{F}\n\n550 5.1.1\n"),
    "exchange tr": notice("postmaster@firma.example","Teslim Edilemedi: Your booking",f"Bu alıcılara veya gruplara teslim edilemedi:\n\n{F}\n\n550 5.1.1\n"),
    "exchange el": notice("postmaster@firma.example","Δεν παραδόθηκε: Your booking",f"Η παράδοση απέτυχε στους παραλήπτες:\n\n{F}\n\n550 5.1.1\n"),
    "exchange fi": notice("postmaster@firma.example","Toimittamaton: Your booking",f"Toimitus seuraaville vastaanottajille epäonnistui:\n\n{F}\n\n550 5.1.1\n"),
    "exchange no": notice("postmaster@firma.example","Kan ikke leveres: Your booking",f"Levering mislyktes til disse mottakerne:\n\n{F}\n\n550 5.1.1\n"),
    "o365": notice("Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@firma.onmicrosoft.example>","Undeliverable: Your booking",f"[Office 365]\n\nYour message to {F} couldn't be delivered.\n\nkunde wasn't found at gibtsnicht.example.\n\ndesk\tOffice 365\tkunde\nAction Required\t\tRecipient\n\nUnknown To address\n"),
    "gmail": notice("Mail Delivery Subsystem <mailer-daemon@googlemail.example>","Delivery Status Notification (Failure)",f"** Address not found **\n\nYour message wasn't delivered to {F} because the address couldn't be found, or is unable to receive mail.\n\nLearn more here: https://support.google.example\n\nThe response was:\n\n550 5.1.1 The email account that you tried to reach does not exist.\n"),
    "gmail de": notice("Mail Delivery Subsystem <mailer-daemon@googlemail.example>","Delivery Status Notification (Failure)",f"** Die Adresse wurde nicht gefunden **\n\nIhre Nachricht wurde nicht an {F} zugestellt, weil die Adresse nicht gefunden wurde oder keine E-Mails empfangen kann.\n"),
    "gmail ja": notice("Mail Delivery Subsystem <mailer-daemon@googlemail.example>","Delivery Status Notification (Failure)",f"** アドレス不明 **\n\n{F} というアドレスが見つからないか、メールを受信できないため、メールは配信されませんでした。\n"),
    "gmail delay": notice("Mail Delivery Subsystem <mailer-daemon@googlemail.example>","Delivery Status Notification (Delay)",f"** Delivery incomplete **\n\nThere was a temporary problem delivering your message to {F}. Gmail will retry for 47 more hours. You'll be notified if the delivery fails permanently.\n"),
    "yahoo": notice("MAILER-DAEMON@yahoo.example","Failure Notice",f"Sorry, we were unable to deliver your message to the following address.\n\n<{F}>:\n554: delivery error: dd This user doesn't have a yahoo.example account ({F}) [0] - mta.example\n\n--- Original message below this line ---\n\n{ORIG}"),
    "domino": notice("Postmaster@firma.example","DELIVERY FAILURE: User kunde (kunde@gibtsnicht.example) not listed in Domino Directory",f"Your message\n\n  Subject: Your booking\n\nwas not delivered to:\n\n  {F}\n\nbecause:\n\n  User kunde ({F}) not listed in Domino Directory\n"),
    "courier": notice('"Courier mail server at mx.example" <@mx.example>',"NOTICE: mail delivery status.",f"This is a delivery status notification from mx.example,\nrunning the Courier mail server, version 1.\n\nThe original message was received on Tue, 3 Mar 2026\n\n---------------------------------------------------------------------------\n\n                           UNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<{F}>:\n    mx [192.0.2.1]:\n<<< 550 User unknown.\n"),
    "x400": notice("postmaster@attmail.example","Non-Delivery Report","Your message was not delivered to:\n\n  DDA:SMTP=kunde(a)gibtsnicht.example; C=de;A=x\n\nfor the following reason:\n\n  Diagnostic code: Unable to transfer; Reason: unrecognised O/R name\n"),
    "google groups": notice("Mail Delivery Subsystem <mailer-daemon@googlemail.example>","Delivery Status Notification (Failure)","Hello desk@aurora.example,\n\nWe're writing to let you know that the group you tried to contact (kunde) may not exist, or you may not have permission to post messages to the group.\n\n * You might have spelled or formatted the group name incorrectly.\n\nIf you have questions related to this or any other Google Group, visit the Help Center.\n",extra=f"X-Failed-Recipients: {F}\nAuto-Submitted: auto-replied\n"),
    "mimecast": notice("postmaster@mimecast.example","[Postmaster] Email Delivery Failure",f"This is a delivery failure notification message indicating that\nan email you addressed to email address :\n-- {F}\n\ncould not be delivered. The problem appears to be :\n-- Recipient email server rejected the message\n\nAdditional information follows :\n-- 550 5.1.1 User unknown\n\nThis condition occurred after 1 attempt(s) to deliver over\na period of 0 hour(s).\n"),
    "mimecast warn": notice("postmaster@mimecast.example","[Postmaster] Email Delivery Warning",f"This is a delivery delay notification message indicating that\nan email you addressed to email address :\n-- {F}\n\nhas not yet been delivered. The problem appears to be :\n-- Recipient email server unreachable\n\nThe system will continue to try\n"),
    "barracuda": notice("Barracuda <postmaster@barracuda.example>","**Message you sent blocked by our bulk email filter**",f"Your message to: {F}\nwas blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:\n\nSubject: Your booking\n"),
    "ezweb": notice("Mail Administrator <Postmaster@ezweb.ne.jp.example>","Mail System Error - Returned Mail",f"The user(s) account is temporarily over quota.\n\n<{F}>: 550 5.2.2\n"),
    "ezweb ja": notice("Mail Administrator <Postmaster@ezweb.example>","Mail System Error - Returned Mail",f"次のあて先へのメッセージはエラーのため送信できませんでした。\n\nRecipient address: {F}\nReason: 550 <{F}>: User unknown\n"),
    "docomo": notice("mailer-daemon@docomo.example","Mail Delivery Failed",f"次のメールアドレスが見つかりませんでした。 ({F})\n\nUnknown User: {F}\n"),
    "ses text": notice("MAILER-DAEMON@email.amazonses.example","Delivery Status Notification (Failure)",f"An error occurred while trying to deliver the mail to the following recipients:\n{F}\n"),
    "icloud": notice("Mail Delivery System <MAILER-DAEMON@mx.icloud.example>","Undelivered Mail Returned to Sender",f"<{F}>: unable to deliver this message after multiple attempts, giving up\n"),
    "zoho": notice("mailer-daemon@mail.zoho.example","Undelivered Mail Returned to Sender",f"This message was created automatically by mail delivery software.\n A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.\n\n{F} ERROR CODE :550 - No Such User Here\n"),
    "gmx": notice("GMX Mailer Daemon <mailer-daemon@gmx.example>","Mail delivery failed: returning message to sender",f'This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. This is a permanent error. The following address\nfailed:\n\n"{F}":\nSMTP error from remote server for RCPT TO command, host: mx (192.0.2.1) reason: 550 5.1.1\n mailbox not available\n\n--- The header of the original message is following. ---\n\n{ORIG}'),
    "tonline": notice("Mail-Zustellsystem <mailer-daemon@t-online.example>","Undeliverable: Your booking",f"Ihre E-Mail an {F} konnte nicht zugestellt werden.\nGrund: Die Mailbox existiert nicht.\n"),
    "mailru": notice("mailer-daemon@corp.mail.ru.example","Mail failure.",f"This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n{F}\n\tno such user\n"),
    "yandex": notice("mailer-daemon@yandex.ru.example","Недоставленное сообщение",f"Это письмо отправлено почтовым сервером yandex.ru.\n\nК сожалению, мы вынуждены сообщить Вам о том, что Ваше письмо не может\nбыть отправлено одному или нескольким адресатам. Технические подробности можно найти ниже.\n\n<{F}>: host mx said: 550 5.1.1 no such user\n"),
    "qq": notice("PostMaster <PostMaster@qq.example>","系统退信",f"很抱歉您的邮件被退回到您的邮箱。\n\n收件人邮件地址：{F}\n退信原因：收件人邮箱不存在。\n"),
    "163": notice("Postmaster@163.example","系统退信/Systems bounce",f"抱歉，您的邮件被退回来了……\n原邮件信息：\n时   间 2026-03-03\n收件人 {F}\n退信原因： 550 User not found: {F}\n"),
    "naver": notice("postmaster@naver.example","[메일 반송] Your booking",f"메일 전송 실패 안내\n\n받는 사람 : {F}\n발송 실패 사유: 존재하지 않는 메일 주소입니다 (550 5.1.1)\n"),
    "smtp2go": notice("Mail Delivery System <mailer-daemon@smtp.example>","Mail delivery failed",f"Your message to {F} could not be delivered: 550 mailbox unavailable\n"),
    "groupwise": notice("Mailer-Daemon@firma.example","Message status - undeliverable",f"The message that you sent was undeliverable to the following:\n\tkunde ({F}) (user not found)\n"),
    "imail": notice("Postmaster <postmaster@firma.example>","Undeliverable Mail",f"User mailbox exceeds allowed size: {F}\n\nOriginal message follows.\n\n{ORIG}"),
    "notes de": notice("Postmaster@firma.example","ZUSTELLFEHLER: Benutzer kunde nicht im Domino-Verzeichnis",f"Ihre Nachricht\n\n  Thema: Your booking\n\nkonnte nicht zugestellt werden an:\n\n  {F}\n\nGrund:\n\n  Benutzer nicht im Domino-Verzeichnis aufgeführt\n"),
    "delay exim": notice(D,"Warning: message 1abc delayed 24 hours",f"This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue on mx.example.\n\nThe address to which the message has not yet been delivered is:\n\n  {F}\n\nNo action is required on your part. Delivery attempts will continue for\nsome time.\n"),
    "delay postfix": notice(D,"Delayed Mail (still being retried)",f"####################################################################\n# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n####################################################################\n\nYour message could not be delivered for more than 4 hour(s).\nIt will be retried until it is 5 day(s) old.\n\n<{F}>: connect to mx[192.0.2.1]:25: Connection timed out\n"),
    "delay sendmail": notice("Mail Delivery Subsystem <MAILER-DAEMON@mx.example>","Warning: could not send message for past 4 hours",f"    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n    **********************************************\n\n   ----- Transcript of session follows -----\n<{F}>... Deferred: Connection timed out\nWarning: message still undelivered after 4 hours\nWill keep trying until message is 5 days old\n"),
    "delay exchange": notice("Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@firma.example>","Delivery delayed:Your booking",f"Delivery is delayed to these recipients or groups:\n\n{F}\n\nThis message hasn't been delivered yet. Delivery will continue to be attempted.\n\nThe server will keep trying to deliver this message for the next 1 days.\n"),
}  # fmt: skip
PEOPLE = {
    "asks": notice("Helena <h@guest.example>","Mail could not be delivered?","Dear desk,\n\nyour mail to my husband (max@guest.example) could not be delivered: 550 user unknown, he says. Please use h@guest.example.\n",rp="<h@guest.example>"),
    "parcel": notice("Helena <h@guest.example>","Parcel not delivered","The parcel was returned to sender. What shall I do?",rp="<h@guest.example>"),
    "fwd bounce": notice("Helena <h@guest.example>","Fwd: Undelivered Mail Returned to Sender",f"Look what I got:\n\n---------- Forwarded message ----------\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example>\nDate: x\nSubject: Undelivered Mail Returned to Sender\nTo: h\n\n<{F}>: 550 5.1.1 user unknown\n",rp="<h@guest.example>"),
    "re bounce": notice("Helena <h@guest.example>","Re: Undeliverable: Your booking","It works again now.",rp="<h@guest.example>"),
    "booking failed": notice("Booking <no-reply@booking.example>","Delivery of your order failed","Your order 12 could not be delivered to you today. We will try again tomorrow.",rp="<bounce@booking.example>"),
    "postmaster person": notice("Postmaster <postmaster@guest.example>","Question about your newsletter","Hello, I run the mail server here. Your newsletter has a broken link.",rp="<postmaster@guest.example>"),
    "sysadmin": notice("System Administrator <admin@guest.example>","Room for Monday","Please reserve a room for our admin team on Monday.",rp="<admin@guest.example>"),
    "failure": notice("Helena <h@guest.example>","Payment failure","My payment has failed, error 550. The card is blocked by the bank.",rp="<h@guest.example>"),
    "warning": notice("Weather <alerts@weather.example>","Warning: storm","A storm will be delayed.",rp="<a@weather.example>"),
    "invalid address": notice("Helena <h@guest.example>","Invalid address in booking","The address in my booking is wrong: Main Street 5.5.1, no such street.",rp="<h@guest.example>"),
    "absence undeliverable": notice("Max <max@firma.example>","Abwesenheitsnotiz: Your booking","Ich bin bis 5.5.2026 nicht im Büro. Ihre Nachricht wird nicht weitergeleitet.",rp="<>"),
}  # fmt: skip


@pytest.mark.parametrize("system", NOTICES)
def test_a_systems_notice_names_who_was_not_reached_and_whether_for_good(system):
    letter = read_letter(NOTICES[system])

    assert letter.kind is LetterKind.BOUNCE
    assert letter.suppress_auto_reply
    assert letter.failed_recipients == [F]
    assert [one.action for one in letter.bounced] == ["delayed" if "delay" in system or "warn" in system else "failed"]
    assert letter.reported_message_id == ("<our.1@aurora.example>" if b"<our.1@" in NOTICES[system] else "")


@pytest.mark.parametrize("mail", PEOPLE)
def test_who_writes_about_such_things_is_no_mail_system(mail):
    letter = read_letter(PEOPLE[mail])

    assert letter.kind is not LetterKind.BOUNCE
    assert letter.bounced == []
