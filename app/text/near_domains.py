"""A slip in the domain of an email address: what its writer probably meant, to be offered, never put in its place."""

from functools import cache
from typing import Final

from publicsuffixlist import PublicSuffixList

from app.text.domains import in_dns

# By country: everywhere, German, French, Italian, Spanish and Portuguese, English, Dutch and Nordic, Central and
# South-eastern Europe, Russian and Asian. The most common first: of two that are equally near, the first is meant.
_PROVIDERS: Final = """
gmail.com outlook.com hotmail.com yahoo.com icloud.com live.com aol.com msn.com me.com mac.com googlemail.com
proton.me protonmail.com pm.me ymail.com rocketmail.com mail.com email.com fastmail.com fastmail.fm zoho.com
hey.com tutanota.com tuta.io gmx.com gmx.net inbox.com mail.ru yandex.com duck.com hushmail.com usa.net
gmx.de web.de t-online.de freenet.de online.de posteo.de mailbox.org arcor.de 1und1.de vodafone.de
outlook.de hotmail.de live.de yahoo.de aol.de gmx.at gmx.ch aon.at chello.at a1.net outlook.at bluewin.ch
hispeed.ch sunrise.ch mail.de email.de netcologne.de kabelmail.de unitybox.de ewe.net tutanota.de
orange.fr free.fr wanadoo.fr sfr.fr laposte.net hotmail.fr yahoo.fr outlook.fr live.fr neuf.fr bbox.fr
skynet.be telenet.be proximus.be hotmail.be outlook.be pt.lu
libero.it virgilio.it tiscali.it alice.it tim.it tin.it hotmail.it yahoo.it outlook.it live.it fastwebnet.it
aruba.it pec.it email.it hotmail.es yahoo.es outlook.es telefonica.net movistar.es ono.com terra.es
sapo.pt iol.pt netcabo.pt clix.pt hotmail.com.br yahoo.com.br outlook.com.br uol.com.br bol.com.br
terra.com.br ig.com.br globo.com yahoo.com.mx hotmail.com.mx prodigy.net.mx yahoo.com.ar hotmail.com.ar
yahoo.co.uk hotmail.co.uk btinternet.com live.co.uk outlook.co.uk sky.com virginmedia.com talktalk.net
ntlworld.com blueyonder.co.uk eircom.net comcast.net verizon.net att.net sbcglobal.net bellsouth.net
cox.net charter.net earthlink.net optonline.net rogers.com shaw.ca sympatico.ca yahoo.ca hotmail.ca
bigpond.com optusnet.com.au yahoo.com.au hotmail.com.au iinet.net.au xtra.co.nz
ziggo.nl kpnmail.nl hetnet.nl planet.nl xs4all.nl home.nl casema.nl live.nl hotmail.nl outlook.nl
telia.com hotmail.se live.se yahoo.se outlook.se spray.se bredband.net comhem.se online.no hotmail.no
live.no outlook.no yahoo.no hotmail.dk live.dk outlook.dk yahoo.dk mail.dk jubii.dk luukku.com
hotmail.fi outlook.fi elisanet.fi kolumbus.fi inbox.lv mail.ee
wp.pl o2.pl onet.pl interia.pl op.pl gazeta.pl poczta.onet.pl poczta.fm vp.pl tlen.pl interia.eu
seznam.cz email.cz centrum.cz volny.cz atlas.cz post.cz centrum.sk azet.sk zoznam.sk post.sk
freemail.hu citromail.hu t-online.hu indamail.hu upcmail.hu yahoo.ro abv.bg mail.bg net.hr t-com.hr
siol.net otenet.gr yahoo.gr hotmail.gr mynet.com hotmail.com.tr
yandex.ru bk.ru list.ru inbox.ru rambler.ru ukr.net i.ua meta.ua walla.com walla.co.il
qq.com 163.com 126.com sina.com sohu.com foxmail.com yahoo.co.jp docomo.ne.jp ezweb.ne.jp softbank.ne.jp
naver.com hanmail.net daum.net yahoo.co.in rediffmail.com yahoo.com.sg yahoo.com.hk yahoo.com.tw
yahoo.co.id yahoo.com.ph yahoo.com.vn mweb.co.za webmail.co.za
"""
PROVIDERS = tuple(_PROVIDERS.split())
KNOWN = frozenset(PROVIDERS)
ENDINGS = ("com", "net", "org", "de", "fr", "it")  # meant by an ending that nobody can register: .con, .cmo, .ogr
LONG_ENOUGH_FOR_TWO = 9  # letters of a domain: in a shorter one, two slips make another word
SHORT_NAME = 4  # letters before the ending: gmx, web, qq … are one slip from many others


def meant_domain(domain: str) -> str | None:
    """The domain that was probably meant; None where nothing looks like a slip."""
    typed = in_dns(domain)
    if typed in KNOWN or "." not in typed:
        return None
    near = [(slips, place) for place, known in enumerate(PROVIDERS) if (slips := _slips(typed, known))]
    if near:
        return PROVIDERS[min(near)[1]]
    return _with_real_ending(typed)


def meant_address(address: str) -> str | None:
    """The whole address with the domain that was probably meant; None where nothing looks like a slip."""
    person, at, domain = address.strip().rpartition("@")
    meant = meant_domain(domain) if person and at else None
    return f"{person}@{meant}" if meant else None


def _slips(typed: str, known: str) -> int:
    """How many slips are between the two; 0: too many for one to be meant by the other."""
    may_begin_so = known[0] in typed[:2] or typed[0] in known[:2]
    if abs(len(typed) - len(known)) > 2 or not may_begin_so:  # noqa: PLR2004  more than two slips
        return 0
    slips = _distance(typed, known)
    begins_alike = typed[0] == known[0]
    if slips == 1:
        if len(known.partition(".")[0]) <= SHORT_NAME:
            return 1 if sorted(typed) == sorted(known) or typed.replace(".", "") == known.replace(".", "") else 0
        return 1 if begins_alike or typed[1:] != known[1:] else 0
    is_long = begins_alike and len(known) >= LONG_ENOUGH_FOR_TWO
    return 2 if slips == 2 and is_long and not _is_other_country(typed, known) else 0  # noqa: PLR2004


def _is_other_country(typed: str, known: str) -> bool:
    """Whether it is the same name under another ending that there is: orange.com is not meant to be orange.fr."""
    (name, _dot, ending), known_name = typed.partition("."), known.partition(".")[0]
    return name == known_name and _real_endings().publicsuffix(f"x.{ending}") == ending


def _with_real_ending(typed: str) -> str | None:
    name, _dot, ending = typed.rpartition(".")
    if typed.startswith("xn--") or _real_endings().publicsuffix(f"x.{ending}"):
        return None
    near = [known for known in ENDINGS if _distance(ending, known) == 1]
    return f"{name}.{near[0]}" if near else None


def _distance(one: str, other: str) -> int:
    """Letters left out, added, changed, or two swapped (optimal string alignment)."""
    earlier: list[int] = []
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        earlier, before, row = before, row, [place]
        for column, meant in enumerate(other, 1):
            cost = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != meant))
            if place > 1 and column > 1 and letter == other[column - 2] and one[place - 2] == meant:
                cost = min(cost, earlier[column - 2] + 1)
            row.append(cost)
    return row[-1]


@cache
def _real_endings() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)
