"""What a hotel desk answers again and again: the demo's templates, by group, in English and German."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """A template of the demo. `group` "": for every group."""

    group: str
    language: str
    name: str
    html: str


# group | language | name | paragraphs, separated by a slash between blanks; a line that begins with "-" is one of a list
ANSWERS = """\
|en|Greeting|Dear {{customer.first_name}},
|de|Anrede|Guten Tag {{customer.name}},
|en|We are looking into it|Dear {{customer.first_name}}, / thank you for your message. I am looking into it and will write again by {{day and time}}. / You can follow your ticket {{ticket.number}} at {{ticket.link}}.
|de|Wir kümmern uns|Guten Tag {{customer.name}}, / vielen Dank für Ihre Nachricht. Ich kümmere mich darum und schreibe Ihnen bis {{Tag und Uhrzeit}} wieder. / Den Stand sehen Sie jederzeit unter {{ticket.link}} (Ticket {{ticket.number}}).
|en|Anything else?|Is there anything else that I can do for you? If not, I will close the ticket; a reply to this mail opens it again.
|de|Noch etwas?|Kann ich sonst noch etwas für Sie tun? Wenn nicht, schließe ich das Ticket; eine Antwort auf diese Mail öffnet es wieder.
Reservations|en|Late arrival noted|Dear {{customer.first_name}}, / the hotel knows that you will arrive at {{arrival time}}. Reception is staffed all night; please ring at the door after midnight. / We wish you a safe journey.
Reservations|de|Späte Anreise notiert|Guten Tag {{customer.name}}, / Ihre Ankunft um {{Ankunftszeit}} ist im Hotel vermerkt. Die Rezeption ist die ganze Nacht besetzt; bitte klingeln Sie nach Mitternacht an der Tür. / Wir wünschen Ihnen eine gute Reise.
Reservations|en|Cot confirmed|Dear {{customer.first_name}}, / {{hotel}} has confirmed your cot for {{dates}}. It will be in your room when you arrive, free of charge.
Reservations|en|Cot not certain|Dear {{customer.first_name}}, / {{hotel}} cannot promise a cot for {{dates}} yet. I have asked and will know by {{day and time}}. If you would rather not wait, I can suggest a hotel nearby that has one.
Reservations|de|Kinderbett bestätigt|Guten Tag {{customer.name}}, / {{Hotel}} hat Ihr Kinderbett für {{Zeitraum}} bestätigt. Es steht bei Ihrer Ankunft im Zimmer und kostet nichts.
Reservations|en|Confirmation sent again|Dear {{customer.first_name}}, / your booking {{booking number}} is confirmed. I have just sent the confirmation again to {{customer.email}}; please look in the spam folder too.
Reservations|de|Bestätigung erneut gesendet|Guten Tag {{customer.name}}, / Ihre Buchung {{Buchungsnummer}} ist bestätigt. Ich habe die Bestätigung eben noch einmal an {{customer.email}} gesendet; bitte sehen Sie auch im Spam-Ordner nach.
Reservations|en|Another house instead|Dear {{customer.first_name}}, / I am sorry, the hotel you booked cannot offer what you need. {{hotel}} nearby can, in the same category and at the same price. / Shall I move your booking? It costs nothing until {{date}}.
Reservations|de|Ein anderes Haus|Guten Tag {{customer.name}}, / das gebuchte Hotel kann Ihren Wunsch leider nicht erfüllen. {{Hotel}} ganz in der Nähe kann es, in derselben Kategorie und zum selben Preis. / Soll ich Sie umbuchen? Bis {{Datum}} ist das kostenlos.
Changes & refunds|en|Dates can be moved|Dear {{customer.first_name}}, / the hotel can move your stay to {{new dates}} at the same price. Shall I change it? The old dates cannot be restored afterwards.
Changes & refunds|de|Umbuchung möglich|Guten Tag {{customer.name}}, / das Hotel stimmt der Umbuchung auf {{neuer Zeitraum}} zum selben Preis zu. Soll ich umbuchen? Die alten Tage sind dann nicht mehr zu haben.
Changes & refunds|en|Cancelled, refund on its way|Dear {{customer.first_name}}, / your booking {{booking number}} is cancelled. {{amount}} are on their way back to the card you paid with; that takes three to five working days.
Changes & refunds|de|Storniert, Erstattung unterwegs|Guten Tag {{customer.name}}, / Ihre Buchung {{Buchungsnummer}} ist storniert. {{Betrag}} gehen auf die Karte zurück, mit der Sie bezahlt haben; das dauert drei bis fünf Werktage.
Changes & refunds|en|Waiting for the hotel|Dear {{customer.first_name}}, / thank you for telling us. I have passed your complaint on to the hotel and asked for {{what we ask for}}. I will write as soon as they answer, at the latest on {{day}}.
Changes & refunds|de|Wir warten auf das Hotel|Guten Tag {{customer.name}}, / danke, dass Sie es uns sagen. Ich habe Ihre Beschwerde an das Hotel weitergegeben und um {{Wunsch}} gebeten. Ich schreibe, sobald es antwortet, spätestens am {{Tag}}.
Groups & events|en|Questions before an offer|Dear {{customer.first_name}}, / with pleasure. For a good offer I need to know: / - your arrival and departure, and whether the dates are flexible / - how many people, in how many rooms / - half board or breakfast only / - your budget per person / You will have two offers within a day.
Groups & events|de|Fragen vor dem Angebot|Guten Tag {{customer.name}}, / sehr gern. Für ein gutes Angebot brauche ich noch: / - An- und Abreise, und ob die Tage verschiebbar sind / - wie viele Personen, in wie vielen Zimmern / - Halbpension oder nur Frühstück / - was es pro Person kosten darf / Innerhalb eines Tages haben Sie zwei Angebote.
Groups & events|en|Two offers|Dear {{customer.first_name}}, / two hotels have rooms for you on {{dates}}: {{hotel 1}} and {{hotel 2}}. / Both will hold the rooms until {{option date}}. Which one shall I book for you?
Groups & events|de|Zwei Angebote|Guten Tag {{customer.name}}, / zwei Hotels haben für {{Zeitraum}} Zimmer für Sie: {{Hotel 1}} und {{Hotel 2}}. / Beide halten die Zimmer bis {{Optionsdatum}}. Welches darf ich für Sie buchen?
Billing|en|Charged twice, refunded|Dear {{customer.first_name}}, / you are right: the second charge of {{amount}} was our mistake. The refund is on its way and takes three to five working days. I am sorry for the trouble.
Billing|de|Doppelt belastet, erstattet|Guten Tag {{customer.name}}, / Sie haben recht: Die zweite Belastung über {{Betrag}} war unser Fehler. Das Geld ist unterwegs und in drei bis fünf Werktagen bei Ihnen. Ich bitte um Entschuldigung.
Billing|en|Corrected invoice attached|Dear {{customer.first_name}}, / the corrected invoice with {{what was corrected}} is attached. Later invoices will show the same.
Billing|de|Berichtigte Rechnung im Anhang|Guten Tag {{customer.name}}, / die berichtigte Rechnung mit {{was berichtigt wurde}} finden Sie im Anhang. So steht es auch auf allen späteren.
Billing|en|Address for the invoice|Dear {{customer.first_name}}, / gladly. Please send me the exact name and address of the company and its VAT number, and you will have the invoice today.
Billing|de|Rechnungsadresse|Guten Tag {{customer.name}}, / gern. Bitte senden Sie mir Namen und Anschrift der Firma und ihre Umsatzsteuernummer, dann haben Sie die Rechnung noch heute.
"""


def saved_answers() -> tuple[SavedAnswer, ...]:
    """All of them, as HTML."""
    rows = (line.split("|", 3) for line in ANSWERS.splitlines())
    return tuple(SavedAnswer(group, language, name, _html(text)) for group, language, name, text in rows)


def _html(text: str) -> str:
    lines = [f"<li>{block[2:]}</li>" if block.startswith("- ") else f"<p>{block}</p>" for block in text.split(" / ")]
    return "".join(lines).replace("</p><li>", "</p><ul><li>").replace("</li><p>", "</li></ul><p>")
