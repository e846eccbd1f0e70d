"""What strangers send: names of files, sizes of pictures, the fields of a form."""

import struct

import pytest

from app.core.errors import BadFields, NotFound
from app.credentials.codes import ALPHABET, grouped, new_access_code, same_code
from app.files.kinds import OPAQUE, picture_size, safe_type
from app.files.names import NAME_LENGTH, clean_file_name
from app.files.storage import FolderStorage
from app.nouns.fields import check_fields, well_formed
from app.text.countries import country_name, read_country
from app.text.one_line import one_line

RIGHT = {
    "name": "Helena",
    "email": "h@guest.example",
    "phone": "+49 40 555",
    "city": "Hamburg",
    "subject": "Cot",
    "message": "Hi",
}

NAMES = {
    "../../etc/x": "x", "..\\x": "x", "/abs": "abs", "C:\\x": "x", ".htaccess": "htaccess",
    "\u200b.htaccess": "htaccess", "a\x00.png": "a .png", "con": "file-con", "CON.txt": "file-CON.txt",
    "exe.\u202egpj": "exe.gpj", "a\r\nX: 1": "a X_ 1", "": "file", "...": "file", " . ": "file", "a\u2028b": "a b",
    "Größe 100%.pdf": "Größe 100%.pdf", "a\u200bb.txt": "ab.txt", "con|:*.txt": "con___.txt", "a.txt. ": "a.txt",
    "日本.pdf": "日本.pdf", "folder/": "folder",
}  # fmt: skip


@pytest.mark.parametrize(("name", "shown"), NAMES.items())
def test_s12_a_file_is_shown_by_a_clean_name(name, shown):
    assert clean_file_name(name) == shown
    assert clean_file_name(clean_file_name(name)) == shown


def test_a_long_name_keeps_its_ending():
    shown = clean_file_name("ü" * 300 + ".pdf")

    assert len(shown) == NAME_LENGTH
    assert shown.endswith(".pdf")


@pytest.mark.parametrize("key", ["../x", "a" * 31, "A" * 32, "", "a" * 32 + "\n"])
async def test_s12_no_name_but_a_random_key_touches_the_disk(tmp_path, key):
    with pytest.raises(NotFound):
        await FolderStorage(tmp_path).put(key, b"x")

    assert list(tmp_path.iterdir()) == []


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 640, 480)
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xff\xff\xc0\x00\x11\x08" + struct.pack(">HH", 480, 640)
VP8X = b"RIFF....WEBPVP8X" + bytes(8) + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")
VP8L = b"RIFF....WEBPVP8L" + bytes(4) + b"\x2f" + (639 | 479 << 14).to_bytes(4, "little")
VP8 = b"RIFF....WEBPVP8 " + bytes(10) + struct.pack("<HH", 640, 480)


@pytest.mark.parametrize("content", [PNG, JPEG, VP8X, VP8L, VP8, b"GIF89a" + struct.pack("<HH", 640, 480)])
def test_a_picture_says_its_size_in_its_header(content):
    kind = safe_type("image/svg+xml", content)

    assert kind.startswith("image/")
    assert picture_size(kind, content) == (640, 480)


@pytest.mark.parametrize("content", [PNG[:18], JPEG[:9], VP8X[:20], b"GIF89a", b"\xff\xd8\xff" + b"\0" * 5000])
def test_a_broken_header_says_none(content):
    assert picture_size(safe_type("", content), content) in {None, (0, 0), (1, 1)}


@pytest.mark.parametrize("claimed", ["text/html", "image/svg+xml", "application/pdf", "image/png", "text/xml", "x", ""])
def test_s13_what_may_run_in_a_browser_is_opaque_bytes(claimed):
    assert safe_type(claimed, b"<html><script>") == OPAQUE


def test_every_mandatory_field_is_named_at_once():
    with pytest.raises(BadFields) as found:
        check_fields({})

    assert set(found.value.faults) == set(RIGHT)


@pytest.mark.parametrize(("field", "typed"), [
    ("email", "helena@"), ("email", "a@b"), ("email", "A <a@b.example>"), ("email", "a@b.example, c@d.example"),
    ("phone", "none"), ("country", "Atlantis"), ("subject", "s" * 301), ("message", "m" * 100_001), ("name", " \u202e "),
])  # fmt: skip
def test_a_wrong_field_is_named_alone(field, typed):
    with pytest.raises(BadFields) as found:
        check_fields({**RIGHT, field: typed})

    assert list(found.value.faults) == [field]


def test_a_field_becomes_one_line_without_what_is_unseen():
    assert one_line(" a\r\nBcc: b\u202e\u2028c\0\ud800 ") == "a Bcc: b c"
    assert well_formed("a\0b\ud800\udc00c\n") == "ab??c\n"
    assert check_fields({**RIGHT, "message": "a\r\nb\0 "})["message"] == "a\nb"


@pytest.mark.parametrize(
    "typed",
    [
        "k7qm-4xtd-0a2b",
        " K7QM 4XTD 0A2B\n",
        "K7QM\u20114XTD\u20130A2B.",
        "k7qm\u00a04xtdOa2b",
        "“K7QM4XTD0A2B”,",
        "".join(chr(0xFEE0 + ord(sign)) for sign in "K7QM4XTD0A2B"),
    ],
)
def test_a_code_is_read_with_what_stands_between_and_around_its_characters(typed):
    assert same_code("K7QM4XTD0A2B", typed)
    assert not same_code("K7QM4XTD0A2B", typed + "7")


def test_a_code_is_typed_as_people_type():
    code = new_access_code()

    assert same_code(code, grouped(code).lower().replace("0", "o").replace("1", "l"))
    assert not same_code(code, code[:-1])
    assert not same_code(code, "")
    assert len({new_access_code() for _code in range(1000)}) == 1000
    assert len(ALPHABET) == 32


def test_countries_are_read_by_code_or_name():
    assert [read_country(typed) for typed in ("de", "Germany", "", "Atlantis", "EU")] == ["DE", "DE", "", None, None]
    assert country_name("DE", "de") == "Deutschland"
    assert country_name("", "de") == ""
