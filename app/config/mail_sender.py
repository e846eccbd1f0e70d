"""Whom the desk's mail is from, as one text: what the environment has, or the console."""

from app.config.settings import Settings


def sender_line(name: str, address: str) -> str:
    """Name and address together, `Aurora Travel <desk@example.org>`; "" without an address."""
    if not name or not address:
        return address
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"' if set(name) & set('()<>@,;:\\".[]') else name
    return f"{quoted} <{address}>"


def is_sender_fixed(settings: Settings) -> bool:
    """Whether the environment names the sender, so that nobody changes it here."""
    return bool(settings.given.get("DESKBELL_MAIL_FROM", "").strip())
