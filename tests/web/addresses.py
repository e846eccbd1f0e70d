"""Every address that a browser can ask for, by what it answers. Tests of "every page" begin here.

A new route must stand in one of the three sets, or `test_addresses.py` fails: so that no page is forgotten.
"""

import re

# Whole pages: each is looked at in `tests/journeys/accessible`.
PUBLIC_PAGES = frozenset(
    {
        "/api/docs",
        "/api/problems/{slug}",
        "/forms/{key}/done",
        "/new",
        "/new/done/{id:int}",
        "/offline",
        "/password/lost",
        "/password/{token}",
        "/setup/{token}",
        "/sign-in",
        "/sign-in/code",
        "/t",
        "/t/lost",
        "/t/{id:int}",
    }
)
TICKET_PAGES = frozenset({"/tickets/{id:int}", "/tickets/{id:int}/print", "/tickets/{id:int}/third-party"})
DESK_PAGES = frozenset(
    {
        "/",
        "/api-keys",
        "/customers",
        "/customers/{id:int}",
        "/forms",
        "/forms/{id:int}",
        "/customers/{id:int}/erase",
        "/customers/{id:int}/merge",
        "/deleted",
        "/languages",
        "/languages/{code}",
        "/live",
        "/log",
        "/log/day",
        "/mail/in",
        "/mail/in/{id:int}",
        "/mail/out",
        "/mail/out/{id:int}",
        "/mail/simulate",
        "/me",
        "/me/password",
        "/me/second-factor",
        "/me/sessions",
        "/groups",
        "/groups/{id:int}/hours",
        "/people",
        "/people/import",
        "/people/new",
        "/people/{id:int}",
        "/settings",
        "/settings/mail",
        "/statistics",
        "/statistics/list",
        "/statistics/operators",
        "/statistics/tickets",
        "/templates",
        "/tickets",
        "/tickets/new",
    }
)
PAGES = PUBLIC_PAGES | TICKET_PAGES | DESK_PAGES
# Pieces of pages, messages in frames, redirects: seen inside of the pages.
PIECES = frozenset(
    {
        "/forms/{key}",
        "/languages/{code}/page",
        "/mail/in/{id:int}/frame",
        "/mail/out/{id:int}/frame",
        "/messages/{id:int}/frame",
        "/people/{id:int}/deactivate",
        "/people/{id:int}/delete",
        "/settings/mail/trials/{trial}",
        "/tickets/{id:int}/recipients",
        "/setup/{token}/trials/{trial}",
        "/t/{id:int}/messages/{message_id:int}/frame",
        "/t/{id:int}/{code}",
        "/t/{id:int}/{code}/{proof:path}",
        "/t/{number:path}",
        "/tickets/rows",
        "/tickets/{id:int}/customer",
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
        "/languages/{code}/deskbell.po",
        "/new/meant",
        "/tickets/{id:int}/draft",
        "/api/v1/attachments/{key}",
        "/api/v1/customers",
        "/api/v1/statistics/tickets",
        "/api/v1/statistics/operators",
        "/api/v1/statistics/ages",
        "/api/v1/emails",
        "/api/v1/events",
        "/api/docs.md",
        "/api/v1/openapi.json",
        "/api/v1/tickets",
        "/api/v1/tickets/{id:int}",
        "/api/v1/tickets/{id:int}/messages",
        "/app-icon/{name}.png",
        "/attachments/{key}",
        "/attachments/{key}/preview",
        "/colour/{digits}.css",
        "/logo/{name}",
        "/events",
        "/forms/deskbell-form.js",
        "/forms/{key}/challenge",
        "/healthz",
        "/log.csv",
        "/statistics/download",
        "/statistics/list/download",
        "/mail/health",
        "/manifest.webmanifest",
        "/offline-worker.js",
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
        "/tickets/next",
        "/tickets/{id:int}/messages/{message_id:int}/files.zip",
        "/tickets/{id:int}/messages/{message_id:int}/source/raw",
        "/tickets/{id:int}/templates",
        "/tickets/{id:int}/colleagues",
    }
)


def address(route: str, **values: object) -> str:
    """The route's path with these values in its places; 1 where none is given."""
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda place: str(values.get(place[1], 1)), route)
