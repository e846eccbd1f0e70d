"""One mail of each kind, drawn as a mail program would: its HTML with its own pictures, and nothing else."""

import base64
import email
import email.policy
import re

from playwright.async_api import Browser

from tests.pictures.camera import WIDTHS, Camera
from tests.pictures.desks import PicturedDesk

MAIL_WIDTHS = (768, 390)


async def take_mails(camera: Camera, browser: Browser, desk: PicturedDesk) -> None:
    """Every kind that the demo has sent."""
    page = await browser.new_page()
    for kind, raw in desk.raw_mails():
        for width in MAIL_WIDTHS:
            await page.set_viewport_size({"width": width, "height": WIDTHS[width]})
            await page.set_content(drawn(raw))
            await camera.both_themes(page, f"mail: {kind}", width, tall=True)
    await page.close()


def drawn(raw: bytes) -> str:
    """The HTML of a mail, its inline pictures in it."""
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    html = mail.get_body(("html",))
    if html is None:
        return "<p>This mail has no HTML."
    inline = {str(part["Content-ID"]).strip("<>"): part for part in mail.walk() if part["Content-ID"]}
    return re.sub(r'cid:([^"\')]+)', lambda found: _data(inline.get(found[1])), html.get_content())


def _data(part: email.message.EmailMessage | None) -> str:
    if part is None:
        return "data:,"
    return f"data:{part.get_content_type()};base64,{base64.b64encode(part.get_content()).decode()}"
