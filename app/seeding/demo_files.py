"""Small real files for the demo's messages: a PDF, a picture, a list."""

from pathlib import PurePath

from app.files.kinds import Upload
from app.plugins.hotels.houses import picture_of

_LIST = "Walking club, 24 guests\n\nTwin rooms: 10\nSingle rooms: 4\nVegetarian: 5\nGluten-free: 1\n"
_TERRACE = 38  # the hotel in the demo's list


def demo_file(name: str) -> Upload:
    """The file of this name, by its ending."""
    ending = PurePath(name).suffix
    if ending == ".png":
        return Upload(name, "image/png", picture_of(_TERRACE))
    if ending == ".txt":
        return Upload(name, "text/plain", _LIST.encode())
    return Upload(name, "application/pdf", _pdf(name))


def _pdf(title: str) -> bytes:
    """One page that says its name (ISO 32000-1, 7.5)."""
    drawn = f"BT /F1 20 Tf 60 760 Td ({title}) Tj 0 -30 Td /F1 12 Tf (Aurora Travel, demo) Tj ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    whole, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(whole))
    return whole + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + trailer
