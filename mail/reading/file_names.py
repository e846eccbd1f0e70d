"""Names for files that came by mail: what the sender called them, made harmless; or a name of ours."""

import re
from typing import Final

from mail import limits
from mail.reading.cleaning import clean_line

_FORBIDDEN: Final = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_EXTENSIONS: Final = {
    "application/json": ".json",
    "application/ms-tnef": ".dat",
    "application/msword": ".doc",
    "application/pdf": ".pdf",
    "application/pgp-signature": ".asc",
    "application/pkcs7-mime": ".p7m",
    "application/pkcs7-signature": ".p7s",
    "application/rtf": ".rtf",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/x-pkcs7-mime": ".p7m",
    "application/x-pkcs7-signature": ".p7s",
    "application/zip": ".zip",
    "audio/mpeg": ".mp3",
    "audio/wav": ".wav",
    "image/bmp": ".bmp",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "message/rfc822": ".eml",
    "message/global": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/directory": ".vcf",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/rfc822-headers": ".txt",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "text/xml": ".xml",
    "video/mp4": ".mp4",
}
_FIXED: Final = {
    "application/ms-tnef": "winmail.dat",
    "application/vnd.ms-tnef": "winmail.dat",
    "application/pgp-signature": "signature.asc",
    "application/pgp-encrypted": "version.txt",
    "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-signature": "smime.p7s",
    "application/pkcs7-mime": "smime.p7m",
    "application/x-pkcs7-mime": "smime.p7m",
    "text/calendar": "invite.ics",
}


def clean_file_name(name: str) -> str:
    """Return a name without folders, controls, bidi marks, leading dots or what Windows forbids; maybe empty.

    At most `limits.FILE_NAME_CHARS`; the extension survives the cut.
    """
    name = clean_line(name, limits.HEADER_VALUE_CHARS).replace("\\", "/").rstrip("/").rpartition("/")[2]
    name = _FORBIDDEN.sub("_", name).strip().lstrip(".").strip(" ").rstrip(". ")
    if len(name) <= limits.FILE_NAME_CHARS:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:  # noqa: PLR2004 - longer than any extension that programs know
        return name[: limits.FILE_NAME_CHARS]
    return stem[: limits.FILE_NAME_CHARS - len(extension) - 1].rstrip() + "." + extension


def name_for(content_type: str, number: int) -> str:
    """Return a name for the letter's `number`-th file where its sender gave it none."""
    if fixed := _FIXED.get(content_type):
        return fixed
    main = content_type.partition("/")[0]
    word = main if main in {"image", "audio", "video", "text", "message"} else "attachment"
    return f"{word}-{number}{_EXTENSIONS.get(content_type, '.bin')}"


def message_name(subject: str) -> str:
    """Return the file name of a forwarded message: its subject with `.eml` behind it."""
    stem = clean_file_name(subject.replace("/", "-").replace("\\", "-"))[: limits.FILE_NAME_CHARS - 4].strip()
    return (stem or "message") + ".eml"
