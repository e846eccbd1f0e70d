"""The demo's hotels: invented names and addresses in real towns, as the stories of the demo's tickets name them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoHotel:
    """One hotel. The price is of a night, in euros."""

    name: str
    stars: int
    area: str
    city: str
    country: str
    address: str
    price: int
    note: str
    text: str


_LINES = """
Casa do Largo|4|Graça|Lisbon|Portugal|Largo da Graça 34|118|Cot free · Reception all night|Reception all night, cot free on request, lift. Breakfast under the orange trees.
Hotel Miradouro da Graça|4|Graça|Lisbon|Portugal|Rua da Senhora do Monte 12|124|No cots until 29 Nov · Reception 24 h|Roof terrace over the whole city. Rooms to the river are quiet.
Pátio das Janelas|4|Alfama|Lisbon|Portugal|Beco do Carneiro 5|131|Cot €8 a night · Door code after 23:00|Nine rooms around a tiled courtyard. No lift; two rooms on the ground floor.
Mirante Suites|4|Graça|Lisbon|Portugal|Calçada do Monte 58|139|Cot free · Self check-in, keypad|Suites with a kitchen and a washing machine, for stays of a week and more.
Residencial Santa Clara|3|São Vicente|Lisbon|Portugal|Campo de Santa Clara 21|92|Cot free · Reception until 01:00|Family house beside the flea market. Rooms for four on the second floor.
Hotel Voz do Operário|3|Graça|Lisbon|Portugal|Rua da Voz do Operário 80|88|No cots · Reception until 23:00|Plain rooms at the tram stop. Luggage can stay until the evening.
Hotel Astoria|4|Old Town|Kraków|Poland|ulica Świętego Marka 14|97|Cot free · Reception 24 h|Two streets from the market square. Parking in the court, to be booked.
Pension Edelweiss|3|Mülln|Salzburg|Austria|Augustinergasse 9|84|Wheelchair lift · Reception until 21:00|Wheelchair lift from the street, two rooms with a roll-in shower.
Hotel Alte Post|4|Altstadt|Dresden|Germany|Rampische Straße 6|112|Dogs welcome · Reception 24 h|Dogs stay free. Rooms to the court are quiet; underground parking.
Villa Serena|4|Veronetta|Verona|Italy|Via San Nazaro 31|146|Pool until October · Cot free|Garden with a small pool, ten minutes on foot to the arena.
Hotel Panorama|3|Bačvice|Split|Croatia|Put Firula 17|99|Sea view +€15 · Parking free|Over the beach. Half board with fish from the harbour.
Gasthof zur Linde|3|Nonntal|Salzburg|Austria|Nonntaler Hauptstraße 40|79|Dogs welcome · Closed on Mondays|Inn with a chestnut garden. Bicycles for guests.
Hotel Bellavista|4|Poggiofranco|Bari|Italy|Via Camillo Rosalba 22|105|Step-free · Airport shuttle|Step-free from the street to the room; airport shuttle every hour.
The Lamplighter|3|Centre|Bergen|Norway|Øvregaten 19|151|Door code after 22:00 · No lift|Wooden house of 1780 behind the old quay. Steep stairs, no lift.
Hotel Zlatá Hvězda|4|Malá Strana|Prague|Czech Republic|Nerudova 29|133|Reception 24 h · Cot €10 a night|Baroque house below the castle. Twin beds on request.
Quinta da Ribeira|5|Ribeira|Porto|Portugal|Cais da Estiva 110|189|Cot free · Valet parking|On the quay. Rooms with a balcony over the river, wine cellar.
Hotel Fjordblick|4|Nordnes|Bergen|Norway|Strandgaten 201|172|Step-free · Reception 24 h|View of the fjord from every room. Sauna on the jetty.
Albergo del Sole|3|Trastevere|Rome|Italy|Via della Luce 44|109|No cots · Reception until 24:00|Roof garden for breakfast. Step-free room near Termini on request in the sister house.
Hôtel des Arts|4|Presqu'île|Lyon|France|Rue Gasparin 8|128|Cot free · Reception 24 h|Beside the theatre. Family rooms with a connecting door.
Hôtel du Passage|3|Centre|Nantes|France|Rue Santeuil 15|94|Bicycles · Reception until 23:00|Above the covered passage; bicycles can be locked in the court.
Pensão Amoreira|2|Bonfim|Porto|Portugal|Rua do Bonfim 231|58|Shared bath · Door code|Simple rooms, some with a shared bath. Kitchen for guests.
Hotel Prater Allee|4|Leopoldstadt|Vienna|Austria|Praterstraße 66|121|Cot free · Parking €18|Underground line at the door. Quiet court side.
Pension Kaisermühle|3|Donaustadt|Vienna|Austria|Schüttaustraße 3|83|Dogs welcome · Reception until 22:00|At the old Danube, with bathing place and boats.
Hotel Spreebogen Eck|4|Moabit|Berlin|Germany|Kirchstraße 11|115|Step-free · Reception 24 h|Between station and zoo, step-free, with a gym.
Gästehaus Kastanie|3|Prenzlauer Berg|Berlin|Germany|Kastanienallee 102|89|No lift · Keypad|Eight rooms above a bakery. Breakfast from six.
Hotel Hafenkante|4|St. Pauli|Hamburg|Germany|Bernhard-Nocht-Straße 70|134|Cot free · Reception 24 h|View of the docks. Quiet rooms face the hill.
Casa de la Parra|3|Santa Cruz|Seville|Spain|Calle Mesón del Moro 7|96|Patio · Cot free|Patio with a vine, roof pool in summer. Rooms are cool and dark.
Hostal La Farola|2|Centro|Málaga|Spain|Calle Granada 51|67|No cots · Reception until 24:00|Rooms with balconies over the street; lively until midnight.
Carmen del Agua|4|Albaicín|Granada|Spain|Carrera del Darro 39|142|View of the Alhambra · No cars|House with a water garden. Taxis come to the door only before eleven.
Hotel Gamle Bryggeri|4|Grünerløkka|Oslo|Norway|Thorvald Meyers gate 60|158|Step-free · Sauna|Old brewery with a sauna under the roof.
Het Blauwe Huis|3|Museumkwartier|Utrecht|Netherlands|Lange Nieuwstraat 88|107|Bicycles · No lift|Canal house with steep stairs, a garden behind.
Hotel Patershol|4|Patershol|Ghent|Belgium|Oudburg 27|119|Cot free · Parking €15|Brick house by the water. Family suite with bunk beds.
Hotel Elaia|4|Koukaki|Athens|Greece|Odos Veikou 33|103|Roof terrace · Reception 24 h|Terrace with a view of the rock. Airport transfer at any hour.
Pension Limani|3|Old harbour|Chania|Greece|Odos Theotokopoulou 52|76|Sea view · No cars|By the lighthouse. The last 200 m are on foot; luggage is fetched.
Hotel Vár Kapu|4|Várnegyed|Budapest|Hungary|Fortuna utca 18|114|Bath · Cot free|In the castle quarter, with a small thermal bath.
Fenyő Panzió|3|Mecsek|Pécs|Hungary|Hunyadi János út 64|62|Parking free · Dogs welcome|Among pines above the town. Half board on request.
Hotel Stara Stocznia|4|Młode Miasto|Gdańsk|Poland|ulica Doki 4|101|Step-free · Reception 24 h|In the old shipyard. Meeting rooms for groups to sixty.
Supilinna Maja|3|Supilinn|Tartu|Estonia|Kartuli tänav 12|69|Sauna · Keypad|Wooden house with a sauna and a vegetable garden.
Vila Mala Ruža|4|Lapad|Dubrovnik|Croatia|Ulica Iva Vojnovića 29|163|Half board · Groups to 40|Villa with a terrace for dinners; half board for groups.
Pansion Lavanda|3|Borik|Zadar|Croatia|Ulica Majstora Radovana 8|81|Beach 200 m · Cot free|Two hundred metres to the beach. Airport transfer by arrangement.
"""


def _read(line: str) -> DemoHotel:
    name, stars, area, city, country, address, price, note, text = line.split("|")
    return DemoHotel(name, int(stars), area, city, country, address, int(price), note, text)


HOTELS = tuple(_read(line) for line in _LINES.strip().splitlines())
