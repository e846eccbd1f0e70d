# ruff: noqa: RUF001 - letters of many languages look like Latin ones
"""Languages in Latin letters: which letters beyond ASCII each writes, its commonest words, and its old code pages.

Ten European languages share the bytes 0xC0 to 0xFF and mean other letters by them. No language has `ñ`, `ê` and `æ`
at once, but Polish has the `ń`, `ę` and `ć` of the same bytes: the letters together tell the language. Letters by
CLDR's exemplar sets; words are the most frequent ones, and those that letters begin and end with.
"""

from dataclasses import dataclass
from typing import Final

_WEST: Final = ("cp1252", "iso8859-15", "mac_roman", "cp850")
_CENTRE: Final = ("cp1250", "iso8859-2", "mac_latin2", "cp852")
_ROMANIA: Final = ("cp1250", "iso8859-2", "iso8859-16")
_TURKEY: Final = ("cp1254", "iso8859-9", "mac_turkish", "cp857")
_BALTIC: Final = ("cp1257", "iso8859-13", "iso8859-4", "cp775")


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its letters beyond ASCII (both cases), its common words, and the codecs that were made for it."""

    name: str
    codecs: tuple[str, ...]
    letters: frozenset[str]
    words: frozenset[str]


def _language(name: str, codecs: tuple[str, ...], letters: str, words: str) -> Language:
    return Language(name, codecs, frozenset(letters + letters.upper()), frozenset(words.split()))


LANGUAGES: Final = (
    _language("en", _WEST, "éèïçñ", "the and to of we you for is in at dear hello please thank thanks room booking from our i would like"),
    _language("de", _WEST, "äöüßé", "und der die das ich wir sie ist nicht mit für ein eine zu von im am um auf bitte danke hallo liebe lieber herr frau grüße gruß mfg über"),
    _language("fr", _WEST, "àâæçéèêëîïôœùûüÿ", "et le la les de des un une nous vous je est pas pour dans à au bonjour merci cordialement madame monsieur avec sur que qui"),
    _language("es", _WEST, "áéíñóúü", "y el la los de que en un una por para con no es hola gracias señor señora saludos buenos días se lo mi su"),
    _language("it", _WEST, "àèéìíîòóùú", "e il la di che un una per non con sono buongiorno grazie saluti del della è si ci le a cordiali gentile"),
    _language("pt", _WEST, "áâãàçéêíóôõú", "e o a de que um uma para com não olá obrigado obrigada bom dia por em os do da é se cumprimentos"),
    _language("nl", _WEST, "áéëèíïóöúüĳ", "en de het een van wij ik is niet voor met op graag bedankt groet groeten beste te dat kunnen"),
    _language("sv", _WEST, "åäöéàü", "och att det en ett jag vi är inte för med på tack hej hälsningar kan som till av vänliga"),
    _language("da", _WEST, "æøåéöüäôáíúýó", "og at det en et jeg vi er ikke for med på tak hej hilsen kan som til af venlig har av takk"),
    _language("fi", _WEST, "äöåšž", "ja on ei se me että hei kiitos terveisin olemme voimme varaus huone ovat mutta kanssa"),
    _language("is", _WEST, "áðéíóúýþæö", "og að er ekki við ég fyrir með takk halló kveðja sem til það"),
    _language("fo", _WEST, "áðíóúýæø", "og at er ikki eg fyri við takk hey ein tað vit góðan dag kann kunnu frá til av"),
    _language("ca", _WEST, "àçéèíïòóúü·", "i el la els de que un una per amb no és hola gràcies bon dia salutacions som"),
    _language("ga", _WEST, "áéíóú", "agus an na is ní tá le do go raibh"),
    _language("pl", _CENTRE, "ąćęłńóśźż", "nie się jest na do że czy dzień dobry proszę dziękuję za i w z o po mogę pozdrawiam rezerwacja pani pan oraz dla jak dziękujemy fakturę faktury rezerwację pokój łóżko łóżkiem będzie będę możemy możliwość później wiadomość pytanie odpowiedź jestem również także są już został"),
    _language("cs", _CENTRE, "áčďéěíňóřšťúůýž", "je se na že s v a do pro dobrý den prosím děkuji děkujeme pozdravem jsme bych rezervaci máme za nebo ale rezervace později můžete můžeme faktury účet účtenku není příjezd také ještě přijedeme odpověď zpráva noční"),
    _language("sk", _CENTRE, "áäčďéíĺľňóôŕšťúýž", "je sa na že s v a do pre dobrý deň prosím ďakujem pozdravom sme by rezerváciu máme za alebo ale rezervácia môžete môžeme faktúru faktúra účet nie odpoveď neskôr ešte tiež prísť poslať potvrdenie príchod"),
    _language("hu", _CENTRE, "áéíóöőúüű", "a az és hogy nem van egy kérem köszönöm jó napot üdvözlettel szeretnék szoba foglalás is meg kell lesz számlát számla foglalást köszönjük szeretnénk kérjük később válasz választ érkezünk szobát"),
    _language("ro", _ROMANIA, "ăâîșțşţ", "și în de la nu este cu o un pe să vă rog mulțumesc bună ziua din pentru mulţumesc şi domnule doamnă mulţumim factura rezervarea camera fără dacă după până"),
    _language("hr", _CENTRE, "čćđšž", "i je u na da se za nije smo dobar dan molim hvala pozdrav lijep srdačan sa su li ne od račun račune možete možemo također već više kasnije šaljem"),
    _language("sl", _CENTRE, "čšž", "in je v na da se za ni smo dober dan prosim hvala pozdrav lep z so ali ne od račun račune možno lahko več še že"),
    _language("sq", _WEST, "çë", "dhe është në për me nuk një të që faleminderit mirëdita"),
    _language("tr", _TURKEY, "çğıİöşüâîû", "ve bir bu için ile değil var merhaba teşekkürler lütfen iyi günler saygılar sayın olarak biz ben çok oda geç da de teşekkür ederim ederiz rezervasyon fatura günaydın mı mi şu olduğunu"),
    _language("lv", _BALTIC, "āčēģīķļņšūž", "un ir ar no uz par ka mēs es nav labdien paldies lūdzu cieņu vai pie kas jūs"),
    _language("lt", _BALTIC, "ąčęėįšųūž", "ir yra su iš į kad mes aš ne laba diena ačiū prašau pagarbiai ar po už labas norime"),
    _language("et", (*_BALTIC, *_WEST), "äöõüšž", "ja on ei see me et tere aitäh palun lugupidamisega kas meie või ning tänan"),
)  # fmt: skip
LATIN_CODECS: Final = tuple(dict.fromkeys(codec for language in LANGUAGES for codec in language.codecs[:2]))
"""The code pages that mail is really written in; the others are met where a label names them."""
