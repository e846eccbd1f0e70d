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
    "napisał", "napisała", "napisał(a)", "pisze", "wiadomość napisana przez", "napsal", "napsala", "napsal(a)", "napísal", "napísal(a)", "je napisal",
    "piše", "je napisao", "napisao", "napisala", "napisal", "је написао", "написао",
    # ru uk be bg mk kk
    "написал", "написала", "написал(а)", "пишет", "писал", "пише", "написав", "напіша", "напісаў", "написа", "жазды",
    # hu ro el sq mt
    "írta", "ezt írta", "a scris", "scria", "έγραψε", "shkroi",
    # tr az he ar fa ur
    "yazdı", "şunu yazdı", "şunları yazdı", "yazıb", "כתב", "כתבה", "כתב", "כתב/ה", "كتب", "كتبت", "تمت كتابة ما يلي", "نوشت",
    # ca gl eu cy ga
    "va escriure", "escrigué", "missatge de", "escribiu", "idatzi du", "igorleak hau idatzi zuen", "ysgrifennodd", "scríobh",
    # vi id ms th hi
    "đã viết", "menulis", "tulis", "เขียน", "เขียนว่า", "ने लिखा",
    # ja zh ko
    "のメール", "さんは書きました", "は書きました", "wrote（書きました）", "写道", "寫道", "写到", "님이 작성", "작성", "님이 쓴 글", "이(가) 쓴 글", "썼습니다",
    # br rm fy nn fo gd eo hsb ku uz cak kab ka hy kk fa ug km, and other forms of zh ko th
    "ha scrit", "skreau", "ha escrit", "idatzi zuen", "eo bet skrivet", "skreiv", "skrivet", "skrivaði", "sgrìobh", "membalas", "yozdi", "yozgan", "yura", "skribis", "napisa", "nivîsî", "xutz'ib'aj", "წერს", "დაწერა", "գրել է", "գրեց", "жазған", "نوشته است", "نوشته", "נכתב על ידי", "يازدى", "សរសេរ", "写于", "寫到", "寫於", "쓴 글", "เขียนเมื่อ",
    # what ends the line where the verb comes earlier
    "folgendes", "het volgende geschreven", "följande", "følgende",
)  # fmt: skip
"""How "he wrote" is said at the head of a quote."""

ORIGINAL_MESSAGE: Final = frozenset({
    "original message", "originalmessage", "original e-mail", "original email", "reply message", "replied message", "reply above this line",
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
    "元のメッセージ", "元のメール", "オリジナルメッセージ", "原始邮件", "原始郵件", "原始信件", "原始信息", "原始消息", "原邮件", "回复的原邮件", "원본 메시지", "원본메시지", "원본 메일", "원본메일", "원본 이메일",
    "הודעה מקורית", "ההודעה המקורית", "الرسالة الأصلية", "رسالة أصلية", "رسالة الأصل", "پیام اصلی",
    "oorspronklike boodskap", "الرسالة الأصليَّة", "الرسالة الأساسية", "orijinal məktub", "зыходнае паведамленне", "оригинално писмо", "kemennadenn orinel", "kemennadenn orin", "qitzij rutzijol", "neges wreiddiol", "originala powěsć", "alkuperäinen viesti / orig.msg.", "oarspronklik berjocht", "teachtaireacht bhunaidh", "an teachtaireacht bhunaidh", "an teachdaireachd thùsail", "բնօրինակ նամակը", "առաջին հաղորդագրությունը", "upprunalegur póstur", "upprunaleg skilaboð", "uppruna boð", "საწყისი წერილი", "ორიგინალი შეტყობინება", "izen anezli", "түпнұсқа хабарламасы", "түпнұсқа хабарлама", "sākotnējā vēstule", "opphavleg melding", "treść oryginalnej wiadomości", "messadi original", "pôvodná správa --- original message", "mesazhi origjinal", "изворна порука", "özgün i̇leti", "початкове повідомлення", "asl xabar", "asl xat", "original besked", "originala mesaĝo", "esialgne kiri", "courriel original", "courriel d'origine", "original-message", "оригинална порака", "orgineel bericht", "peyama orîjînal", "សារ\u200bដើម", "ಮೂಲ ಸಂದೇಶ", "യഥാര്\u200dഥ സന്ദേശം", "खरा संदेश", "ئەسلىي خەت",
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
    "προωθημένο μήνυμα", "αρχή προωθημένου μηνύματοσ", "διαβιβασθέν μήνυμα",
    "転送メッセージ", "転送されたメッセージ", "転送されたメール", "以下、転送されたメッセージ", "転送", "转发的邮件", "转发邮件", "转发邮件信息", "开始转发的邮件", "转发的消息", "以下是转发的邮件",
    "轉寄郵件", "轉寄的郵件", "轉寄訊息", "已轉寄的郵件", "開始轉寄郵件", "전달된 메시지", "전달된 메일", "전달한 메시지", "전달된 이메일",
    "הודעה שהועברה", "ההודעה שהועברה", "תחילת ההודעה שהועברה", "الرسالة المعاد توجيهها", "رسالة معاد توجيهها", "رسالة مُعاد توجيهها", "بدء الرسالة المعاد توجيهها", "پیام هدایت‌شده",
    "رسالة ممرّرة", "رسالة ممررة", "mensaxe reunviáu", "перанакіраванае паведамленне", "препратено писмо", "taqon chik rutzijol", "dalej pósrědnjona powěsć", "birbidalitako mezua", "välitetty viesti / fwd.msg", "trochstjoerd berjocht", "teachtaireacht ar aghaidh", "mensaxe reenviada", "dale sposrědkowana powěsć", "փոխանցվող նամակը", "pesan diteruskan", "áframsendur póstur", "გადაგზავნილი წერილი", "izen yettwawelhen", "әрі қарай жіберілген хабарлама", "pārsūtītā vēstule", "mesej dikirim semula", "vidaresend melding", "messadi renvià", "preposlaná správa --- forwarded message", "mesazhi i përcjellë", "i̇letilen i̇leti", "uzatilgan xabar", "tin nhắn đã được chuyển tiếp",
    "thư đã chuyển tiếp", "tin nhắn được chuyển tiếp", "pesan terusan", "pesan yang diteruskan", "mesej yang dimajukan", "ข้อความที่ส่งต่อ", "अग्रेषित संदेश",
})  # fmt: skip
"""How a forwarded message begins. What follows is what the person sends on, no history."""

LABELS: Final = {
    "from": frozenset({
        "from", "von", "de", "da", "van", "från", "fra", "frá", "lähettäjä", "od", "nadawca", "odesílatel", "odosielateľ", "pošiljatelj",
        "от", "отправитель", "від", "відправник", "ад", "од", "kimden", "gönderen", "feladó", "de la", "expeditor", "expéditeur", "remitente", "mittente", "remetente", "afzender",
        "από", "saatja", "no", "nuo", "nga", "差出人", "送信者", "送信元", "发件人", "发信人", "寄件者", "寄件人", "由", "發件人", "보낸사람", "보낸 사람", "보낸이", "발신", "발신자",
        "מאת", "من", "از", "từ", "dari", "daripada", "จาก", "gan", "ó", "nork", "de parte de", "প্রেরক", "प्रेषक",
        "مِن", "المرسل", "kimdən", "göndərən", "a-berzh", "eus", "remitent", "richin", "oddi wrth", "anfonwyd gan", "wót", "wot", "afsender", "αποστολέασ", "sendanto", "ارسال کننده", "فرستنده", "fan", "seolaí", "o", "šalje", "भेजने वाला", "ումից", "ուղարկող", "pengirim", "発信者", "ვინ", "გამგზავნი", "si", "кімнен", "жіберуші", "kas", "siuntėjas", "avsender", "frå", "шаље", "хэнээс", "ผู้ส่ง", "gönderici", "jo‘natuvchi", "kimdan", "від кого", "gửi từ", "người gửi", "從", "şandyar", "vun", "അയച്ചത്", "அனுப்புனர்",
    }),
    "date": frozenset({
        "date", "sent", "sent at", "sent on", "datum", "gesendet", "gesendet am", "envoyé", "envoyé le", "date d'envoi", "enviado", "enviado el", "enviado em", "enviada", "enviada em", "fecha", "fecha de envío", "data", "data/ora", "inviato", "data invio",
        "verzonden", "verstuurd", "skickat", "skickat den", "sendt", "dato", "lähetetty", "päivämäärä", "päiväys", "päivä", "wysłano", "wysłane", "data wysłania", "odesláno", "odoslané", "dátum", "poslano", "poslato", "datum slanja",
        "отправлено", "дата", "дата отправки", "надіслано", "дата надсилання", "адпраўлена", "изпратено", "послато", "gönderilme tarihi", "gönderildi", "tarih", "gönderme tarihi", "elküldve", "küldve", "trimis", "trimisă", "data trimiterii",
        "στάλθηκε", "εστάλη", "ημερομηνία", "saadetud", "kuupäev", "nosūtīts", "datums", "išsiųsta", "dërguar", "enviat", "bidalia", "送信日時", "日付", "日時", "送信日", "发送时间", "发送日期", "日期", "时间", "傳送時間", "寄件日期", "傳送日期", "寄送時間", "寄件時間", "發送時間", "보낸 날짜", "보낸날짜", "날짜", "보낸 시간", "일시", "발송일",
        "נשלח", "תאריך", "التاريخ", "تاريخ الإرسال", "أرسلت", "تم الإرسال", "تاریخ", "đã gửi", "đã gửi lúc", "ngày", "thời gian", "dikirim", "tanggal", "dihantar", "tarikh", "ส่ง", "ส่งเมื่อ", "วันที่", "received", "reçu", "empfangen",
        "message du", "enviat el", "tarix", "göndərildi", "göndərilib", "deiziad", "deiz", "q'ijul", "dyddiad", "anfonwyd", "tann", "dáta", "ceann-là", "तारीख", "भेजा गया", "दिनांक", "ամսաթիվ", "ուղարկվել է", "ուղարկված է", "ուղարկված", "dagsetning", "sent þann", "თარიღი", "გაგზავნილია", "azemz", "күні", "жіберілді", "жіберілген күні", "dată", "datë", "датум", "sana", "огноо", "தேதி", "তারিখ", "تاريخ", "ارسال شده", "ارسال شده در", "تاریخ ارسال",
    }),
    "to": frozenset({
        "to", "an", "à", "a", "para", "per", "aan", "naar", "till", "til", "vastaanottaja", "do", "komu", "pre", "prima", "za", "кому", "до", "каму", "прима", "kime", "alıcı", "címzett", "către", "catre", "la", "destinatario", "destinatari", "destinatário", "destinataire", "empfänger", "ontvanger", "mottagare", "mottaker", "modtager", "odbiorca", "adresat",
        "saaja", "kam", "kellele", "kam:", "kas", "për", "nori", "宛先", "送信先", "收件人", "收件者", "收信人", "받는사람", "받는 사람", "받는이", "수신", "수신자", "אל", "נמען", "إلى", "به", "đến", "tới", "kepada", "untuk", "ถึง", "i", "delivered-to",
        "per a", "المستقبل", "pa", "да", "da", "kimə", "প্রাপক", "chi re", "at", "adresát", "derbyniwr", "προσ", "παραλήπτησ", "pour", "ricevanto", "oan", "chuig", "gu", "पाने वाला", "सेवा में", "प्रति", "ում", "ստացող", "penerima", "ვის", "მიმღები", "кімге", "алушы", "uz", "un", "gavėjas", "примач", "destinatar", "ผู้รับ", "qabul qiluvchi", "kimga", "người nhận", "到", "хэнд", "گیرنده", "பெறுநர்", "പ്രേഷിതന്",
    }),
    "cc": frozenset({
        "cc", "kopie", "copie", "copie à", "copia", "cópia", "c.c.", "kopia", "kopio", "dw", "do wiadomości", "kopie (cc)", "копия", "копія", "копие", "bilgi", "másolatot kap", "másolat", "κοιν.", "κοινοποίηση", "koopia", "抄送", "副本", "抄本", "참조", "העתק", "עותק", "نسخة", "نسخة إلى", "đồng gửi", "tembusan", "สำเนา", "bcc", "kopi", "cc to",
        "a/c", "са", "kopi til (cc)", "kopi til", "kopija", "ასლი", "anɣ.i", "көшірме", "kópia", "kp", "коп", "สำเนาถึง", "nüsxə", "копие до", "copi", "copy", "رونوشت", "copia (cc)", "לידיעה", "afrit", "写し(cc)", "copie (cc)", "kopya", "nusxasi", "đồng kính gửi", "պատճեն", "प्रतिलिपि",
    }),
    "subject": frozenset({
        "subject", "betreff", "betr.", "thema", "betr", "objet", "sujet", "asunto", "oggetto", "assunto", "onderwerp", "ämne", "emne", "efni", "aihe", "otsikko", "temat", "předmět", "predmet", "тема", "относно", "предмет", "konu", "tárgy", "subiect", "θέμα", "teema", "temats", "tema", "lënda", "assumpte", "gaia", "件名", "主题", "主題", "主旨", "标题", "제목", "נושא", "الموضوع", "موضوع", "chủ đề", "tiêu đề", "subjek", "perihal", "perkara", "เรื่อง", "หัวเรื่อง",
        "asuntu", "mövzu", "тэма", "заглавие", "বিষয়", "danvez", "sujed", "taqikil", "pwnc", "testun", "underwerp", "ûnderwerp", "temo", "pealkiri", "مضمون", "evni", "ábhar", "ábhair", "cuspair", "विषय", "विशय", "naslov", "վերնագիր", "թեմա", "subjecto", "judul", "viðfangsefni", "titill", "თემა", "სათაური", "amgay", "тақырыбы", "тақырып", "mijar", "наслов", "гарчиг", "object", "zadeva", "subjekt", "தலைப்பு", "หัวจดหมาย", "mavzu", "വിഷയം",
    }),
    "other": frozenset({
        "reply-to", "reply to", "antwort an", "antwoord aan", "répondre à", "responder a", "rispondi a", "risposta", "svar till", "svar til", "ответить", "відповісти", "odpowiedz do", "importance", "priorität", "priorité", "wichtigkeit", "attachments", "anlagen", "pièces jointes", "allegati", "bijlagen", "sensitivity", "organization", "newsgroups", "x-original-to", "message-id", "返信先", "回复", "附件", "첨부", "signed by", "mailed-by", "categories",
    }),
}  # fmt: skip
"""Labels of the little header block above a quoted message, by what they name."""

BARE_DATES: Final = frozenset({
    "date", "datum", "fecha", "data", "data/ora", "dato", "päivämäärä", "päiväys", "päivä", "dátum", "дата", "tarih", "ημερομηνία", "kuupäev", "datums",
    "日付", "日時", "日期", "时间", "날짜", "일시", "תאריך", "التاريخ", "تاریخ", "ngày", "thời gian", "tanggal", "tarikh", "วันที่", "received", "reçu", "empfangen",
})  # fmt: skip
"""Labels of `date` that people's own lists have too; the others say "sent"."""

DATE_OPENINGS: Final = (
    "on ", "am ", "le ", "el ", "il ", "em ", "a ", "op ", "den ", "på ", "dnia ", "w dniu ", "dne ", "dňa ", "dana ", "u ", "ma ", "ti ", "ke ", "to ", "pe ", "la ", "su ",
    "în data", "pe ", "la data", "στισ ", "στισ", "vào ", "pada ", "в ", "во ", "at ", "quoting ", "citando ", "zitat von", "quoting", "citat", "цитирую ", "el dia ", "el dl", "ar ", "tarih",
    "在 ", "於 ", "于 ", "בתאריך", "ב-", "في ", "в пн", "в вт", "в ср", "в чт", "в пт", "в сб", "в вс", "у ", "на ", "hi ", "thus ", "le", "----", "---",
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mo.", "di.", "mi.", "do.", "fr.", "sa.", "so.", "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "mié", "jue", "vie", "sáb", "dom", "gio", "seg", "ter", "qua", "qui", "sex",
    "mån", "tis", "ons", "tors", "tor", "fre", "lör", "lor", "lør", "søn", "man", "tir", "pon", "wt", "śr", "czw", "pt", "sob", "niedz", "po ", "út", "st ", "čt", "pá", "so ", "ne ", "пн", "вт", "ср", "чт", "пт", "сб", "вс", "понед", "втор", "сред", "четв", "пятн", "субб", "воскр", "нд", "неділя",
)  # fmt: skip
"""How the line above a quote begins where it does not begin with the date or the name itself."""

SENT_FROM: Final = (
    "sent from", "sent via", "sent with", "sent by", "sent using", "sent on", "from my", "written on my", "typed on my", "dictated", "someone from", "yahoo mail:", "get bluemail", "get typeapp", "get k-9",
    "gesendet von", "von meinem", "gesendet mit", "gesendet über", "gesendet aus", "gesendet via", "diese nachricht wurde von meinem", "diese nachricht wurde mit", "verschickt mit", "verfasst mit", "mit proton mail",
    "envoyé de", "envoyé depuis", "envoyé avec", "envoyé par", "envoyé via", "envoyé à partir", "provenance :",
    "enviado desde", "enviado con", "enviado do", "enviado de", "enviado mediante", "enviado a partir", "enviado pelo", "enviado por", "enviado via", "enviado usando", "enviat des",
    "inviato da", "inviato dal", "inviato con", "inviato tramite",
    "verzonden vanaf", "verzonden vanuit", "verzonden met", "verstuurd vanaf", "verstuurd vanuit", "verstuurd met", "verzonden via", "verstuurd via",
    "skickat från", "skickat fran", "skickat med", "skickades från", "sänt från", "sendt fra", "sendt via", "sendt med", "sendt frå",
    "lähetetty", "wysłano z", "wysłane z", "wysłano za pomocą", "wysłane za pomocą", "odesláno z", "odesláno", "odoslané z", "poslano z", "poslato sa", "poslano s",
    "отправлено с", "отправлено из", "отправлено через", "отправлено от", "надіслано з", "надіслано за допомогою", "відправлено з", "изпратено от", "изпратено с",
    "elküldve", "küldve", "az iphone-omról küldve", "trimis de pe", "trimis din", "στάλθηκε από", "εστάλη από", "αποστολή από", "saadetud", "nosūtīts no", "išsiųsta iš",
    "poslano iz", "poslato iz", "poslano sa", "послато са", "испратено од", "siunčiama iš", "siųsta iš", "nosūtīta no", "hantar dari", "dihantar daripada", "dikirim daripada", "enviat des de", "enviat amb", "enviado dende", "sent úr", "sent frá", "адпраўлена з", "адпраўлена праз", "ارسال‌شده از", "ارسال شده از طریق", "đã gửi từ", "gesendet vom", "geschickt von", "geschickt mit", "enviado a través", "enviado através", "wysłano ze", "wysłane ze", "отправлено со", "відправлено зі", "надіслано зі", "envoyé du", "envoyée", "seolta ó", "anfonwyd o", "изпратено чрез", "yuborildi", "изпратено из", "გაგზავნილია", "ուղարկված է", "ուղարկված", "dërguar nga", "mibghut", "tumwa kutoka", "ipinadala mula",
    "發自我的", "发自我的", "发自", "從我的", "从我的", "来自我的", "來自我的", "傳送自", "寄件自", "나의 iphone에서", "내 iphone에서",
    "נשלח מ", "أرسلت من", "أُرسلت من", "مرسل من", "تم الإرسال من", "من الـ", "ارسال شده از", "gửi từ", "được gửi từ", "dikirim dari", "dihantar dari", "ส่งจาก",
)  # fmt: skip
"""How the line begins with which mobile clients and mail programs sign."""

SENT_FROM_BEHIND: Final = (
    "gesendet",
    "から送信",
    "で送信",
    "에서 보냄",
    "에서 보낸",
    "에서 보냈습니다",
    "gönderildi",
    "göndərildi",
    "göndərilib",
    "küldve",
    "发送",
    "发送。",
    "傳送",
    "से भेजा गया",
    "থেকে পাঠানো",
    "இருந்து அனுப்பப்பட்டது",
    "నుండి పంపబడింది",
    "पासून पाठवले",
    "bidalia",
    "жіберілді",
    "жіберілген",
    "yuborildi",
)
"""How it ends where the verb stands last."""

MACHINES: Final = (
    "iphon", "ipad", "ipod", "imac", "macbook", "android", "blackberry", "galaxy", "samsung", "huawei", "xiaomi", "redmi", "oneplus", "nokia", "lumia", "htc", "motorola", "xperia", "айфон", "أيفون", "小米", "华为", "華為",
    "outlook", "yahoo", "gmail", "thunderbird", "protonmail", "proton mail", "tutanota", "bluemail", "mail.ru", "яндекс", "gmx", "web.de", "roundcube", "k-9", "네이버", "superhuman", "айпад", "आईफ़ोन", "آیفون", "אייפון", "三星", "vivo", "oppo", "hey mail", "spark mail", "edison",
)  # fmt: skip
"""Machines and programs by name: a line that says "sent" and names one is a program's."""

MAIL_PROGRAMS: Final = ("outlook", "bluemail", "yahoo mail", "proton mail", "gmail", "typeapp")
"""Programs that advertise themselves in words of each language: "Get Outlook for iOS"."""

PLATFORMS: Final = ("ios", "android", "iphone", "ipad", "mac", "windows")
"""What such a line names beside the program."""

DEVICES: Final = (
    "honor", "pixel", "lg ", "sony", "alcatel", "windows", "mail", "mailbox", "airmail", "spark", "fairemail", "aquamail", "nine", "phone", "mobile", "mobil", "smartphone", "smartfon", "tablet", "handy", "handheld", "device", "cell", "telefoon", "toestel", "gerät", "telefon", "téléphone", "teléfono", "telefone", "telefono", "celular", "móvil", "movil",
    "telemóvel", "cellulare", "puhelim", "pošta", "posta", "poczt", "courrier", "correo", "компьютер", "телефон", "смартфон", "устройств", "почт", "гаджет", "pc", "ti-85", "webmail", "app", "zoho", "desk", "skynet", "手机", "手機", "携帯", "スマート", "휴대", "טלפון", "הנייד", "hp",
)  # fmt: skip
"""Words of machines and programs that sentences have as well: a short line that says "sent" and has one is a program's."""

ANSWERS: Final = (
    "answer", "repl", "comment", "respon", "remark", "antwort", "anmerkung", "kommentar", "réponse", "commentaire", "répond", "respuesta", "comentario", "risposta", "risposte", "comment", "resposta",
    "antwoord", "opmerking", "odpowied", "komentarz", "svar", "vastau", "komment", "odpověd", "odpoved", "válasz", "megjegyz", "răspuns", "ответ", "комментар", "відповід", "коментар", "απάντη", "απαντή", "σχόλι",
    "yanıt", "cevap", "回答", "返信", "返答", "コメント", "回复", "回覆", "答复", "답변", "답장", "إجاب", "ردود", "ردي", "תשוב", "הערות",
)  # fmt: skip
"""How a person names what they have answered."""

BELOW: Final = (
    "below", "inline", "in-line", "in line", "in red", "in blue", "in green", "in bold", "in capitals", "in caps", "between the lines", "in the text", "underneath",
    "unten", "weiter unten", "zwischen den zeilen", "im text", "in rot", "rot ", "in blau", "ci-dessous", "plus bas", "dans le texte", "en rouge", "en bleu", "abajo", "a continuación", "en rojo", "en azul", "en el texto",
    "qui sotto", "vedi sotto", "più sotto", "di seguito", "in rosso", "nel testo", "in blu", "abaixo", "em vermelho", "em azul", "no texto", "hieronder", "onder", "in rood", "in het rood", "in de tekst", "poniżej", "na czerwono", "w tekście", "nedan", "i rött", "i texten",
    "nedenfor", "herunder", "i rødt", "i teksten", "alla", "alempana", "punaisella", "tekstissä", "níže", "červeně", "v textu", "lent", "alább", "pirossal", "mai jos", "cu roșu", "în text", "ниже", "красным", "в тексте", "нижче", "червоним", "παρακάτω", "με κόκκινο", "πιο κάτω",
    "aşağıda", "aşağıya", "kırmızı", "下記", "以下", "下に", "赤字", "文中", "下面", "如下", "下方", "下文", "见下", "見下", "红色", "紅色", "文中", "아래", "빨간", "본문", "أدناه", "بالأحمر", "למטה", "להלן", "באדום",
    # hr sr sl bg lv lt et is ca eu gl cy af sq fa vi id ms th hi
    "dolje", "ispod", "испод", "доле", "spodaj", "по-долу", "zemāk", "žemiau", "allpool", "hér að neðan", "hér fyrir neðan", "més avall", "a continuació", "behean", "máis abaixo", "isod", "hieronder", "më poshtë", "در زیر", "bên dưới", "dưới đây", "di bawah", "ด้านล่าง", "नीचे",
)  # fmt: skip
"""Where such answers stand when they stand inside the quoted mail."""

NAME_PARTICLES: Final = ("von", "vom", "van", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "la", "le", "el", "al", "bin", "ibn", "af", "av", "zu", "zur", "ten", "ter", "y", "e", "und", "and")  # fmt: skip
"""Small words inside names."""

NAME_FILLERS: Final = (
    "am", "pm", "a.m.", "p.m.", "μ.μ.", "π.μ.", "uhr", "h", "klo", "kl.", "kl", "kello", "um", "at", "г.", "г", "р.", "р", "klokken", "tarihinde", "keltezéssel", "időpontban", "dátummal", "użytkownik", "uživatel",
    "odesílatel", "hat", "heeft", "hr", "het", "ha", "a", "ο", "ο/η", "η", "o/η", "v", "ob", "u", "lietotājs", "je", "oseba", "met", "mez", "mesz", "cet", "cest", "utc", "gmt",
)  # fmt: skip
"""Words that programs set between a time and a name, or between a name and the verb."""

PRONOUNS: Final = ("我", "私", "僕", "俺", "저는", "제가", "나는", "내가", "わたし")
"""Who writes of themselves is no name; elsewhere the small letter tells."""
