"""The desk's look as everybody gets it: name, logo, colour and address of public pages."""

from app.actions.desk.settings import change_settings
from app.files.kinds import Upload
from app.nouns.operator import Role
from tests.plugins.pictures import png
from tests.web.conftest import NOW, person


async def test_public_pages_wear_what_is_set_and_the_logo_is_served_as_a_picture_alone(guest, web_desk, group):
    ada = await person(web_desk, "Ada", Role.ADMINISTRATOR)
    before = (await guest.get("/new")).text
    set_to = {"desk_name": "Casa", "colour": "#1a5276", "postal_address": "Rua <Nova> 1", "legal_lines": "VAT 1"}
    await change_settings(web_desk, ada, set_to, NOW, Upload("l.png", "image/png", png()))
    name = web_desk.settings.logo.partition(" ")[0]

    page = (await guest.get("/new")).text
    served = await guest.get(f"/logo/{name}")

    assert "public-foot" not in before
    assert "/colour/" not in before
    assert '<link rel="stylesheet" href="/colour/1a5276.css">' in page
    assert f'src="/logo/{name}"' in page
    assert "<b>Casa</b>" in page
    assert "Rua &lt;Nova&gt; 1<br>" in page
    assert "VAT 1" in page
    assert served.headers["content-type"] == "image/png"
    assert served.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert served.headers["x-content-type-options"] == "nosniff"
    assert b"taken at home" not in served.content


async def test_no_other_stored_file_is_handed_out_as_a_logo(guest, web_desk, group):
    ada = await person(web_desk, "Ada", Role.ADMINISTRATOR)
    await change_settings(web_desk, ada, {}, NOW, Upload("l.png", "image/png", png()))
    earlier = web_desk.settings.logo.partition(" ")[0]
    await change_settings(web_desk, ada, {}, NOW, Upload("l.png", "image/png", png(64, 64)))
    secret = "0" * 32
    await web_desk.storage.put(secret, png())

    asked = [(await guest.get(f"/logo/{name}")).status_code for name in (earlier, f"{secret}.png", "x")]

    assert asked == [404, 404, 404]


async def test_a_colours_style_sheet_is_made_of_nothing_but_colours(guest):
    style = await guest.get("/colour/1a5276.css")
    refused = [(await guest.get(f"/colour/{digits}.css")).status_code for digits in ("f0c040", "12", "}body{")]

    assert style.headers["content-type"].startswith("text/css")
    assert "immutable" in style.headers["cache-control"]
    assert "--lobby:light-dark(#1a5276,#11354d)" in style.text
    assert refused == [404, 404, 404]
