"""An answer's HTML on its way into a mail: pictures travel with it, and every style that matters stands inline."""

import hashlib
import re
from base64 import b64decode
from collections.abc import Iterable

from app.html_safety import clean_answer_html
from app.html_safety.addresses import data_image
from app.html_safety.images import Attributes, map_images
from app.message import Attachment
from mail.composing.sheet import File

WIDTH_PX = 536  # of the text: 600 less its padding
_PATH = re.compile(r"/attachments/([0-9a-f]{32})")
_STYLED = {
    "p": "margin:0 0 14px;",
    "a": "color:#6b4e0d;",
    "h1": "margin:0 0 12px;font-size:22px;line-height:28px;",
    "h2": "margin:0 0 12px;font-size:19px;line-height:26px;",
    "h3": "margin:0 0 10px;font-size:17px;line-height:25px;",
    "blockquote": "margin:0 0 14px;padding:0 0 0 14px;border-left:3px solid #d9e1dc;",
    "ul": "margin:0 0 14px;padding:0 0 0 24px;",
    "ol": "margin:0 0 14px;padding:0 0 0 24px;",
    "pre": "margin:0 0 14px;white-space:pre-wrap;",
}
_TAG = re.compile("<(" + "|".join(_STYLED) + r")((?: [a-z-]++=\"[^\"]*+\")*+)>")
_CLASSES = {"a": "lk", "blockquote": "ln"}  # what the rules for dark screens find


class Pictures:
    """Finds each picture of one mail, gives it a Content-ID and collects the file; each file once."""

    def __init__(self, attachments: Iterable[Attachment], domain: str) -> None:
        self._by_key = {attachment.key: attachment for attachment in attachments}
        self._by_content_id = {one.content_id: one for one in self._by_key.values() if one.content_id}
        self._domain = domain
        self.used: dict[str, Attachment] = {}
        self.drawn: list[File] = []

    def __call__(self, attributes: Attributes) -> Attributes:
        """The picture's attributes as they stand in the mail; without an address where there is no such file."""
        source = attributes.pop("src", "")
        attachment = self._find(source)
        if attachment:
            self.used[attachment.key] = attachment
            return _sized(attributes, attachment) | {"src": f"cid:{self.content_id(attachment)}"}
        if data_image(source):
            return attributes | {"src": f"cid:{self._draw(source)}"}
        return attributes

    def content_id(self, attachment: Attachment) -> str:
        """What the HTML calls the file."""
        return f"{attachment.key}@{self._domain}"

    def _find(self, source: str) -> Attachment | None:
        if path := _PATH.fullmatch(source):
            return self._by_key.get(path[1])
        return self._by_content_id.get(source.removeprefix("cid:"))

    def _draw(self, source: str) -> str:
        content_type, _comma, encoded = source.removeprefix("data:").partition(";base64,")
        content = b64decode(encoded + "=" * (-len(encoded) % 4))
        content_id = f"{hashlib.sha256(content).hexdigest()[:32]}@{self._domain}"
        if all(file.content_id != content_id for file in self.drawn):
            name = f"picture-{len(self.drawn) + 1}.{content_type.rpartition('/')[2]}"
            self.drawn.append(File(name, content_type, content, content_id))
        return content_id


def for_mail(html: str, pictures: Pictures) -> str:
    """What an operator wrote as it stands in the mail: cleaned once more, pictures by `cid:`, styles inline."""
    return styled(map_images(clean_answer_html(html), pictures))


def styled(html: str) -> str:
    """Cleaned HTML with our styles on its tags: mail clients have no style sheet of ours."""
    return _TAG.sub(_styled, html)


def _styled(match: re.Match[str]) -> str:
    """A tag with our style before its own, which wins."""
    name, attributes = match.groups()
    own = re.search(r' style="([^"]*+)"', attributes)
    rest = attributes.replace(own[0], "") if own else attributes
    mark = f' class="{_CLASSES[name]}"' if name in _CLASSES else ""
    return f'<{name}{mark}{rest} style="{_STYLED[name]}{own[1] if own else ""}">'


def _sized(attributes: Attributes, attachment: Attachment) -> Attributes:
    """Width and height as attributes: Outlook knows no other size (and would draw a photograph in full)."""
    width, height = attachment.width_px, attachment.height_px
    if not width or not height or "width" in attributes or "height" in attributes:
        return attributes
    shown = min(width, WIDTH_PX)
    return attributes | {"width": str(shown), "height": str(max(1, height * shown // width))}
