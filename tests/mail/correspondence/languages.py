# ruff: noqa: RUF001 - letters of many languages look like Latin ones
"""What is written in each language: an answer, the mail that it answers, and how a phone signs."""

from typing import Final, NamedTuple


class Words(NamedTuple):
    """A person's answer in two paragraphs and a greeting; the history below it; what an iPhone and a Samsung add."""

    first: str
    second: str
    greeting: str
    history: str
    iphone: str
    samsung: str


WORDS: Final = {
    "en": Words("Yes, we arrive late.", "Could you keep the room until midnight?", "Kind regards\nHelena", "Your room is reserved.", "Sent from my iPhone", "Sent from my Galaxy"),
    "de": Words("Ja, wir kommen spät an.", "Können Sie das Zimmer bis Mitternacht halten?", "Viele Grüße\nHelena", "Ihr Zimmer ist reserviert.", "Von meinem iPhone gesendet", "Von meinem/meiner Galaxy gesendet"),
    "fr": Words("Oui, nous arrivons tard.", "Pouvez-vous garder la chambre jusqu’à minuit ?", "Cordialement\nHélène", "Votre chambre est réservée.", "Envoyé de mon iPhone", "Envoyé depuis mon smartphone Samsung Galaxy."),
    "es": Words("Sí, llegamos tarde.", "¿Pueden guardar la habitación hasta medianoche?", "Un saludo\nElena", "Su habitación está reservada.", "Enviado desde mi iPhone", "Enviado desde mi Galaxy"),
    "it": Words("Sì, arriviamo tardi.", "Potete tenere la camera fino a mezzanotte?", "Cordiali saluti\nElena", "La sua camera è prenotata.", "Inviato da iPhone", "Inviato dal mio Galaxy"),
    "pt": Words("Sim, chegamos tarde.", "Podem guardar o quarto até à meia-noite?", "Cumprimentos\nHelena", "O seu quarto está reservado.", "Enviado do meu iPhone", "Enviado do meu Galaxy"),
    "nl": Words("Ja, wij komen laat aan.", "Kunt u de kamer tot middernacht vasthouden?", "Met vriendelijke groet\nHelena", "Uw kamer is gereserveerd.", "Verstuurd vanaf mijn iPhone", "Verzonden vanaf mijn Galaxy"),
    "pl": Words("Tak, przyjeżdżamy późno.", "Czy mogą Państwo zatrzymać pokój do północy?", "Pozdrawiam\nHelena", "Pokój jest zarezerwowany.", "Wysłane z iPhone'a", "Wysłane z mojego Galaxy"),
    "sv": Words("Ja, vi kommer sent.", "Kan ni hålla rummet till midnatt?", "Vänliga hälsningar\nHelena", "Ert rum är bokat.", "Skickat från min iPhone", "Skickat från min Galaxy"),
    "da": Words("Ja, vi kommer sent.", "Kan I holde værelset til midnat?", "Venlig hilsen\nHelena", "Deres værelse er reserveret.", "Sendt fra min iPhone", "Sendt fra min Galaxy"),
    "no": Words("Ja, vi kommer sent.", "Kan dere holde rommet til midnatt?", "Vennlig hilsen\nHelena", "Rommet er reservert.", "Sendt fra min iPhone", "Sendt fra min Galaxy"),
    "fi": Words("Kyllä, saavumme myöhään.", "Voitteko pitää huoneen keskiyöhön asti?", "Ystävällisin terveisin\nHelena", "Huoneenne on varattu.", "Lähetetty iPhonesta", "Lähetetty Galaxy-laitteestani"),
    "cs": Words("Ano, přijedeme pozdě.", "Můžete pokoj podržet do půlnoci?", "S pozdravem\nHelena", "Váš pokoj je rezervován.", "Odesláno z iPhonu", "Odesláno z mého Galaxy"),
    "hu": Words("Igen, későn érkezünk.", "Meg tudják tartani a szobát éjfélig?", "Üdvözlettel\nHelena", "A szobája le van foglalva.", "Az iPhone-omról küldve", "Elküldve a Galaxy készülékemről"),
    "ro": Words("Da, ajungem târziu.", "Puteți păstra camera până la miezul nopții?", "Cu stimă\nElena", "Camera este rezervată.", "Trimis de pe iPhone-ul meu", "Trimis de pe Galaxy-ul meu"),
    "ru": Words("Да, мы приедем поздно.", "Вы можете держать номер до полуночи?", "С уважением\nЕлена", "Ваш номер забронирован.", "Отправлено с iPhone", "Отправлено с моего устройства Galaxy"),
    "uk": Words("Так, ми приїдемо пізно.", "Чи можете тримати номер до півночі?", "З повагою\nОлена", "Ваш номер заброньовано.", "Надіслано з iPhone", "Надіслано з мого Galaxy"),
    "el": Words("Ναι, φτάνουμε αργά.", "Μπορείτε να κρατήσετε το δωμάτιο ως τα μεσάνυχτα;", "Με εκτίμηση\nΕλένη", "Το δωμάτιό σας κρατήθηκε.", "Στάλθηκε από το iPhone μου", "Στάλθηκε από το Galaxy μου"),
    "tr": Words("Evet, geç varıyoruz.", "Odayı gece yarısına kadar tutabilir misiniz?", "Saygılarımla\nElif", "Odanız ayrıldı.", "iPhone'umdan gönderildi", "Galaxy cihazımdan gönderildi"),
    "ja": Words("はい、遅く着きます。", "深夜まで部屋をとっておいていただけますか。", "よろしくお願いいたします。\n田中", "お部屋は予約済みです。", "iPhoneから送信", "Galaxyから送信"),
    "zh": Words("是的，我们会晚到。", "可以把房间保留到午夜吗？", "此致\n海伦", "您的房间已预订。", "发自我的iPhone", "从我的 Galaxy 发送"),
    "ko": Words("네, 늦게 도착합니다.", "자정까지 방을 잡아 주실 수 있나요?", "감사합니다\n민지", "객실이 예약되었습니다.", "나의 iPhone에서 보냄", "내 Galaxy에서 보냄"),
    "ar": Words("نعم، سنصل متأخرين.", "هل يمكنكم حجز الغرفة حتى منتصف الليل؟", "مع أطيب التحيات\nهيلين", "غرفتكم محجوزة.", "أُرسلت من الـ iPhone", "تم الإرسال من Galaxy الخاص بي"),
    "he": Words("כן, נגיע מאוחר.", "אפשר לשמור את החדר עד חצות?", "בברכה\nהלנה", "החדר שלך שמור.", "נשלח מה-iPhone שלי", "נשלח מה-Galaxy שלי"),
}  # fmt: skip
