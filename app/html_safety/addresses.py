"""Which addresses a link or a picture may name."""

from __future__ import annotations

import re
from urllib.parse import unquote

_MAX_LINK_CHARACTERS = 8192
# What browsers drop or trim before they read a scheme (WHATWG URL, 4.4), and the separators that look like nothing.
_DROPPED = re.compile(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_LINK = re.compile(r"(?:https?://[^/?#\\@][^\\]*|mailto:.+|tel:[0-9+().;=a-zA-Z-]+)", re.IGNORECASE)
_REMOTE = re.compile(r"https?://[^/?#\\@][^\\]*", re.IGNORECASE)
_CONTENT_ID = re.compile(r"[!#-%'-;=?-~]{1,250}")  # printable ASCII without quotes, ampersand, angle brackets
_ATTACHMENT = re.compile(r"/attachments/[A-Za-z0-9_-]{1,128}")
_DATA_IMAGE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,([A-Za-z0-9+/]+={0,2})")
# How each type's magic number begins once it is base64.
_MAGIC = {"png": "iVBORw0KGgo", "jpeg": "/9j/", "gif": "R0lGOD", "webp": "UklGR"}


def link_address(href: str) -> str | None:
    """The address as a link may hold it: http, https, mailto or tel, without blanks and controls; else None."""
    href = _DROPPED.sub("", href)
    return href if len(href) <= _MAX_LINK_CHARACTERS and _LINK.fullmatch(href) else None


def remote_image(src: str) -> str | None:
    """The address of a remote picture, http or https; else None."""
    src = _DROPPED.sub("", src)
    return src if len(src) <= _MAX_LINK_CHARACTERS and _REMOTE.fullmatch(src) else None


def content_id(src: str) -> str | None:
    """The Content-ID that a `cid:` address names, without its angle brackets (RFC 2392); else None."""
    scheme, _, name = src.strip().partition(":")
    return plain_content_id(unquote(name)) if scheme.lower() == "cid" else None


def plain_content_id(name: str) -> str | None:
    """A Content-ID that is safe in an attribute, else None."""
    return name if _CONTENT_ID.fullmatch(name) else None


def attachment_path(src: str) -> str | None:
    """The path of one of the desk's own attachments, `/attachments/<key>`; else None."""
    return src if _ATTACHMENT.fullmatch(src) else None


def data_image(src: str) -> str | None:
    """A raster picture written out as a `data:` address, when type and first bytes agree; else None."""
    match = _DATA_IMAGE.fullmatch(src)
    return src if match and match[2].startswith(_MAGIC[match[1]]) else None


def data_image_bytes(src: str) -> int:
    """How many bytes a `data:` address decodes to, at most."""
    return len(src.partition(",")[2]) * 3 // 4
