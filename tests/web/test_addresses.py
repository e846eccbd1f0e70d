"""No page is forgotten: every address that answers a GET is listed by what it is."""

from tests.web.addresses import NO_PAGES, PAGES, PIECES
from web.serving.routes import routes


def test_every_address_stands_in_one_list(web_app):
    served = {route.path for route in routes(web_app.state.assets) if "GET" in (route.methods or ())}

    assert served == PAGES | PIECES | NO_PAGES
    assert len(served) == len(PAGES) + len(PIECES) + len(NO_PAGES)
