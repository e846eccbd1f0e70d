import pytest

from app.text.near_domains import KNOWN, PROVIDERS, meant_address, meant_domain

SLIPS = {
    "gmial.com": "gmail.com",
    "gamil.com": "gmail.com",
    "gmai.com": "gmail.com",
    "gmail.co": "gmail.com",
    "gmail.con": "gmail.com",
    "gmaill.con": "gmail.com",
    "mgail.com": "gmail.com",
    "Gmial.Com": "gmail.com",
    "hotnail.com": "hotmail.com",
    "hotmial.co.uk": "hotmail.co.uk",
    "otmail.com": "hotmail.com",
    "outlok.de": "outlook.de",
    "gxm.de": "gmx.de",
    "gmxde.": None,
    "t-onlin.de": "t-online.de",
    "tonline.de": "t-online.de",
    "wandoo.fr": "wanadoo.fr",
    "lapost.net": "laposte.net",
    "libro.it": "libero.it",
    "zigo.nl": "ziggo.nl",
    "inetria.pl": "interia.pl",
    "senzam.cz": "seznam.cz",
    "freemial.hu": "freemail.hu",
    "yahoo.co.jpn": "yahoo.co.jp",
    "yandx.ru": "yandex.ru",
    "uol.com.rb": "uol.com.br",
    "alpenblick.con": "alpenblick.com",
    "verein.ogr": "verein.org",
}
REAL = (
    "mail.com email.com ymail.com gmx.at web.de we.de wed.de me.co.uk hotel.com aurora.example example.org guest.example "
    "gmx.info wp.eu online.com freenet.com orange.com sky.de xn--bcher-kva.example bücher.de localhost postmail.com bmail.com a.b.c"
)


@pytest.mark.parametrize(("typed", "meant"), SLIPS.items())
def test_a_slip_in_the_domain_is_seen(typed, meant):
    assert meant_domain(typed) == meant


@pytest.mark.parametrize("real", [*REAL.split(), *PROVIDERS])
def test_what_may_be_meant_as_it_is_is_not_questioned(real):
    assert meant_domain(real) is None


def test_the_person_stays_as_typed():
    assert meant_address(" Helena.Brandt+trip@gmial.com ") == "Helena.Brandt+trip@gmail.com"
    assert [meant_address(odd) for odd in ("", "@gmial.com", "gmial.com", "helena@", "@")] == [None] * 5


def test_a_domain_is_named_once():
    assert len(KNOWN) == len(PROVIDERS)
