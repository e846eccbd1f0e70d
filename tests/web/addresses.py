"""Every address that a browser can ask for, by what it answers. Tests of "every page" begin here.

A new route must stand in one of the three sets, or `test_addresses.py` fails: so that no page is forgotten.
"""

import re

# Whole pages: each is looked at in `tests/journeys/test_accessible_pages.py`.
PUBLIC_PAGES = frozenset(
    {
        "/new",
        "/new/done/{id:int}",
        "/password/lost",
        "/password/{token}",
        "/sign-in",
        "/t",
        "/t/lost",
        "/t/{id:int}",
    }
)
TICKET_PAGES = frozenset({"/tickets/{id:int}", "/tickets/{id:int}/print", "/tickets/{id:int}/third-party"})
DESK_PAGES = frozenset(
    {
        "/",
        "/log",
        "/mail/in",
        "/mail/in/{id:int}",
        "/mail/out",
        "/mail/out/{id:int}",
        "/mail/simulate",
        "/me",
        "/me/password",
        "/people",
        "/people/new",
        "/settings",
        "/templates",
        "/tickets",
        "/tickets/new",
    }
)
PAGES = PUBLIC_PAGES | TICKET_PAGES | DESK_PAGES
# Pieces of pages, messages in frames, redirects: seen inside of the pages.
PIECES = frozenset(
    {
        "/mail/in/{id:int}/frame",
        "/mail/out/{id:int}/frame",
        "/messages/{id:int}/frame",
        "/people/{id:int}/deactivate",
        "/t/{id:int}/messages/{message_id:int}/frame",
        "/t/{id:int}/{code}",
        "/tickets/rows",
        "/tickets/{id:int}/merge",
        "/tickets/{id:int}/messages/{message_id:int}",
        "/tickets/{id:int}/messages/{message_id:int}/move",
        "/tickets/{id:int}/messages/{message_id:int}/source",
        "/tickets/{id:int}/messages/{message_id:int}/split",
        "/tickets/{id:int}/others",
        "/tickets/{id:int}/panels",
        "/tickets/{id:int}/panels/{name}",
        "/tickets/{id:int}/preview",
    }
)
# For scripts and programs, and files.
NO_PAGES = frozenset(
    {
        "/attachments/{key}",
        "/attachments/{key}/preview",
        "/events",
        "/healthz",
        "/mail/health",
        "/mail/in/{id:int}/raw",
        "/mail/out/{id:int}/raw",
        "/panels/{name}/pictures/{card:path}",
        "/readyz",
        "/search/palette",
        "/search/suggestions",
        "/searches",
        "/searches/counts",
        "/static/{version}/{name:path}",
        "/t/{id:int}/events",
        "/tickets/counts",
        "/tickets/{id:int}/messages/{message_id:int}/files.zip",
        "/tickets/{id:int}/messages/{message_id:int}/source/raw",
        "/tickets/{id:int}/templates",
    }
)


def address(route: str, **values: object) -> str:
    """The route's path with these values in its places; 1 where none is given."""
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda place: str(values.get(place[1], 1)), route)
