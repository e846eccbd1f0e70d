"""What guests of a hotel desk write, and what operators answer: sentences with gaps, filled from a random source."""

import re
from dataclasses import dataclass
from random import Random

from app.plugins.hotels.demo_hotels import HOTELS


@dataclass(frozen=True, slots=True)
class Story:
    """One matter: the subject, the customer's messages and the operator's answers, in turn, and the group it is for."""

    group: str
    subject: str
    asks: tuple[str, ...]
    answers: tuple[str, ...]


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

# group | subject | what the customer writes (one or two mails) | what the operator answers
PLOTS = """\
Reservations|Late arrival and a cot at {hotel}|We land at 23:10 and reach {hotel} about 00:45. Is the reception staffed? We also need a cot for our daughter, she is fourteen months old.||Thank you. If the cot cannot be promised for the first night we would rather move to another hotel close by. What would you suggest?|Reception is staffed all night, so 00:45 is fine. I have asked {hotel} for the cot and will know by noon tomorrow.
Reservations|No confirmation yet for {hotel}|I booked {hotel} in {city} for {day} {month} this morning and paid by card, but no confirmation has come. The booking number on the page was AT-{number}. Could you check, please?||It is here now, thank you, it lay in the wrong folder.|Your booking AT-{number} is confirmed. I have just sent the confirmation again, please look in the spam folder too.
Reservations|Room with step-free access near the station in {city}|My mother uses a wheelchair. We need a room with step-free access from the street, an accessible bathroom and no more than ten minutes from the station in {city}, {day} to {day2} {month}.||The second one sounds right. Is the lift wide enough for an electric chair, 68 cm?|Two houses fit: {hotel}, four minutes from the station, with a ramp; and one on the square behind it. Shall I hold a room in both until tomorrow?
Reservations|Is breakfast included in the Basic rate?|The page says "Basic rate" for {hotel}. Does that include breakfast? And until what time is it served? Our train leaves at 7:40.||Thank you, then please add it for both of us.|Breakfast is 14 euros a person with the Basic rate and starts at 6:30, so your train is safe. I can add it for you.
Reservations|Two rooms side by side, {day} {month}|We are two families travelling together and would like two rooms next to each other, or with a connecting door, at {hotel}. Arrival {day} {month}, four nights.||Yes please, both of them.|{hotel} has two rooms with a connecting door on the third floor. I can hold them until Friday noon.
Reservations|Dog-friendly hotel near {city}|We travel with a small, quiet dog (dachshund, nine years). Which of your hotels near {city} take dogs, and what do they charge for it?||{hotel} would be lovely, from {day} to {day2} {month}.|{hotel} takes dogs for 12 euros a night and has a garden. A second one takes them free of charge but lies outside the town.
Changes & refunds|Move our stay from {day} to {day2} {month}|We booked {hotel} from {day} {month} for three nights. Could the whole stay be moved to {day2} {month}? The reason is a strike of the airline. Booking AT-{number}.||That is fine, thank you for the quick help.|The hotel agrees to the move at the same price. Shall I change it? The old dates can then no longer be had back.
Changes & refunds|Cancel booking AT-{number}|Unfortunately I have to cancel AT-{number} at {hotel}: my husband is in hospital. What does it cost, and what do you need from me?||The doctor's letter is attached. Thank you for your kind words.|I am sorry to hear that. Until {day} {month} it is free of charge. With a doctor's letter I will ask the hotel to waive the fee after that day as well.
Changes & refunds|Airport transfer did not come, we took a taxi|We waited 50 minutes at the airport in {city} for the transfer that we had paid for (AT-{number}). In the end we took a taxi for 38 euros. The receipt is attached. Please refund both.||Any news about the refund?|I am sorry for that evening. The driver had the old flight time. The transfer is refunded today; the taxi I have passed on to the company.
Changes & refunds|Room was not as described|The room at {hotel} looked onto the yard, not onto the sea as we had booked and paid for. We told the reception on both days and nothing happened. We expect something back.||Half of the surcharge is not enough. Please ask them again.|Thank you for the pictures. I have asked {hotel} for the difference between the two categories and will write as soon as they answer.
Groups & events|Group of {size}, half board, {city} in {month}|We are {size} adults from a walking club, {day} to {day2} {month}, half board, twin rooms where possible. We need storage for poles and packed lunches on two days. Could you send two offers below 95 euros a person?||Both are good. We decide on Thursday evening and write on Friday.|Two houses in {city} fit: {hotel} for 89 euros a person, and a quieter one outside for 82. Both keep the rooms until Monday noon.
Groups & events|Wedding party, {size} guests, {hotel}|We plan a wedding at {hotel} in {city} on {day} {month} with about {size} guests staying two nights. Is the whole house free? Who could we talk to about the menu?||Could we come and see it on a weekend?|The house is free on that weekend. Ms Almeida at {hotel} would show you the rooms and the kitchen; I have told her that you will call.
Groups & events|Seminar room for {size} people in {city}|We need a seminar room with daylight and a projector for {size} people on {day} {month}, with {size} single rooms the night before. Budget 150 euros a person.||Please send the contract to our office.|{hotel} can do that for 142 euros a person, coffee and lunch included. The offer is attached and holds for a week.
Billing|Charged twice for booking AT-{number}|My card was charged twice for AT-{number}, on two days, 214 euros each. Please refund one of them as soon as possible.||It has arrived, thank you.|You are right, the second charge was a fault of ours. It is on its way back and takes three to five working days.
Billing|Invoice lacks our VAT number|The invoice for AT-{number} lacks our VAT number, so our accounting department cannot book it. Could you send it again with ATU62184738?||Thank you, now it is right.|The corrected invoice is attached. The number stands on all later ones as well.
Billing|Price fell after we paid, can you match it?|We paid 128 euros a night for {hotel} in {month}, and now your page shows 109 for the same room and the same days. Can you match it?||A voucher is fine.|The lower rate cannot be cancelled, yours can. I can offer a voucher over 40 euros for your next stay.
Billing|Invoice for the tax office, stay in {month}|For the tax office I need an invoice for our stay at {hotel} in {month}, with both names and the address of the company. Is that possible afterwards?||Perfect, thank you.|It is possible. Please send me the exact name and address of the company, and you will have it today.
"""


def stories() -> tuple[Story, ...]:
    """All plots, with their gaps."""
    told = []
    for line in PLOTS.splitlines():
        group, subject, ask, _empty, second, answer = line.split("|")
        told.append(Story(group, subject, (ask, second), (answer,)))
    return tuple(told)


def fill(story: Story, chance: Random) -> Story:
    """The story with its gaps filled: one hotel, place, date and number throughout."""
    day = chance.randint(1, 24)
    hotel = chance.choice(HOTELS)
    gaps = {
        "hotel": hotel.name,
        "city": hotel.city,
        "day": day,
        "day2": day + chance.randint(2, 6),
        "month": chance.choice(MONTHS),
        "number": chance.randint(180_000, 240_000),
        "size": chance.choice((9, 12, 14, 18, 24, 32, 40)),
    }
    return Story(
        story.group,
        story.subject.format(**gaps),
        tuple(text.format(**gaps) for text in story.asks),
        tuple(text.format(**gaps) for text in story.answers),
    )


def story_of(subject: str, first_text: str) -> Story | None:
    """The filled story that a seeded ticket tells, by its subject and first message; None for any other ticket."""
    for story in stories():
        gaps: dict[str, str] = {}
        for template, text in ((story.subject, subject), (story.asks[0], first_text)):
            found = _gaps_in(template, text)
            if found is None:
                break
            gaps |= found
        else:
            texts = (*story.asks, *story.answers)
            if {name for text in texts for name in re.findall(r"{(\w+)}", text)} <= gaps.keys():
                asks = tuple(text.format(**gaps) for text in story.asks)
                return Story(story.group, subject, asks, tuple(text.format(**gaps) for text in story.answers))
    return None


def _gaps_in(template: str, text: str) -> dict[str, str] | None:
    """What fills the gaps, if the text was made of the template; the same gap has the same words everywhere."""
    known: set[str] = set()
    pattern = ""
    for piece in re.split(r"({\w+})", template):
        name = piece[1:-1]
        if not re.fullmatch(r"{\w+}", piece):
            pattern += re.escape(piece)
        elif name in known:
            pattern += f"(?P={name})"
        else:
            known.add(name)
            pattern += f"(?P<{name}>.+?)"
    found = re.fullmatch(pattern, text)
    return found.groupdict() if found else None
