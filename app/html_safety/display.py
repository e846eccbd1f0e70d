"""A cleaned message on the page: its pictures, its document, the frame's policy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from app.html_safety.addresses import content_id, data_image, remote_image
from app.html_safety.images import HAS_COLOURS, Attributes, map_images
from app.html_safety.plain import escaped_attribute
from app.html_safety.theming import in_theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.html_safety.safe_html import SafeHtml

FRAME_SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
"""The message frame's `sandbox` attribute. Same-origin only so that the page can set the height; never scripts."""

FRAME_CSP = (
    f"sandbox {FRAME_SANDBOX}; default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""The Content-Security-Policy of a message's own page: it needs no network at all."""

FRAME_CSP_REMOTE = FRAME_CSP.replace("img-src data:;", "img-src data: https:;")
"""The same after a person asked for the pictures; to be sent with `FRAME_REFERRER_POLICY`."""

FRAME_REFERRER_POLICY = "no-referrer"

_REMOTE_MARK = re.compile(r'<img data-remote="https:', re.IGNORECASE)
_INLINE_MARK = re.compile(r'<img (?:data-cid="|src="cid:|src="(?=/attachments/))([^"]+)"')

_CID = re.compile(r'src="cid:([^"]+)"')
_LINK = re.compile(r"<a\b(?![^>]*\btarget=)", re.IGNORECASE)

_STYLE = """\
html{color-scheme:%s;background:%s;color:light-dark(#17211c,#e6ede9)}
body{margin:0;padding:1px 0;font:15px/1.55 -apple-system,"Segoe UI Variable Text","Segoe UI",Inter,Roboto,"Noto Sans",\
"Helvetica Neue",Arial,"Liberation Sans",system-ui,sans-serif;overflow-wrap:anywhere}
p{margin:0 0 8px}
body>:last-child,body>:last-child>:last-child{margin-bottom:0}
a{color:light-dark(#6b4e0d,#e3bd5b)}
p:not([dir],[dir]>*),li,h1,h2,h3{unicode-bidi:plaintext}
img{max-width:100%%;height:auto}
pre{white-space:pre-wrap}
table{max-width:100%%}
blockquote{margin:8px 0;padding-inline-start:12px;border-inline-start:3px solid light-dark(#d9e1dc,#3a4a42)}
"""
_OWN_STYLE = """\
.signature{margin-top:12px;font-size:13px;color:light-dark(#56625c,#93a09a)}
table[border="1"]{margin:0 0 8px;border-collapse:collapse}
table[border="1"],table[border="1"]>*>tr>*{border:1px solid light-dark(#d9e1dc,#3a4a42)}
"""


def show_message_html(html: SafeHtml, inline: Mapping[str, str], *, remote: bool) -> str:
    """A cleaned message with its pictures in place.

    `inline` gives a `data:` address for a Content-ID (without angle brackets) or an attachment's path; one that is no
    raster picture is passed over. Remote pictures are loaded only with `remote`, and only over https.
    """

    def shown(attributes: Attributes) -> Attributes:
        source = _inline_source(attributes, inline)
        if source:
            others = {name: value for name, value in attributes.items() if name != "data-cid"}
            return others | {"src": source}
        address = attributes.get("data-remote", "")
        if remote and address.lower().startswith("https:") and remote_image(address):
            others = {name: value for name, value in attributes.items() if name != "data-remote"}
            return others | {"src": address}
        return attributes

    return map_images(html, shown)


def message_document(
    html: SafeHtml,
    inline: Mapping[str, str] | None = None,
    *,
    remote: bool = False,
    lang: str = "en",
    theme: Literal["system", "light", "dark"] = "system",
    own: bool = False,
) -> str:
    """The whole document for the message frame, to be served with `FRAME_CSP` (`FRAME_CSP_REMOTE` with `remote`).

    A message with its own colours is always shown on a light page, as its author saw it. `own`: the desk wrote it,
    and it is shown in the page's theme.
    """
    scheme, paper = "light dark" if theme == "system" else theme, "transparent"  # the page shows through
    style = _STYLE
    if own:
        html, style = in_theme(html), _STYLE + _OWN_STYLE
    elif HAS_COLOURS.search(html):
        scheme, paper = "light", "#ffffff"
    return (
        f'<!doctype html>\n<html lang="{escaped_attribute(lang)}" dir="auto">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="color-scheme" content="{scheme}">\n<meta name="referrer" content="{FRAME_REFERRER_POLICY}">\n'
        f'<meta name="viewport" content="width=device-width">\n<title></title>\n<style>\n{style % (scheme, paper)}</style>\n'
        f'</head>\n<body dir="auto">\n{show_message_html(html, inline or {}, remote=remote)}\n</body>\n</html>\n'
    )


def sent_document(page: str, inline: Mapping[str, str]) -> str:
    """A mail of ours with its own styles, as its reader gets it, for the same frame under `FRAME_CSP`.

    The desk composed it of cleaned HTML; the frame's policy and its sandbox would stop what should not be in it all the
    same. Pictures are put in place, and links open beside the page.
    """

    def picture(found: re.Match[str]) -> str:
        return f'src="{escaped_attribute(data_image(inline.get(found[1], "")) or "")}"'

    return _LINK.sub('<a target="_blank" rel="noopener noreferrer"', _CID.sub(picture, page))


def remote_image_count(html: SafeHtml) -> int:
    """How many pictures of a cleaned mail wait on servers: what "load pictures" would ask for."""
    return len(_REMOTE_MARK.findall(html))


def inline_sources(html: SafeHtml) -> list[str]:
    """The files shown inside a cleaned message, each once, in order: Content-IDs of a mail's, paths of an answer's."""
    return list(dict.fromkeys(_INLINE_MARK.findall(html)))


def _inline_source(attributes: Attributes, inline: Mapping[str, str]) -> str | None:
    """The `data:` address of an inline picture, when there is one and it is a picture."""
    source = attributes.get("src", "")
    key = attributes.get("data-cid") or content_id(source) or source
    return data_image(inline.get(key, ""))
