"""Mails wear the desk's colour, logo, name and address: customers' mails all of it, operators' the colour alone."""

import io

from app.actions.desk.settings import change_settings
from app.actions.ticket.assigning import assign
from app.actions.ticket.taking import take
from app.config.logo import Logo
from app.files.kinds import Upload
from tests.mail.outgoing.test_composing import answered, composed, part
from tests.plugins.desk import NOW, opened
from tests.plugins.pictures import png

ADDRESS = {"postal_address": "Casa do Largo\r\nRua <Nova> 1\r\nLisboa", "legal_lines": "VAT PT 123"}


async def test_a_customers_mail_wears_name_logo_colour_and_address(desk, anna, ada, ticket):
    logo = Upload("l.png", "image/png", io.BytesIO(png()))
    look = {"desk_name": "Casa do Largo", "colour": "#1a5276", **ADDRESS}
    await change_settings(desk, ada, look, NOW, logo)
    await answered(desk, anna, ticket, '<p>Come in: <a href="https://casa.example/">here</a>.</p>')

    mail = await composed(desk, "answer")

    text, html = part(mail, "plain"), part(mail, "html")
    picture = next(one for one in mail.walk() if one.get_content_type() == "image/png")
    assert f'src="cid:{picture["Content-ID"].strip("<>")}" width="48" height="24"' in html
    assert "taken at home" not in str(picture.get_content())
    assert 'bgcolor="#1a5276"' in html
    assert 'style="color:#1a5276;"' in html
    assert "#6b4e0d" not in html
    assert "#18352a" not in html
    assert "#e3bd5b" not in html
    assert "wrote to Casa do Largo on" in text
    assert text.replace("\r\n", "\n").rstrip().endswith("Casa do Largo\nRua <Nova> 1\nLisboa\nVAT PT 123")
    assert "Rua &lt;Nova&gt; 1<br>" in html


async def test_a_notice_to_an_operator_has_the_colour_and_neither_logo_nor_address(desk, anna, boris, ada, ticket):
    logo = Upload("l.png", "image/png", png())
    await change_settings(desk, ada, {"colour": "#1a5276", **ADDRESS}, NOW, logo)
    await take(desk, anna, ticket.id, NOW)
    await assign(desk, anna, ticket.id, boris.id, NOW)

    mail = await composed(desk, "assigned")

    assert 'bgcolor="#1a5276"' in part(mail, "html")
    assert "VAT PT 123" not in part(mail, "plain")
    assert [one.get_content_type() for one in mail.walk() if one.get_content_maintype() == "image"] == []


async def test_a_mail_leaves_without_a_logo_whose_file_is_gone(desk, ada, group):
    await change_settings(desk, ada, {}, NOW, Upload("l.png", "image/png", png()))
    await desk.storage.delete(Logo.from_text(desk.settings.logo).key)
    await opened(desk)

    mail = await composed(desk, "confirmation")

    assert "cid:" not in part(mail, "html")
