"""The verdict on a sender by the desk's own mail server, and nobody else (RFC 8601)."""

from email.utils import parseaddr
from typing import Final
from urllib.parse import urlsplit

from app.config.settings import Settings
from app.text.domains import in_dns, organisation_of
from mail.intake.hops import entry_of
from mail.judging.sender_doubts import is_nobodys
from mail.letter.letter import AuthenticationVerdict, Letter

_FAILS: Final = frozenset({"fail", "permerror"})


def dmarc_of(letter: Letter, settings: Settings) -> str:
    """`pass` or `fail` as judged by the desk's own mail server; empty if it did not.

    Anyone can add such a header. One counts if it is above the hop where the mail came in from outside, its server is
    the one named in the settings (if none: one in the domain of the mailbox or of the desk's address), and it is about
    the domain in From. Of those, one `fail` outweighs any `pass`.
    """
    if not letter.authentication_results:
        return ""
    place = entry_of(letter.received, settings.trusted_proxies).place
    above = [one for one in letter.authentication_results if one.hops_above <= place]
    results = {said for one in above if _counts(one, letter, settings) for said in one.results_of("dmarc")}
    if _FAILS.intersection(results):
        return "fail"
    passed = results == {"pass"} and not is_nobodys(letter)
    return "pass" if passed else ""


def from_domain(letter: Letter) -> str:
    """The domain that we read in From, as the DNS writes it."""
    return in_dns(letter.from_email.rpartition("@")[2])


def is_our_server(name: str, settings: Settings) -> bool:
    """Whether that is a mail server of the desk's own: the one that is named, or one that its addresses speak of."""
    if settings.authserv_id:
        return name == settings.authserv_id
    return any(name == one or name.endswith(f".{one}") or _beside(name, one) for one in _own_domains(settings))


def _counts(verdict: AuthenticationVerdict, letter: Letter, settings: Settings) -> bool:
    return (
        bool(verdict.results_of("dmarc") - {"none"})
        and is_our_server(verdict.authserv_id, settings)
        and in_dns(verdict.header_from) == from_domain(letter) != ""
    )


def _own_domains(settings: Settings) -> frozenset[str]:
    hosts = [
        urlsplit(settings.mailbox_url or "").hostname or "",
        parseaddr(settings.mail_from or "")[1].rpartition("@")[2],
        *(host for one in settings.mailboxes for host in (one.place.host, one.sender_email.rpartition("@")[2])),
    ]
    return frozenset(in_dns(host) for host in hosts if "." in host)


def _beside(name: str, host: str) -> bool:
    """`mx1.example.org` beside `mail.example.org`: the same name but for its first label.

    The rest must belong to one owner: under `org` and `co.uk` anyone can register a name.
    """
    rest = host.partition(".")[2]
    return name.partition(".")[2] == rest and bool(organisation_of(rest))
