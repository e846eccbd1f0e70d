"""Questions to the DNS: few, short, and none to a resolver that does not answer."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import dns.resolver

SYSTEM: Final = "system"
OFF: Final = "off"
LETTER_S: Final = 8.0  # for all the questions of one letter
QUESTION_S: Final = 2.5
QUESTIONS: Final = 40  # of one letter: SPF alone may ask 10, and for 10 hosts each (RFC 7208 §4.6.4)
SILENCES: Final = 3  # in a row: then the resolver is away,
AWAY_S: Final = 60.0  # and is left alone for so long
_KEPT: Final = 5_000
# Nobody has a name below these (RFC 2606, 6761, 6762): the world's resolvers know nothing of them.
_NOWHERE: Final = ("example", "invalid", "test", "localhost", "local")

Ask = Callable[[str, str], list[Any]]
"""Name and type to what the DNS holds: TXT as bytes, A, AAAA and PTR as text, MX as (preference, host). Raises Silent."""


class Silent(Exception):
    """The DNS did not answer, or may no longer be asked: nothing is known."""


class Unknown(Exception):
    """The DNS has not been asked yet."""


class Dns:
    """A resolver: the machine's own (`system`), or the one at an address (`192.0.2.53`, `127.0.0.1:5353`)."""

    def __init__(self, where: str) -> None:
        self.where = where
        self._resolver: dns.resolver.Resolver | None = None
        self._silences = 0
        self._away_until_s = 0.0

    def for_letter(self) -> Ask:
        """Looks up names for one mail, within LETTER_S and QUESTIONS. Blocks; call it in a thread."""
        ends_s = time.monotonic() + LETTER_S
        asked = 0

        def ask(name: str, kind: str) -> list[Any]:
            nonlocal asked
            asked += 1
            left_s = ends_s - time.monotonic()
            if asked > QUESTIONS or left_s <= 0:
                raise Silent
            return self._ask(name.rstrip("."), kind, min(left_s, QUESTION_S))

        return ask

    def at_once(self, name: str, kind: str) -> list[Any]:
        """What is known without a question, which takes no time. Raises Unknown; Silent if it could not be asked now."""
        known = self._known(name.rstrip("."), kind)
        if known is None:
            raise Unknown
        return known

    def _known(self, name: str, kind: str) -> list[Any] | None:
        """What needs no look-up: impossible names, and earlier answers. Raises Silent."""
        if self.where == SYSTEM and name.rpartition(".")[2].lower() in _NOWHERE:
            return []
        if time.monotonic() < self._away_until_s:
            raise Silent
        if self._resolver is None:
            return None
        import dns.name  # noqa: PLC0415  dnspython takes four megabytes: only when a mail has come
        import dns.resolver  # noqa: PLC0415

        try:
            asked = dns.name.from_text(name), dns.rdatatype.from_text(kind), dns.rdataclass.IN
        except (dns.exception.DNSException, ValueError, UnicodeError):
            return None
        answer = self._resolver.cache.get(asked)
        return None if answer is None else [_value(record, kind) for record in answer.rrset or ()]

    def _ask(self, name: str, kind: str, seconds: float) -> list[Any]:
        if (known := self._known(name, kind)) is not None:
            return known
        import dns.resolver  # noqa: PLC0415  as above

        try:
            answer = self._resolving().resolve(name, kind, lifetime=seconds, search=False, raise_on_no_answer=False)
        except dns.resolver.NXDOMAIN:
            found: list[Any] = []
        except (dns.resolver.NoNameservers, dns.resolver.YXDOMAIN) as error:  # this name's own servers are at fault
            raise Silent from error
        except (dns.exception.DNSException, OSError, ValueError, UnicodeError) as error:
            self._was_silent()
            raise Silent from error
        else:
            found = [_value(record, kind) for record in answer.rrset or ()]
        self._silences = 0
        return found

    def _was_silent(self) -> None:
        self._silences += 1
        if self._silences >= SILENCES:
            self._silences, self._away_until_s = 0, time.monotonic() + AWAY_S

    def _resolving(self) -> "dns.resolver.Resolver":
        if self._resolver is None:
            import dns.resolver  # noqa: PLC0415  as above

            made = dns.resolver.Resolver(configure=self.where == SYSTEM)
            if self.where != SYSTEM:
                host, port = host_and_port(self.where)
                made.nameservers, made.port = [host], port
            made.cache = dns.resolver.LRUCache(_KEPT)
            self._resolver = made
        return self._resolver


def host_and_port(where: str) -> tuple[str, int]:
    """Address and port of a resolver: `[::1]:5353`, `192.0.2.53`. Raises ValueError for a port that is no number."""
    host, colon, port = where.rpartition(":")
    if colon and (host.startswith("[") or ":" not in host):
        return host.strip("[]"), int(port)
    return where.strip("[]"), 53


def _value(record: Any, kind: str) -> Any:
    if kind == "TXT":
        return b"".join(record.strings)
    if kind == "MX":
        return record.preference, record.exchange.to_text(omit_final_dot=True)
    return record.target.to_text(omit_final_dot=True) if kind == "PTR" else record.address
