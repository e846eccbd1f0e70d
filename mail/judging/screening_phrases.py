# ruff: noqa: RUF001 - words of many languages look like Latin ones
"""How automatic mail names itself: subjects by language, senders, headers."""

import re
from typing import Final

_AUTOMATIC: Final = (
    # en
    r"auto(?:matic|mated|mat)?[\s-]{0,2}(?:reply|response|responder|respons|answer|acknowledge?ment)\b(?! (?:question|problem|setting|feature))|auto: ?(?:re|aw|sv|out|fw)\b|ooo:|auto ?notification|vacation (?:reply|message|response|notice)",
    # de fr es pt it nl ca
    r"automatische (?:antwort|abwesenheit|benachrichtigung|eingangs)|auto-?antwort|(?:urlaub|abwesenheit)\s?[:-] ?auto|r[eé]ponse automatique|respuesta autom[aá]tica|autorrespuesta",
    r"resposta autom[aáà]tica|autorresposta|risposta automatica|automatisch(?:e)? (?:antwoord|beantwoording|reactie)|out[ -]of[ -]office(?! (?:hours?|times?|check|arriv|late|early|contact|phone|number|opening|key|emergenc|need|question|request|pick))|urlaubs?benachrichtigung|abwesenheits(?:notiz|nachricht|benachrichtigung|meldung|assistent)",
    # sv da no fi is et lv lt
    r"autosvar|automatiskt svar|automatisk svar|automaattinen vastaus|sjálfvirkt svar|fraværsassistent|poissaoloilmoitus|automaat(?:ne )?vastus|automātisk[aā] atbilde|automatinis atsakymas",
    # pl cs sk hu ro sl hr el
    r"autoodpowied[zź]|odpowied[zź] automatyczna|automatyczna odpowied[zź]|automatick[aá] odpov[eě][dď]|automatikus v[aá]lasz|r[aă]spuns automat|samodejni odgovor|automatski odgovor|αυτόματη απάντηση",
    # ru uk bg tr
    r"авто-?ответ|автоматический ответ|автоматическое уведомление|отпуск\s?[:-] ?авто|автоматична відповідь|автовідповідь|автоматичен отговор|otomatik yan[ıi]t|otomatik cevap",
    # ms eu fa sr cy sq az kk ka hy hi gl mk bs
    r"balas(?:an)? automatik|jawapan automatik|erantzun automatikoa|پاسخ (?:خودکار|اتوماتیک)|аутоматски одговор|автоматски одговор|ateb awtomatig|përgjigje automatike|avtomatik cavab|автоматты жауап|ავტომატური პასუხი|ինքնաշխատ պատասխան|ավտոմատ պատասխան|स्वचालित (?:उत्तर|जवाब|प्रत्युत्तर)|स्वतः उत्तर",
    # af fil te ta bn ur ga mn uz
    r"outomatiese antwoord|awtomatikong (?:tugon|sagot)|స్వయంచాలక (?:సమాధానం|ప్రత్యుత్తరం)|தானியங்கு பதில்|স্বয়ংক্রিয় (?:উত্তর|জবাব)|خودکار جواب|freagra uathoibríoch|автомат хариу|avtomatik javob",
    # ja zh ko he ar vi th id
    r"自動応答|自動返信|自動回答|不在(?:通知|のお知らせ)|自动回复|自動回覆|自动答复|自动答覆|자동 ?회신|자동 ?응답|부재 ?중 ?자동|תשובה אוטומטית|מענה אוטומטי|رد تلقائي|الرد التلقائي|trả lời tự động|ตอบกลับอัตโนมัติ|balasan otomatis|jawaban otomatis",
)
_AWAY: Final = (
    r"(?:i ?(?:.?m|am) )?(?:currently )?out[ -]of[ -](?:the[ -])?office|(?:i ?(?:.?m|am) )?away from (?:the|my) (?:office|desk|e?-?mail)|(?:i ?(?:.?m|am) )?on (?:vacation|holiday|annual leave|leave)",
    r"(?:ich bin )?(?:abwesend|ausser haus|nicht im (?:haus|büro)|im urlaub)|abwesenheit|urlaubsvertretung|absence du bureau|(?:je suis )?absent(?:\(?e\)?)?(?: (?:du|au) bureau)?|message d.absence|(?:je suis )?en cong[eé]s?|notification d.absence",
    r"fuera de (?:la )?oficina|(?:estoy )?ausente(?: de la oficina)?|ausencia(?: temporal)?|mensaje de ausencia|fora do escrit[oó]rio|aus[eê]ncia(?: tempor[aá]ria| do escrit[oó]rio)?|(?:estou )?ausente",
    r"fuori (?:sede|ufficio)|assen(?:te|za) dall.ufficio|messaggio di assenza|afwezig(?:heid)?|niet (?:op kantoor|aanwezig)|frånvar(?:o|ande)|fravær(?:ende)?|ej på kontoret|ikke (?:til stede|på kontoret)|ikke på jobb|poissa (?:toimistolta|töistä)|poissaolo",
    r"poza biurem|nieobecno[sś][cć]|nieobecny|mimo kancel[aá][rř]|nepřítomnost|nepr[ií]tomnos[tť]|irod[aá]n k[ií]v[uü]l|h[aá]zon k[ií]v[uü]l|în afara biroului|absent de la birou|εκτ[όο]σ γραφείου",
    r"(?:мене )?немає в офісі|(?:я )?у відпустці|ван канцеларије|van kancelarije|izvan ureda|izven pisarne|kanpoan nago|bulegotik kanpo|(?:di )?luar pejabat|خارج از (?:دفتر|محل کار)|در مرخصی",
    r"вне офиса|нет на месте|(?:я )?в отпуске|(?:я )?отсутствую|поза офісом|извън офиса|ofis d[ıi]ş[ıi]nda|不在(?:のため)?|休暇中|不在办公室|不在辦公室|부재 ?중|מחוץ למשרד|خارج المكتب",
    # whole sentences of people who are away
    r"(?:estoy|estaré) (?:fuera de (?:la )?oficina|de vacaciones|ausente)|(?:estou|estarei) (?:fora do escrit[oó]rio|de f[eé]rias)|(?:sono|sarò) (?:fuori (?:sede|ufficio)|in ferie)|(?:je suis|je serai) en vacances|ik ben (?:afwezig|niet op kantoor|met vakantie|op vakantie)",
    r"nieobecno[sś][cć] w (?:biurze|pracy)|(?:jestem )?(?:nieobecn[ya]|na urlopie)|(?:jsem )?mimo kancel[aá][rř]|(?:jsem na|čerpám) dovolen(?:é|ou)|som na dovolenke|(?:iroda ?)?h[aá]zon k[ií]v[uü]l vagyok|irod[aá]n k[ií]v[uü]l vagyok|szabads[aá]gon vagyok|sunt [iî]n concediu",
    r"jag (?:har|är på) semester|jeg (?:har|er på) ferie|olen (?:lomalla|poissa)|olen puhkusel|esmu atvaļinājumā|(?:šiuo metu )?atostogauju|na dopustu sem|na godišnjem sam|βρίσκομαι (?:σε άδεια|εκτόσ γραφείου)|είμαι (?:σε άδεια|εκτόσ γραφείου)",
    r"меня нет (?:в офисе|на месте)|(?:я )?не в офисе|(?:аз )?съм в отпуск|ofis d[ıi]ş[ıi]nday[ıi]m|i̇?zindeyim|izindeyim|休暇中(?:のお知らせ|のため|です)|外出中(?:です|のお知らせ)|我(?:不在|已离开)办公室|我(?:不在|已離開)辦公室|我在休假|휴가 ?중(?:입니다)|부재 ?중입니다|אני (?:בחופשה|מחוץ למשרד)|أنا (?:في إجازة|خارج المكتب)|di luar kantor|(?:saya )?sedang cuti|ไม่อยู่ที่สำนักงาน|tôi (?:đang )?vắng mặt",
)
_GOES_ON: Final = r"\s{0,2}(?:$|[:：|/]|[-–—]\s|\(|(?:re|aw|sv|from|until|till|to|bis|vom|von|ab|du|jusqu|depuis|hasta|desde|del|até|dal|fino|tot|van|tom|til|fra|do|od|с|до|по|vissza)\b)"
_SOMEBODY_IS: Final = r".{2,80}? (?:is|ist|est|está|è|är|er|on|jest|je|este|van)\s"
_RETURNS: Final = r"\((?:returning|back|returns|rückkehr|zurück|wieder|(?:de )?retour|reprise|regres\w*|vuel\w*|volt\w*|ritorn\w*|rientr\w*|terug|tillbaka|tilbake|tilbage|palaa|powr\w*|wrac\w*|n[aá]vrat|zpět|visszat\w*|dönüş|возвра\w*|復帰|返回|복귀)\b"
_NOT_THERE: Final = r"(?:office|away|absent|absence|abwesend|ausser haus|nicht im|urlaub|bureau|cong[eé]|ausente|oficina|escrit[oó]rio|ufficio|sede|assente|ferie|afwezig|kantoor|kontoret|frånvarande|fravær|poissa|biur|nieobecn|kancel|irod|ofis|офис|отпуск)"
_BACK_ON: Final = rf"{_RETURNS}[^)]{{0,20}}\d{{1,4}}[./-]\s?\d{{1,2}}[./-]\s?\d{{2,4}}"
_DOMINO: Final = rf"(?:auto ?: ?.{{2,160}}? {_BACK_ON}|{_SOMEBODY_IS}.{{0,40}}?{_NOT_THERE}.{{0,40}}?{_BACK_ON})"
AUTO_SUBJECT: Final = re.compile("|".join([*_AUTOMATIC, f"(?:{'|'.join(_AWAY)}){_GOES_ON}", _DOMINO]))
"""The beginning of an automatic answer's subject, in lower case.

It says so, or it speaks of absence and of nothing else: `Abwesenheit: …` does, `Abwesenheit am Anreisetag` is a guest's.
Notes writes who is where not and the day of return: `Max Mustermann is out of the office (returning 09.03.2026)`.
"""

ROBOT_ADDRESS: Final = re.compile(
    r"(?:no-?_?reply|do-?not-?reply|noresponse|nepasrepondre|ne-pas-repondre|nao-?responda|non-?rispondere|no-?responder|nicht-?antworten|mailer-daemon|mail-?daemon|postmaster"
    r"|bounces?|auto-?reply|auto-?responder|majordomo|listserv)(?:[+_.-].{0,200})?@.{0,255}",
)
"""An address that no person reads."""

AUTOMATIC_VALUES: Final = {
    "content-class": "urn:content-classes:message-oof",
    "delivered-to": "autoresponder",
    "preference": "auto_reply",
    "x-post-messageclass": "9; autoresponder",
}
"""Headers of many uses, each with the value that only automatic answers give it."""

VACATION_HEADERS: Final = (
    "x-fc-machinegenerated",
    "x-autoreply",
    "x-autoreply-from",
    "x-auto-reply-from",
    "x-autorespond",
    "x-autoresponder",
    "x-autoresponse",
    "x-autogenerated",
    "x-mail-autoreply",
    "x-vacation",
    "x-vacation-message",
    "x-oof",
)
"""Headers that only automatic answers carry."""

PLAIN_LIST_HEADERS: Final = (
    "list-id",
    "list-post",
    "list-owner",
    "mailing-list",
    "x-mailing-list",
    "x-mailman-version",
    "x-beenthere",
    "x-ml-name",
    "x-listserver",
)
"""Headers that only a list puts, and no program through which one person writes to another."""

LIST_HEADERS: Final = (
    *PLAIN_LIST_HEADERS,
    "list-unsubscribe",
    "list-help",
    "x-campaign",
    "x-campaignid",
    "x-mailchimp-id",
)
"""Headers of mailing lists and newsletters (RFC 2369, RFC 2919, and older)."""
