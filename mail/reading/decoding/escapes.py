"""ISO-2022: text whose escapes say which characters follow (RFC 1468, RFC 1557)."""

import re
from typing import Final

# Shift_JIS is JIS X 0208 moved: two rows to a lead byte, with a gap in the leads and one at 0x7F in the trails.
_SECOND_HALF: Final = 0x5F


_DELETE_GAP: Final = 0x60


_JIS_ESCAPE: Final = re.compile(rb"\x1b(\$[@B]|\$\([A-Z]|\([A-Z])")


_EUC_KR_ESCAPE: Final = b"\x1b$)C"


def by_escapes(data: bytes, codec: str | None) -> str:
    """ISO-2022 text, whatever the label says: its escapes are as good as a signature."""
    if _EUC_KR_ESCAPE in data:
        return data.decode("iso2022_kr", "replace")
    if not _JIS_ESCAPE.search(data) or (codec and codec.startswith("iso2022") and not data.isascii()):
        return ""
    for name in ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2"):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, ValueError):
            continue
    return _jis_with_vendor_rows(data)


def _jis_with_vendor_rows(data: bytes) -> str:
    """ISO-2022-JP with characters that only Windows-31J knows (① Ⅳ ㈱ 髙): shifted over to cp932 pair by pair."""
    texts: list[str] = []
    at, read = 0, _plain
    for escape in _JIS_ESCAPE.finditer(data):
        if at < escape.start():  # a hostile letter is made of nothing but escapes
            texts.append(read(data[at : escape.start()]))
        at, read = escape.end(), _shifted if escape[1] in {b"$B", b"$@"} else _in_windows
    return "".join([*texts, read(data[at:])])


def _plain(piece: bytes) -> str:
    return piece.decode("ascii", "replace")


def _in_windows(piece: bytes) -> str:
    return piece.decode("cp932", "replace")


def _shifted(piece: bytes) -> str:
    shifted = bytearray()
    for row, cell in zip(piece[::2], piece[1::2], strict=False):
        lead = (row - 0x21) // 2 + (0x81 if row < _SECOND_HALF else 0xC1)
        trail = cell + (0x7E if row % 2 == 0 else 0x1F if cell < _DELETE_GAP else 0x20)
        shifted += bytes((lead & 0xFF, trail & 0xFF))
    return shifted.decode("cp932", "replace")
