"""Words inside signatures, named parts, pages full of pictures and uuencoded files come out."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7

from mail.inspecting import as_json
from mail.reader.letters import read_letter
from mail.reading.cms import CmsKind, read_cms

INNER = b"Content-Type: text/plain; charset=utf-8\r\n\r\nGr\xc3\xbc\xc3\x9fe, wir kommen um 22 Uhr.\r\n"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def signer():
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Ida Holm")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
    return made.not_valid_before(now).not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256()), key


def opaque(signer, content: bytes) -> bytes:
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(*signer, hashes.SHA256())
    return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])


def in_pieces(content: bytes) -> bytes:
    """An envelope as streaming programs write it: lengths that end with a mark, the string in pieces."""
    oid = bytes.fromhex("06092a864886f70d010702")
    data = bytes.fromhex("06092a864886f70d010701")
    pieces = b"".join(b"\x04" + bytes([len(piece)]) + piece for piece in (content[:20], content[20:]))
    string = b"\x24\x80" + pieces + b"\0\0"
    enclosed = b"\x30\x80" + data + b"\xa0\x80" + string + b"\0\0" + b"\0\0"
    signed = b"\x30\x80" + b"\x02\x01\x01" + b"\x31\x00" + enclosed + b"\x31\x00" + b"\0\0"
    return b"\x30\x80" + oid + b"\xa0\x80" + signed + b"\0\0" + b"\0\0"


def smime(envelope: bytes, of_type: str = "application/pkcs7-mime") -> bytes:
    head = f"From: ida@holm.example\nSubject: x\nContent-Type: {of_type}; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n"
    return head.encode() + base64.encodebytes(envelope)


@pytest.mark.parametrize(
    "of_type",
    ["application/pkcs7-mime; smime-type=signed-data", "application/pkcs7-mime", "application/x-pkcs7-mime"],
)
def test_an_opaque_signature_is_opened_and_called_signed(signer, of_type):
    read = read_letter(smime(opaque(signer, INNER), of_type))

    assert read.text == "Grüße, wir kommen um 22 Uhr."
    assert (read.signed, read.encrypted, read.is_opened, read.attachments) == (True, False, True, [])


def test_an_envelope_in_pieces_without_lengths_is_opened():
    assert read_letter(smime(in_pieces(INNER))).text == "Grüße, wir kommen um 22 Uhr."


def test_files_inside_a_signature_come_out(signer):
    inner = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nHello\n--b\nContent-Type: application/pdf; name=a.pdf\n\nx\n--b--\n"

    read = read_letter(smime(opaque(signer, inner)))

    assert (read.text, [file.name for file in read.attachments]) == ("Hello", ["a.pdf"])


def test_an_encrypted_mail_is_called_encrypted_by_what_it_is():
    enveloped = (
        bytes.fromhex("3013") + bytes.fromhex("06092a864886f70d010703") + b"\xa0\x06\x30\x04\x02\x01\x00\x05"[:8]
    )

    read = read_letter(smime(enveloped))

    assert (read.encrypted, read.signed, [file.name for file in read.attachments]) == (True, False, ["smime.p7m"])


@pytest.mark.parametrize(
    "data", [b"", b"0", b"0\x80", b"\x30\x84\xff\xff\xff\xff", b"\x30\x80" * 5000, bytes(range(256)) * 9]
)
def test_what_is_no_envelope_is_a_file_and_never_a_fault(data):
    assert read_cms(data).kind is CmsKind.OTHER
    assert not read_letter(smime(data)).encrypted


def test_envelopes_in_envelopes_are_opened_a_few_deep(signer):
    content = INNER
    for _ in range(6):
        content = b"Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(
            opaque(signer, content)
        )

    read = read_letter(b"From: a@b.example\nSubject: x\n" + content)

    assert (read.text, len(read.attachments)) == ("", 1)


def test_a_clear_signed_text_is_shown_without_its_armour():
    body = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nDear desk,\n\n- -- dashes\n- From us all\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEz\n=abcd\n-----END PGP SIGNATURE-----\n\nlist footer"
    )
    read = read_letter(f"From: a@b.example\nSubject: x\n\n{body}\n".encode())

    assert "PGP" not in read.whole_text
    assert read.whole_text.startswith("Dear desk,\n\n-- dashes\nFrom us all")
    assert read.signed


def armour(first_byte: int) -> str:
    content = base64.b64encode(bytes([first_byte]) + bytes(20)).decode()
    return f"-----BEGIN PGP MESSAGE-----\nVersion: 1\n\n{content}\n=abcd\n-----END PGP MESSAGE-----\n"


@pytest.mark.parametrize("first_byte", [0x85, 0xC1, 0x8C, 0xC3, 0xD2])
def test_a_text_in_pgps_armour_is_called_encrypted(first_byte):
    plain = f"From: a@b.example\nSubject: x\n\nSee below.\n\n{armour(first_byte)}"
    page = f"From: a@b.example\nContent-Type: text/html\n\n<pre>{armour(first_byte)}</pre>"

    assert read_letter(plain.encode()).encrypted
    assert read_letter(page.encode()).encrypted


@pytest.mark.parametrize(
    "body",
    [
        armour(0xA3),  # compressed: signed, perhaps
        armour(0x90),
        "> " + armour(0x85).replace("\n", "\n> "),
        "What is -----BEGIN PGP MESSAGE----- for?",
        "-----BEGIN PGP MESSAGE-----\n\nis all I see",
    ],
)
def test_signed_quoted_and_mentioned_armour_is_not_called_encrypted(body):
    assert not read_letter(f"From: a@b.example\nSubject: x\n\n{body}\n".encode()).encrypted


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
@pytest.mark.parametrize("disposition", ["inline; filename=message.txt", "inline", 'inline; filename="scan.html"'])
def test_the_only_text_is_read_though_it_is_named_or_inline(kind, disposition):
    raw = f"From: a@b.example\nSubject: Fax\nContent-Type: {kind}; name=message.txt\nContent-Disposition: {disposition}\n\nPlease call.\n"

    read = read_letter(raw.encode())

    assert (read.text, read.attachments) == ("Please call.", [])


def test_a_text_that_was_attached_stays_a_file():
    raw = b"From: a@b.example\nSubject: Log\nContent-Type: text/plain; name=log.txt\nContent-Disposition: attachment; filename=log.txt\n\nline\n"

    assert [file.name for file in read_letter(raw).attachments] == ["log.txt"]


def page_with(*sources: str) -> bytes:
    pictures = "".join(f'<img src="{source}">' for source in sources)
    return f"From: a@b.example\nSubject: x\nContent-Type: text/html\n\n<p>Before {pictures} behind.</p>\n".encode()


def data_of(content: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def test_pictures_in_a_page_become_files_that_stand_in_their_places():
    read = read_letter(page_with(data_of(PNG), data_of(PNG)))

    assert read.text == "Before behind."
    assert [(file.content_type, file.payload, file.inline) for file in read.attachments] == [("image/png", PNG, True)]
    assert "data:image/png" in as_json(read)["html"]


def test_a_page_with_megabytes_of_pictures_keeps_its_words():
    read = read_letter(page_with(*(data_of(PNG + bytes([n]) * 900_000) for n in range(12))))

    assert read.text == "Before behind."
    assert len(read.html) < 10_000
    assert sum(file.size_bytes for file in read.attachments) > 10_000_000


@pytest.mark.parametrize("content", [b"<svg onload=alert(1)></svg>........", b"GIF but not really, no picture at all"])
def test_what_only_claims_to_be_a_picture_is_a_mere_file(content):
    read = read_letter(page_with(data_of(content, "image/svg+xml")))

    assert [file.inline for file in read.attachments] == [False]
    assert "cid:" not in read.html
    assert "data:" not in read.html


@pytest.mark.parametrize("begin", ["begin 644 ", "begin 644", "begin 644 plan.txt"])
def test_a_uuencoded_file_comes_out_with_or_without_a_name(begin):
    read = read_letter(f"From: a@b.example\nSubject: x\n\nThe plan:\n\n{begin}\n#0V%T\n`\nend\n\nDone.\n".encode())

    assert read.text == "The plan:\n\n\nDone."
    assert [file.payload for file in read.attachments] == [b"Cat"]
