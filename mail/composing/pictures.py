"""An answer's HTML on its way into a mail: pictures are attached, and every style that matters is inline."""

import hashlib
import re
from base64 import b64decode
from collections.abc import Iterable

from app.html_safety import clean_answer_html, in_theme
from app.html_safety.addresses import data_image
from app.html_safety.images import Attributes, map_images
from app.nouns.message import Attachment
from app.text.languages import current_language
from mail.composing.drawing import sides
from mail.composing.outgoing_mail import File

LINK = "#6b4e0d"
WIDTH_PX = 536  # of the text: 600 less its padding
_PATH = re.compile(r"/attachments/([0-9a-f]{32})")
_STYLED = {
    "p": "margin:0 0 14px;",
    "a": "color:LINK;",
    "h1": "margin:0 0 12px;font-size:22px;line-height:28px;",
    "h2": "margin:0 0 12px;font-size:19px;line-height:26px;",
    "h3": "margin:0 0 10px;font-size:17px;line-height:25px;",
    "blockquote": "margin:0 0 14px;padding:0;padding-START:14px;border-START:3px solid #d9e1dc;",
    "ul": "margin:0 0 14px;padding:0 24px;",
    "ol": "margin:0 0 14px;padding:0 24px;",
    "pre": "margin:0 0 14px;white-space:pre-wrap;",
    "table": "margin:0 0 14px;border-collapse:collapse;border:1px solid #d9e1dc;",  # only where it has lines
}
_TAG = re.compile("<(" + "|".join(_STYLED) + r")((?: [a-z-]++=\"[^\"]*+\")*+)>")
_BLOCKS = frozenset({"p", "h1", "h2", "h3", "blockquote", "ul", "ol"})  # each runs the way its own words do
_CLASSES = {"a": "lk", "blockquote": "ln", "table": "ln"}  # what the rules for dark screens find


class Pictures:
    """Finds each picture of one mail, gives it a Content-ID and collects the file; each file once."""

    def __init__(self, attachments: Iterable[Attachment], domain: str, link: str = LINK) -> None:
        self._by_key = {attachment.key: attachment for attachment in attachments}
        self._by_content_id = {one.content_id: one for one in self._by_key.values() if one.content_id}
        self._domain = domain
        self.link = link  # the colour of the links around them
        self.used: dict[str, Attachment] = {}
        self.drawn: list[File] = []

    def __call__(self, attributes: Attributes) -> Attributes:
        """The picture's attributes in the mail; without an address if the file is missing."""
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
    """What an operator wrote, for the mail: cleaned again, for any theme, pictures by `cid:`, styles inline."""
    return styled(map_images(in_theme(clean_answer_html(html)), pictures), pictures.link)


def styled(html: str, link: str = LINK) -> str:
    """Cleaned HTML with our styles on its tags, links in this colour: mail clients have no style sheet of ours."""
    return _TAG.sub(lambda match: _styled(match, link), html)


def _styled(match: re.Match[str], link: str) -> str:
    """A tag with our style before its own, which wins."""
    name, attributes = match.groups()
    if name == "table" and ' border="1"' not in attributes:
        return match[0]
    own = re.search(r' style="([^"]*+)"', attributes)
    rest = attributes.replace(own[0], "") if own else attributes
    mark = f' class="{_CLASSES[name]}"' if name in _CLASSES else ""
    way = ' dir="auto"' if name in _BLOCKS and " dir=" not in rest else ""
    style = _STYLED[name].replace("LINK", link).replace("START", sides(current_language())["start"])
    return f'<{name}{mark}{way}{rest} style="{style}{own[1] if own else ""}">'


def _sized(attributes: Attributes, attachment: Attachment) -> Attributes:
    """Width and height as attributes: Outlook knows no other size (and would draw a photograph in full)."""
    width, height = attachment.width_px, attachment.height_px
    if not width or not height or "width" in attributes or "height" in attributes:
        return attributes
    shown = min(width, WIDTH_PX)
    return attributes | {"width": str(shown), "height": str(max(1, height * shown // width))}
