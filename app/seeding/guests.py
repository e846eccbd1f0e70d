"""Invented guests: names and cities that belong together, addresses in domains reserved for examples (RFC 2606)."""

import re
from random import Random

from app.nouns.ticket import Customer
from app.text.combining_marks import normalized

# country | calling code | cities | first names | last names
HOMES = """\
DE|+49|Hamburg Berlin München Köln Leipzig|Helena Jonas Lena Felix Greta Moritz|Brandt Weber Schäfer Krüger Vogel
AT|+43|Graz Wien Salzburg Linz|Katrin Lukas Eva Matthias|Huber Gruber Steiner Pichler
CH|+41|Zürich Basel Bern|Ursina Reto Noemi|Keller Frei Zürcher
PL|+48|Kraków Gdańsk Wrocław|Marek Agnieszka Zofia Paweł|Nowak Wiśniewski Kowalczyk
HR|+385|Zagreb Split Rijeka|Sofia Ivan Ana|Marković Horvat Babić
IE|+353|Cork Dublin Galway|Daniel Aoife Niamh|Connolly Byrne Walsh
IT|+39|Bari Roma Torino Verona|Giulia Matteo Chiara Luca|Ferrara Conti Ricci Moretti
NL|+31|Utrecht Amsterdam Groningen|Pieter Sanne Daan|Bakker Visser Smit
FR|+33|Lyon Paris Nantes Lille|Claire Hugo Camille Louis|Dubois Moreau Lefèvre
ES|+34|Sevilla Madrid Bilbao|Lucía Pablo Carmen|García Navarro Ortega
PT|+351|Porto Lisboa Braga|Lucas Inês Tiago|Almeida Ferreira Sousa
NO|+47|Bergen Oslo Tromsø|Ingrid Henrik Solveig|Haugen Larsen Berg
GB|+44|Leeds London Bristol|Emma Oliver Amelia|Taylor Hughes Clarke
US|+1|Boston Chicago Portland|Grace Ethan Olivia|Miller Carter Reed
JP|+81|Osaka Tokyo Kyoto|Yuki Haruto Aiko|Tanabe Sato Mori
EG|+20|Alexandria Cairo|Ahmed Mona|El-Sayed Farouk
GR|+30|Athens Thessaloniki|Eleni Nikos|Papadopoulos Georgiou
CZ|+420|Praha Brno|Jakub Tomáš|Novák Svoboda
"""


def some_guest(chance: Random, number: int) -> Customer:
    """A guest; the number keeps their mail address apart from all others."""
    home = chance.choice(HOMES.splitlines()).split("|")
    country, calling, cities, first_names, last_names = home[0], home[1], home[2], home[3], home[-1]
    name = f"{chance.choice(first_names.split())} {chance.choice(last_names.split())}"
    domain = chance.choice(("example.org", "example.net", "example.com"))
    return Customer(
        name=name,
        email=f"{_plain(name)}{number}@{domain}",
        phone=f"{calling} {chance.randint(20, 99)} {chance.randint(100, 999)} {chance.randint(1000, 9999)}",
        address="",
        city=chance.choice(cities.split()),
        country=country,
    )


def _plain(name: str) -> str:
    letters = normalized("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z]+", ".", letters).strip(".")
