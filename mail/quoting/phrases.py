# ruff: noqa: RUF001 - words and signs of many languages look like Latin ones
"""Words that mail clients put around quotes, by language.

Collected from how Outlook, Gmail, Apple Mail, Thunderbird, Yahoo, Zoho, Lotus Notes, mail.ru, QQ, Naver and the
mobile clients write them; all in lower case (casefolded), compared after folding.
"""

from typing import Final

WROTE: Final = (
    # en de fr es it pt nl
    "wrote", "writes", "schrieb", "geschrieben", "a écrit", "écrivait", "écrit", "escribió", "escribio",
    "ha escrito", "ha scritto", "scrive", "scrisse", "escreveu", "escreve", "schreef", "geschreven", "heeft geschreven",
    # sv da no is fi et lv lt
    "skrev", "skrifaði", "kirjoitti", "kirjutas", "rakstīja", "rašė", "parašė",
    # pl cs sk sl hr bs sr
    "napisał", "napisała", "napisał(a)", "pisze", "napsal", "napsala", "napsal(a)", "napísal", "napísal(a)", "je napisal",
    "piše", "je napisao", "napisao", "је написао", "написао",
    # ru uk be bg mk kk
    "написал", "написала", "написал(а)", "пишет", "писал", "пише", "написав", "напіша", "напісаў", "написа", "жазды",
    # hu ro el sq mt
    "írta", "ezt írta", "a scris", "scria", "έγραψε", "shkroi",
    # tr az he ar fa ur
    "yazdı", "şunu yazdı", "yazıb", "כתב", "כתבה", "כתב", "כתב/ה", "كتب", "كتبت", "تمت كتابة ما يلي", "نوشت",
    # ca gl eu cy ga
    "va escriure", "escrigué", "escribiu", "idatzi du", "igorleak hau idatzi zuen", "ysgrifennodd", "scríobh",
    # vi id ms th hi
    "đã viết", "menulis", "tulis", "เขียน", "เขียนว่า", "ने लिखा",
    # ja zh ko
    "のメール", "さんは書きました", "は書きました", "wrote（書きました）", "写道", "寫道", "写到", "님이 작성", "작성", "님이 쓴 글", "썼습니다",
    # what ends the line where the verb stands earlier
    "folgendes", "het volgende geschreven", "följande", "følgende",
)  # fmt: skip
"""How "he wrote" is said at the head of a quote."""

ORIGINAL_MESSAGE: Final = frozenset({
    "original message", "originalmessage", "original e-mail", "original email", "reply message", "reply above this line",
    "ursprüngliche nachricht", "originalnachricht", "original-nachricht", "ursprüngliche e-mail", "ursprungliche nachricht",
    "message d'origine", "message d’origine", "message original", "message initial", "mensaje original", "mensaje de origen",
    "messaggio originale", "messaggio di origine", "mensagem original", "missatge original", "mensaxe orixinal", "jatorrizko mezua",
    "oorspronkelijk bericht", "oorspronkelijke bericht", "origineel bericht",
    "wiadomość oryginalna", "oryginalna wiadomość", "originalmeddelande", "ursprungligt meddelande",
    "opprinnelig melding", "original melding", "oprindelig meddelelse", "original meddelelse", "den oprindelige meddelelse", "oprindelig besked",
    "alkuperäinen viesti", "upphaflegt skeyti", "algsõnum", "algne kiri", "sākotnējais ziņojums", "pradinis laiškas", "originalus laiškas",
    "исходное сообщение", "оригинальное сообщение", "первоначальное сообщение", "оригінальне повідомлення", "вихідне повідомлення",
    "арыгінальнае паведамленне", "оригинално съобщение", "оригинална порука", "originalna poruka", "izvorna poruka", "izvirno sporočilo",
    "orijinal ileti", "orijinal mesaj", "özgün ileti", "asıl ileti", "původní zpráva", "původní e-mail", "pôvodná správa",
    "eredeti üzenet", "mesaj original", "mesajul original", "mesaj initial", "αρχικό μήνυμα", "πρωτότυπο μήνυμα",
    "元のメッセージ", "元のメール", "オリジナルメッセージ", "原始邮件", "原始郵件", "原始信件", "原始信息", "原始消息", "原邮件", "回复的原邮件", "원본 메시지", "원본메시지", "원본 메일", "원본메일",
    "הודעה מקורית", "ההודעה המקורית", "الرسالة الأصلية", "رسالة أصلية", "رسالة الأصل", "پیام اصلی",
    "thư gốc", "tin nhắn gốc", "pesan asli", "mesej asal", "ข้อความต้นฉบับ", "ข้อความเดิม", "मूल संदेश",
})  # fmt: skip
"""How a line of dashes names what follows as history."""

FORWARDED_MESSAGE: Final = frozenset({
    "forwarded message", "begin forwarded message", "start of forwarded message", "forwarded mail", "forwarded email", "fwd", "forwarded by",
    "weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "weitergeleitete e-mail", "weitergeleitet von",
    "message transféré", "message transmis", "début du message transféré", "début du message réexpédié", "message réexpédié",
    "mensaje reenviado", "inicio del mensaje reenviado", "forwarded message / mensaje reenviado",
    "messaggio inoltrato", "inizio messaggio inoltrato", "inizio del messaggio inoltrato",
    "mensagem encaminhada", "mensagem reencaminhada", "início da mensagem encaminhada", "início da mensagem reencaminhada", "missatge reenviat",
    "doorgestuurd bericht", "begin doorgestuurd bericht", "begin van doorgestuurd bericht",
    "przekazana wiadomość", "wiadomość przekazana dalej", "treść przekazanej wiadomości", "początek przekazywanej wiadomości", "początek przesyłanej dalej wiadomości",
    "vidarebefordrat meddelande", "vidarebefordrat brev", "vidarebefordrade brevet", "videresendt melding", "videresendt besked", "videresendt meddelelse",
    "start på videresendt besked", "start på videresendt melding", "begynnelse på videresendt melding", "påbegynt videresendt melding",
    "välitetty viesti", "välitetty viesti alkaa", "edelleenlähetetty viesti", "edastatud kiri", "edastatud sõnum", "pārsūtītais ziņojums", "persiųstas laiškas",
    "пересылаемое сообщение", "пересланное сообщение", "начало переадресованного сообщения", "начало пересылаемого сообщения", "перенаправленное сообщение",
    "переслане повідомлення", "переслане повідомлення починається", "початок переадресованого повідомлення", "препратено съобщение", "прослеђена порука", "proslijeđena poruka", "prosleđena poruka", "posredovano sporočilo",
    "iletilen mesaj", "iletilmiş mesaj", "yönlendirilen ileti", "iletilen ileti", "iletilen mesajın başlangıcı",
    "přeposlaná zpráva", "přeposlaný e-mail", "začátek přeposílané zprávy", "preposlaná správa", "začiatok preposlanej správy",
    "továbbított üzenet", "továbbított levél", "a továbbított üzenet kezdete", "mesaj redirecționat", "mesaj redirectionat", "mesaj transmis", "început mesaj redirecționat",
    "προωθημένο μήνυμα", "αρχή προωθημένου μηνύματος", "διαβιβασθέν μήνυμα",
    "転送メッセージ", "転送されたメッセージ", "転送されたメール", "以下、転送されたメッセージ", "転送", "转发的邮件", "转发邮件", "转发邮件信息", "开始转发的邮件", "转发的消息", "以下是转发的邮件",
    "轉寄郵件", "轉寄的郵件", "轉寄訊息", "已轉寄的郵件", "開始轉寄郵件", "전달된 메시지", "전달된 메일", "전달한 메시지", "전달된 이메일",
    "הודעה שהועברה", "ההודעה שהועברה", "תחילת ההודעה שהועברה", "الرسالة المعاد توجيهها", "رسالة معاد توجيهها", "رسالة مُعاد توجيهها", "بدء الرسالة المعاد توجيهها", "پیام هدایت‌شده",
    "thư đã chuyển tiếp", "tin nhắn được chuyển tiếp", "pesan terusan", "pesan yang diteruskan", "mesej yang dimajukan", "ข้อความที่ส่งต่อ", "अग्रेषित संदेश",
})  # fmt: skip
"""How a forwarded message begins. What follows is what the person sends on, no history."""

LABELS: Final = {
    "from": frozenset({
        "from", "von", "de", "da", "van", "från", "fra", "frá", "lähettäjä", "od", "nadawca", "odesílatel", "odosielateľ", "pošiljatelj",
        "от", "отправитель", "від", "відправник", "ад", "од", "kimden", "gönderen", "feladó", "de la", "expeditor", "expéditeur", "remitente", "mittente", "remetente", "afzender",
        "από", "αποστολέας", "saatja", "no", "nuo", "nga", "差出人", "送信者", "送信元", "发件人", "发信人", "寄件者", "寄件人", "由", "發件人", "보낸사람", "보낸 사람", "보낸이", "발신", "발신자",
        "מאת", "من", "از", "từ", "dari", "daripada", "จาก", "gan", "ó", "nork", "de parte de", "প্রেরক", "प्रेषक",
    }),
    "date": frozenset({
        "date", "sent", "sent at", "sent on", "datum", "gesendet", "gesendet am", "envoyé", "envoyé le", "date d'envoi", "enviado", "enviado el", "enviado em", "enviada", "enviada em", "fecha", "fecha de envío", "data", "data/ora", "inviato", "data invio",
        "verzonden", "verstuurd", "skickat", "skickat den", "sendt", "dato", "lähetetty", "päivämäärä", "päiväys", "päivä", "wysłano", "wysłane", "data wysłania", "odesláno", "odoslané", "dátum", "poslano", "poslato", "datum slanja",
        "отправлено", "дата", "дата отправки", "надіслано", "дата надсилання", "адпраўлена", "изпратено", "послато", "gönderilme tarihi", "gönderildi", "tarih", "gönderme tarihi", "elküldve", "küldve", "trimis", "trimisă", "data trimiterii",
        "στάλθηκε", "εστάλη", "ημερομηνία", "saadetud", "kuupäev", "nosūtīts", "datums", "išsiųsta", "dërguar", "enviat", "bidalia", "送信日時", "日付", "日時", "送信日", "发送时间", "发送日期", "日期", "时间", "傳送時間", "寄件日期", "傳送日期", "寄送時間", "寄件時間", "發送時間", "보낸 날짜", "보낸날짜", "날짜", "보낸 시간", "일시", "발송일",
        "נשלח", "תאריך", "التاريخ", "تاريخ الإرسال", "أرسلت", "تم الإرسال", "تاریخ", "đã gửi", "đã gửi lúc", "ngày", "thời gian", "dikirim", "tanggal", "dihantar", "tarikh", "ส่ง", "ส่งเมื่อ", "วันที่", "received", "reçu", "empfangen",
    }),
    "to": frozenset({
        "to", "an", "à", "a", "para", "per", "aan", "naar", "till", "til", "vastaanottaja", "do", "komu", "pre", "prima", "za", "кому", "до", "каму", "прима", "kime", "alıcı", "címzett", "către", "catre", "la", "destinatario", "destinatari", "destinatário", "destinataire", "empfänger", "ontvanger", "mottagare", "mottaker", "modtager", "odbiorca", "adresat",
        "προς", "παραλήπτης", "saaja", "kam", "kellele", "kam:", "kas", "për", "nori", "宛先", "送信先", "收件人", "收件者", "收信人", "받는사람", "받는 사람", "받는이", "수신", "수신자", "אל", "נמען", "إلى", "به", "đến", "tới", "kepada", "untuk", "ถึง", "i", "delivered-to",
    }),
    "cc": frozenset({
        "cc", "kopie", "copie", "copie à", "copia", "cópia", "c.c.", "kopia", "kopio", "dw", "do wiadomości", "kopie (cc)", "копия", "копія", "копие", "bilgi", "másolatot kap", "másolat", "κοιν.", "κοινοποίηση", "koopia", "抄送", "副本", "抄本", "참조", "העתק", "עותק", "نسخة", "نسخة إلى", "đồng gửi", "tembusan", "สำเนา", "bcc", "kopi", "cc to",
    }),
    "subject": frozenset({
        "subject", "betreff", "betr.", "betr", "objet", "sujet", "asunto", "oggetto", "assunto", "onderwerp", "ämne", "emne", "efni", "aihe", "otsikko", "temat", "předmět", "predmet", "тема", "относно", "предмет", "konu", "tárgy", "subiect", "θέμα", "teema", "temats", "tema", "lënda", "assumpte", "gaia", "件名", "主题", "主題", "主旨", "标题", "제목", "נושא", "الموضوع", "موضوع", "chủ đề", "tiêu đề", "subjek", "perihal", "perkara", "เรื่อง", "หัวเรื่อง", "re",
    }),
    "other": frozenset({
        "reply-to", "reply to", "antwort an", "antwoord aan", "répondre à", "responder a", "rispondi a", "risposta", "svar till", "svar til", "ответить", "відповісти", "odpowiedz do", "importance", "priorität", "priorité", "wichtigkeit", "attachments", "anlagen", "pièces jointes", "allegati", "bijlagen", "sensitivity", "organization", "newsgroups", "x-original-to", "message-id", "返信先", "回复", "附件", "첨부", "signed by", "mailed-by", "categories",
    }),
}  # fmt: skip
"""Labels of the little header block above a quoted message, by what they name."""

DATE_OPENINGS: Final = (
    "on ", "am ", "le ", "el ", "il ", "em ", "a ", "op ", "den ", "på ", "dnia ", "w dniu ", "dne ", "dňa ", "dana ", "u ", "ma ", "ti ", "ke ", "to ", "pe ", "la ", "su ",
    "în data", "pe ", "la data", "στις ", "στις", "vào ", "pada ", "в ", "во ", "at ", "quoting ", "citando ", "zitat von", "quoting", "citat", "цитирую ", "el dia ", "el dl", "ar ", "tarih",
    "在 ", "於 ", "于 ", "בתאריך", "ב-", "في ", "в пн", "в вт", "в ср", "в чт", "в пт", "в сб", "в вс", "у ", "на ", "hi ", "thus ", "le", "----", "---",
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mo.", "di.", "mi.", "do.", "fr.", "sa.", "so.", "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "mié", "jue", "vie", "sáb", "dom", "gio", "seg", "ter", "qua", "qui", "sex",
    "mån", "tis", "ons", "tors", "tor", "fre", "lör", "lor", "lør", "søn", "man", "tir", "pon", "wt", "śr", "czw", "pt", "sob", "niedz", "po ", "út", "st ", "čt", "pá", "so ", "ne ", "пн", "вт", "ср", "чт", "пт", "сб", "вс", "понед", "втор", "сред", "четв", "пятн", "субб", "воскр", "нд", "неділя",
)  # fmt: skip
"""How the line above a quote begins where it does not begin with the date or the name itself."""

SENT_FROM: Final = (
    "sent from", "sent via", "sent with", "sent by", "sent using", "sent on", "from my", "written on my", "typed on my", "dictated", "someone from",
    "gesendet von", "von meinem", "gesendet mit", "gesendet über", "gesendet aus", "gesendet via", "diese nachricht wurde von meinem", "verschickt mit", "verfasst mit",
    "envoyé de", "envoyé depuis", "envoyé avec", "envoyé par", "envoyé via", "envoyé à partir", "télécharger", "obtenez outlook", "provenance :",
    "enviado desde", "enviado con", "enviado do", "enviado de", "enviado a partir", "enviado pelo", "enviado por", "enviado via", "enviado usando", "obtener outlook", "obter o outlook", "enviat des",
    "inviato da", "inviato dal", "inviato con", "inviato tramite", "scarica outlook", "ottieni outlook",
    "verzonden vanaf", "verzonden met", "verstuurd vanaf", "verstuurd met", "verzonden via", "verstuurd via", "outlook voor", "download outlook",
    "skickat från", "skickat fran", "skickat med", "skickades från", "sänt från", "sendt fra", "sendt via", "sendt med", "sendt frå", "hent outlook", "hämta outlook", "få outlook",
    "lähetetty", "hanki outlook", "wysłano z", "wysłane z", "wysłano za pomocą", "wysłane za pomocą", "pobierz outlook", "odesláno z", "odesláno", "odoslané z", "poslano z", "poslato sa", "poslano s",
    "отправлено с", "отправлено из", "отправлено через", "отправлено от", "скачать outlook", "надіслано з", "надіслано за допомогою", "відправлено з", "изпратено от", "изпратено с",
    "iphone'umdan gönderildi", "iphone'dan gönderildi", "gönderildi", "outlook'u edinin", "elküldve", "küldve", "az iphone-omról küldve", "trimis de pe", "trimis din", "στάλθηκε από", "εστάλη από", "αποστολή από", "saadetud", "nosūtīts no", "išsiųsta iš",
    "iphoneから送信", "ipadから送信", "androidから送信", "から送信", "發自我的", "发自我的", "发自", "從我的", "从我的", "傳送自", "使用", "나의 iphone에서", "내 iphone에서", "에서 보냄", "에서 보낸",
    "נשלח מ", "נשלח מה", "أرسلت من", "أُرسلت من", "مرسل من", "تم الإرسال من", "ارسال شده از", "gửi từ", "được gửi từ", "dikirim dari", "dihantar dari", "ส่งจาก", "get outlook for", "holen sie sich outlook", "outlook für",
)  # fmt: skip
"""How mobile clients and mail programs sign."""

DEVICES: Final = (
    "iphone", "ipad", "ipod", "imac", "macbook", "android", "blackberry", "galaxy", "samsung", "huawei", "honor", "xiaomi", "redmi", "oneplus", "pixel", "nokia", "lumia", "htc", "motorola", "lg ", "sony", "xperia", "alcatel", "windows", "outlook", "yahoo",
    "gmail", "mail", "thunderbird", "mailbox", "airmail", "spark", "k-9", "proton", "tutanota", "tuta", "fairemail", "aquamail", "bluemail", "nine", "phone", "mobile", "mobil", "smartphone", "tablet", "handy", "handheld", "device", "cell", "gerät", "telefon", "téléphone", "teléfono", "telefone", "telefono", "celular", "móvil", "movil",
    "telemóvel", "cellulare", "puhelim", "компьютер", "телефон", "смартфон", "устройств", "яндекс", "mail.ru", "почт", "гаджет", "айфон", "pc", "ti-85", "webmail", "app", "gmx", "web.de", "zoho", "roundcube", "desk", "skynet", "手机", "手機", "携帯", "スマート", "휴대", "네이버", "טלפון", "הנייד", "أيفون", "iphone'um", "hp",
)  # fmt: skip
"""What such a line names: a line without one of these is a sentence."""

FORWARD_PREFIXES: Final = (
    "fw", "fwd", "wg", "tr", "rv", "i", "enc", "doorst", "vs", "vb", "pd", "vl", "tov", "fs", "továbbítás", "továbbítva", "ilt", "yml", "πρθ", "转发", "轉寄", "轉發", "転送", "전달", "הועבר", "ht", "isl", "mt", "trs", "пер", "fwd", "пересл", "fw:", "réf", "prj", "przekaz", "edasi", "pārsūtīts",
)  # fmt: skip
"""What mail clients write before the subject of a forwarded mail."""
