"""DMARC (RFC 7489): whether the domain in From sent this mail, by its own policy in the DNS."""

from dataclasses import dataclass

from app.text.domains import in_dns, organisation_of
from mail.authenticity.dns import Ask, Silent
from mail.authenticity.signatures import is_signed_by


@dataclass(frozen=True, slots=True)
class MailOrigin:
    """What a mail claims about its origin, and what our own server saw."""

    domain: str  # in From, as the DNS writes it
    client_ip: str = ""  # that handed the mail to our server; empty: not known
    envelope_from: str = ""  # the sender in the envelope; empty: not known


def dmarc_checked(raw: bytes, claim: MailOrigin, ask: Ask) -> str:
    """`pass`, `fail`, or nothing: the domain has no policy, or not enough is known to say that the mail is forged.

    Blocks while it asks; call it in a thread.
    """
    try:
        policy = _policy_of(claim.domain, ask)
    except Silent:
        return ""
    if policy is None:
        return ""
    knows = {_spf_aligns(claim, policy, ask), _dkim_aligns(raw, claim, policy, ask)}
    if True in knows:
        return "pass"
    return "" if None in knows else "fail"


def has_policy(domain: str, at_once: Ask) -> bool:
    """Whether the domain has one, of what is known at once. Raises Silent, Unknown."""
    return _policy_of(domain, at_once) is not None


def _spf_aligns(claim: MailOrigin, policy: dict[str, str], ask: Ask) -> bool | None:
    if not claim.client_ip or not claim.envelope_from:
        return None
    domain = in_dns(claim.envelope_from.rpartition("@")[2])
    if not _aligned(domain, claim.domain, policy.get("aspf", "r")):
        return False
    from mail.authenticity.spf import spf_of  # noqa: PLC0415  it takes dnspython along: only when a mail has come

    try:
        return spf_of(claim.client_ip, f"{claim.envelope_from.rpartition('@')[0]}@{domain}", ask) == "pass"
    except Silent:
        return None


def _dkim_aligns(raw: bytes, claim: MailOrigin, policy: dict[str, str], ask: Ask) -> bool | None:
    mode = policy.get("adkim", "r")
    try:
        return is_signed_by(raw, lambda domain: _aligned(in_dns(domain), claim.domain, mode), ask)
    except Silent:
        return None


def _aligned(domain: str, claimed: str, mode: str) -> bool:
    """Whether a domain that was proved is the one in From, or relaxed (§3.1) of the same organisation."""
    if domain == claimed:
        return True
    return mode != "s" and organisation_of(claimed) == organisation_of(domain) != ""


def _policy_of(domain: str, ask: Ask) -> dict[str, str] | None:
    """The tags of the domain's policy, or of its organisation's (§6.6.3). Several records are none. Raises Silent."""
    for name in dict.fromkeys((domain, organisation_of(domain))):
        texts = [one.decode("utf-8", "replace") for one in ask(f"_dmarc.{name}", "TXT")] if name else []
        policies = [tags for one in texts if (tags := _tags(one)) is not None]
        if len(policies) == 1:
            return policies[0]
    return None


def _tags(text: str) -> dict[str, str] | None:
    pairs = [part.partition("=") for part in text.split(";")]
    tags = {name.strip().lower(): value.strip().lower() for name, _equals, value in pairs if name.strip()}
    begins = pairs[0][0].strip().lower() == "v" and pairs[0][2].strip() == "DMARC1"
    return tags if begins and (tags.get("p") in {"none", "quarantine", "reject"} or "rua" in tags) else None
