"""A logo is read to its end, written anew, and refused in words if it is no picture."""

import struct
import zlib

import pytest

from app.core.errors import BadFields
from app.files.logos import clean_logo
from tests.plugins.pictures import JPEG, chunk, png


def test_a_png_keeps_its_pixels_and_loses_what_else_it_carries():
    clean = clean_logo(png() + b"<script>alert(1)</script>")

    assert (clean.kind, clean.width_px, clean.height_px) == ("png", 48, 24)
    assert b"taken at home" not in clean.content
    assert b"script" not in clean.content
    assert clean_logo(clean.content) == clean


def test_a_jpeg_keeps_its_picture_and_loses_notes_and_places():
    noted = JPEG[:2] + b"\xff\xe1\x00\x0cExif\0\0home" + b"\xff\xfe\x00\x06note" + JPEG[2:] + b"<script>"

    assert clean_logo(noted).content == clean_logo(JPEG).content
    assert b"Exif" not in clean_logo(noted).content


def broken(at: int) -> bytes:
    whole = bytearray(png())
    whole[at] ^= 1
    return bytes(whole)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PNG or JPEG"),
        (b"GIF89a" + bytes(20), "PNG or JPEG"),
        (b"", "PNG or JPEG"),
        (png(8, 8), "pixels"),
        (png(2001, 16), "pixels"),
        (png(lines=23), "damaged"),
        (png(lines=25), "damaged"),
        (png(interlaced=True), "damaged"),
        (broken(60), "damaged"),
        (png()[:-12], "damaged"),
        (JPEG[:60], "pixels"),
        (JPEG[:-2], "damaged"),
        (png() + bytes(256 * 1024), "larger than 256 KB"),
    ],
)
def test_what_is_no_picture_to_show_is_refused_with_what_would_do(content, why):
    with pytest.raises(BadFields, match=why) as refused:
        clean_logo(content)

    assert list(refused.value.faults) == ["logo"]


def test_pixels_that_unpack_without_an_end_are_not_unpacked():
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0))
    bomb = chunk(b"IDAT", zlib.compress(bytes(50_000_000), 9))

    with pytest.raises(BadFields, match="damaged"):
        clean_logo(b"\x89PNG\r\n\x1a\n" + header + bomb + chunk(b"IEND", b""))
