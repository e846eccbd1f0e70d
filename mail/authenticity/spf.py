"""SPF (RFC 7208): whether a domain lets this address send its mail. pyspf evaluates; what it asks is bounded here."""

from typing import Any

import spf

from mail.authenticity.dns import Ask, Silent


def spf_of(ip: str, sender: str, ask: Ask) -> str:
    """`pass`, `fail`, `softfail`, `neutral`, `none` or `permerror` for the envelope's sender. Raises Silent."""
    try:
        result = _Query(ip, sender, ask).check()[0]
    except (ValueError, IndexError, TypeError, UnicodeError):  # a record or a name that defeats the evaluation
        return "permerror"
    if result == "temperror":
        raise Silent
    return str(result)


class _Query(spf.query):  # type: ignore[misc]  # untyped
    """pyspf's evaluation with another way to the DNS."""

    def __init__(self, ip: str, sender: str, ask: Ask) -> None:
        super().__init__(ip, sender, sender.rpartition("@")[2])
        self._ask = ask

    def get_explanation(self, _spec: str) -> str:
        """Explanations of failures are not looked up: nobody needs them."""
        return ""

    def dns(self, name: str, qtype: str, cnames: Any = None, ignore_void: bool = False) -> list[Any]:  # noqa: ARG002
        """What the DNS holds, as pyspf wants it; too many names that hold nothing are an error (RFC 7208 §4.6.4)."""
        name = str(name).rstrip(".").lower()
        if qtype == "SPF" or not all(0 < len(label) <= 63 for label in name.split(".")):  # noqa: PLR2004
            return []
        if (name, qtype) not in self.cache:
            try:
                found = self._ask(name, qtype)
            except Silent as silent:
                raise spf.TempError("DNS") from silent
            self.cache[name, qtype] = [(one,) for one in found] if qtype == "TXT" else found
        result: list[Any] = self.cache[name, qtype]
        if not result and not ignore_void:
            self.void_lookups += 1
            if self.void_lookups > spf.MAX_VOID_LOOKUPS:
                raise spf.PermError("void lookups")
        return result
