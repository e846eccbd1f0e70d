"""No page is forgotten by `make pictures`."""

from pathlib import Path

from tests.pictures.camera import Picture
from tests.pictures.leaves import write_leaves
from tests.pictures.places import PLACES
from tests.web.addresses import PAGES


def test_every_page_is_pictured():
    assert {place.route for place in PLACES} == PAGES


def test_every_place_has_words_of_its_own():
    words = [place.words for place in PLACES]

    assert len(words) == len(set(words))


def test_the_page_to_leaf_through_holds_every_picture(tmp_path: Path):
    path = write_leaves(tmp_path, [Picture("a.png", "/new </script>", 390, "dark", ["sticks out by 9 px"])])

    assert '"a.png"' in path.read_text("utf-8")
    assert path.read_text("utf-8").count("</script>") == 1
