"""What has just happened at the demo's desk: some tickets with all that a desk sees, as steps in order of time."""

from dataclasses import dataclass

from app.nouns.ticket import Customer


@dataclass(frozen=True, slots=True)
class SceneStep:
    """One act on the ticket of a scene. `who`: an operator's short name, or empty for its customer."""

    hours_ago: float
    act: str  # opens, writes, mails, answers, notes, asks_hotel, hotel_writes, takes, snoozes, spam, merges, bounces, solves
    who: str = ""
    text: str = ""
    to: str = ""  # of a third party; of a merge, the original scene
    file: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """One ticket: who wrote it, about what, to which group, and what followed."""

    name: str
    customer: Customer
    subject: str
    group: str
    language: str
    steps: tuple[SceneStep, ...]


HELENA = Customer("Helena Brandt", "helena.brandt@example.org", "+49 40 5550 1832", "Elbchaussee 1", "Hamburg", "DE")
GIULIA = Customer("Giulia Ferrara", "giulia.ferrara@example.com", "+39 080 555 0147", "", "Bari", "IT")
LUKAS = Customer("Lukas Huber", "lukas.huber@example.net", "+43 316 555 018", "", "Graz", "AT")
CLAIRE = Customer("Claire Dubois", "claire.dubois@example.org", "+33 4 55 50 01 32", "", "Lyon", "FR")
PIETER = Customer("Pieter Bakker", "pieter.bakker@example.com", "+31 30 555 0172", "", "Utrecht", "NL")
SOFIA = Customer("Sofia Marković", "sofia.markovic@example.net", "+385 21 555 014", "", "Split", "HR")
DANIEL = Customer("Daniel Connolly", "daniel.connolly@example.org", "+353 21 555 0119", "", "Cork", "IE")
YUKI = Customer("田辺 由紀", "yuki.tanabe@example.com", "+81 6 5550 0184", "", "大阪", "JP")
MONA = Customer("منى فاروق", "mona.farouk@example.net", "+20 3 555 0166", "", "الإسكندرية", "EG")
SELLER = Customer("Rank Rocket", "growth@rank-rocket.example", "+1 555 0100", "", "Dover", "US")

# scene | customer | group | language | subject, then its steps:  hours ago | act | who | text | to | file
_SCRIPT = """
# invoice|HELENA|Billing|en|Invoice lacks our VAT number
70|opens||The invoice for AT-206117 lacks our VAT number, so our accounting department cannot book it. Could you send it again with DE811569869?
69|answers|priya|You are right. The corrected invoice is attached.||invoice-AT-206117.pdf
67|solves
# cot|HELENA|Reservations|en|Late arrival and a cot at Hotel Miradouro da Graça
30|opens||We land at 23:10 and reach Hotel Miradouro da Graça about 00:45. Is the reception staffed? We also need a cot for our daughter, she is fourteen months old.||voucher-AT-209418.pdf
29|answers|maria|Dear Helena, reception is staffed all night, so 00:45 is fine. I have asked the hotel for the cot and will know by noon tomorrow.
28.5|asks_hotel|maria|Good evening, Ms Brandt (AT-209418) arrives on the 29th about 00:45 and needs a cot. Can you promise one?|reception@miradouro.example
6|hotel_writes||No cot before the 29th, sorry. From the second night on we have one. Kind regards, Rui|reception@miradouro.example
5|notes|maria|No cot for the first night. Casa do Largo is 90 m away and has one free: offer that, same price.
3|mails||Thank you, Maria. If the cot cannot be promised for the first night we would rather move to another hotel close by. What would you suggest?
# group|DANIEL|Groups & events|en|Walking club, 24 guests, Vila Mala Ruža in May
26|opens||We are 24 adults from a walking club, 9 to 14 May, half board at Vila Mala Ruža, twin rooms where possible. The list of guests is attached.||guests.txt
24|answers|lea|Thank you, Daniel. Vila Mala Ruža keeps twelve twin rooms for you until Monday noon, 89 euros a person with half board.
20|writes||That is a good price. Here is how the terrace looked last year: can we have dinner there again?||terrace.png
19|notes|lea|The terrace is booked on the 12th, free on the other evenings.
# late|LUKAS|Reservations|de|Barrierefreies Zimmer in Salzburg
27|opens||Guten Tag, meine Mutter sitzt im Rollstuhl. Hat die Pension Edelweiss ein Zimmer mit Zugang ohne Stufen, 3. bis 6. Dezember? Wie breit ist der Lift?
# italian|GIULIA|Changes & refunds|it|Il transfer non è arrivato
9|opens||Buonasera, all'aeroporto di Lisbona abbiamo aspettato 50 minuti il transfer pagato (AT-211902), poi abbiamo preso un taxi da 38 euro. La ricevuta è allegata. Potete rimborsare entrambi?||ricevuta-taxi.pdf
8|takes|jonas
7.5|notes|jonas|The driver had the old flight time. Refund the transfer; the taxi goes to the company.
# french|CLAIRE|Reservations|fr|Chambres communicantes à l'Hôtel des Arts
12|opens||Bonjour, nous sommes deux familles et cherchons deux chambres communicantes à l'Hôtel des Arts, du 20 au 24 décembre. Est-ce possible ?
11|answers|lea|Bonjour Madame Dubois, l'Hôtel des Arts a deux chambres communicantes au troisième étage. Je peux les garder jusqu'à vendredi midi.
# french again|CLAIRE|Reservations|fr|Chambres communicantes, Hôtel des Arts
10|opens||Bonjour, je n'ai pas encore de réponse : deux chambres communicantes du 20 au 24 décembre, s'il vous plaît.
9.8|merges|lea||french
# bounced|PIETER|Billing|en|Charged twice for AT-212330
14|opens||My card was charged twice for AT-212330, 214 euros each. Please refund one of them as soon as possible.
13|answers|priya|You are right, the second charge was our mistake. The refund takes three to five working days.
12.9|bounces
# snoozed|SOFIA|Groups & events|en|Seminar room for 18 people in Bergen
50|opens||We need a seminar room with daylight for 18 people at Hotel Fjordblick on 12 March, with 18 single rooms the night before.
48|answers|maria|Hotel Fjordblick can do that for 142 euros a person, coffee and lunch included. The offer holds for a week.
47|mails||Thank you. Our board decides on Thursday, I will write on Friday.
46|snoozes|maria
# japanese|YUKI|Reservations|ja|Hotel Elaia の空港送迎について
4|opens||12月8日の23時にアテネ空港に着きます。Hotel Elaia までの送迎を予約できますか。二名です。
# arabic|MONA|Reservations|ar|غرفة هادئة في Hotel Prater Allee
2|opens||مساء الخير، نود غرفة هادئة من 15 إلى 18 ديسمبر لشخصين مع سرير أطفال. هل هذا ممكن؟
# spam|SELLER|Reservations|en|Get your hotels to page one, guaranteed
15|opens||We put your hotels on page one in 14 days, guaranteed. 300 backlinks for 99 dollars. Reply YES.
14.9|spam|tomas
# again|HELENA|Changes & refunds|en|Cancel one night at Casa do Largo
1|mails||We fly home a day earlier. Can the last night at Casa do Largo (AT-209418) be cancelled free of charge?
"""


def scenes() -> tuple[Scene, ...]:
    """All of them."""
    people: dict[str, Customer] = {name: one for name, one in globals().items() if isinstance(one, Customer)}
    told = []
    for part in _SCRIPT.strip().removeprefix("# ").split("\n# "):
        head, *lines = part.splitlines()
        name, customer, group, language, subject = head.split("|")
        told.append(Scene(name, people[customer], subject, group, language, tuple(map(_step, lines))))
    return tuple(told)


def _step(line: str) -> SceneStep:
    hours, act, *rest = line.split("|")
    return SceneStep(float(hours), act, *rest)
