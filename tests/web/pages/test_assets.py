import gzip

import pytest

from web.pages.assets import SourceFiles, read_sources


@pytest.fixture
def files(tmp_path):
    (tmp_path / "a.css").write_text("a { color: red }" * 50)
    (tmp_path / "b.js").write_text("export const b = 1;")
    return {"css/a.css": tmp_path / "a.css", "js/b.js": tmp_path / "b.js"}


def test_the_address_changes_with_the_content(files):
    before = SourceFiles(files).url("js/b.js")

    files["css/a.css"].write_text("a { color: blue }")

    assert SourceFiles(files).url("js/b.js") != before  # one version for all, so that scripts import each other by path


def test_a_name_that_is_not_there_is_a_mistake_of_the_template(files):
    with pytest.raises(KeyError, match=r"css/missing\.css"):
        SourceFiles(files).url("css/missing.css")


async def test_a_file_under_its_version_is_kept_for_ever(guest, web_app):
    answer = await guest.get(web_app.state.assets.url("css/base.css"))

    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/css")


async def test_a_file_under_another_version_is_todays_and_not_kept(guest):
    answer = await guest.get("/static/0123456789ab/css/base.css")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"


async def test_a_browser_that_has_it_is_told_so(guest, web_app):
    address = web_app.state.assets.url("css/base.css")
    tag = (await guest.get(address)).headers["etag"]

    answer = await guest.get(address, headers={"If-None-Match": tag})

    assert answer.status_code == 304
    assert answer.content == b""


async def test_text_is_packed_for_who_can_unpack_it(guest, web_app):
    address = web_app.state.assets.url("css/tokens.css")

    plain = await guest.get(address, headers={"Accept-Encoding": "identity"})
    packed = web_app.state.assets.files["css/tokens.css"].packed

    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed) == plain.content


@pytest.mark.parametrize(
    "name", ["../asgi.py", "..%2fasgi.py", "vendor/../../package.json", "/etc/passwd", "vendor/axe.js"]
)
async def test_only_listed_files_are_served(guest, name):
    answer = await guest.get(f"/static/x/{name}")

    assert answer.status_code == 404


def test_the_listed_files_of_packages_are_there_under_vendor():
    assets = read_sources()

    assert assets.has("vendor/dompurify.js")
    assert assets.has("vendor/squire.js")
    assert not any("package.json" in name for name in assets.files)
