"""How a mail looks: the desk's colour on its head and button, its logo, and its address below what customers get."""

from dataclasses import dataclass
from typing import Any, Final

from app.config.brand_colour import WHITE, BrandColour
from app.config.logo import Logo
from app.core.errors import NotFound
from app.desk import Desk
from app.nouns.outbound_mail import MailKind
from mail.composing.outgoing_mail import File
from mail.composing.pictures import LINK

TO_CUSTOMERS: Final = frozenset(
    {
        MailKind.ANSWER,
        MailKind.COPY,
        MailKind.CONFIRMATION,
        MailKind.LOST_CODE,
        MailKind.USE_FORM,
        MailKind.TO_THIRD_PARTY,
    }
)
WIDTH_PX, HEIGHT_PX = 160, 32  # of the logo, at most


@dataclass(frozen=True, slots=True)
class MailLook:
    """Colours as `#rrggbb`; the logo as a file of the mail, with the size in pixels at which it is shown."""

    head: str = "#18352a"
    on_head: str = "#f3f7f4"
    soft: str = "#bccfc5"
    mark: str = "#e3bd5b"
    button: str = "#e3bd5b"
    on_button: str = "#2b2209"
    link: str = LINK
    dark_link: str = "#ecca70"
    logo: File | None = None
    logo_size: tuple[int, int] = (0, 0)
    foot: tuple[str, ...] = ()


PLAIN: Final = MailLook()


async def look_of(desk: Desk, kind: MailKind, domain: str) -> MailLook:
    """The look of a mail of this kind. A logo whose file is gone is left out: the mail counts for more."""
    colours = _coloured(desk.settings.colour)
    if kind not in TO_CUSTOMERS:
        return MailLook(**colours)
    foot = "\n".join(filter(None, (desk.settings.postal_address, desk.settings.legal_lines)))
    logo = Logo.from_text(desk.settings.logo)
    size = logo.shown(WIDTH_PX, HEIGHT_PX) if logo else (0, 0)
    file = await _file(desk, logo, domain) if logo else None
    return MailLook(**colours, logo=file, logo_size=size, foot=tuple(foot.splitlines()))


def _coloured(colour: str) -> dict[str, Any]:
    if not colour:
        return {}
    own = BrandColour(colour)
    return {
        "head": own.base,
        "on_head": WHITE,
        "soft": own.soft,
        "mark": own.soft,
        "button": own.base,
        "on_button": WHITE,
        "link": own.base,
        "dark_link": own.bright,
    }


async def _file(desk: Desk, logo: Logo, domain: str) -> File | None:
    try:
        content = await desk.storage.get(logo.key)
    except NotFound:
        return None
    return File(f"logo.{logo.kind}", logo.content_type, content, f"{logo.key}@{domain}")
