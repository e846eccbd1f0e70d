"""The panels beside the answer, over HTTP: which there are, what they find, what a click pastes, their pictures."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.actions.message.panel_insert import paste_cards
from app.core.errors import BadFields, NotFound
from app.nouns.message import Attachment
from app.plugins.errors import PanelFailed
from app.plugins.panel import Card, Form
from app.plugins.running import RunningPanel
from app.text.languages import _, current_language
from web.console.ticket.recipients import facts_of
from web.console.ticket.ticket_request import TicketRequest, of_ticket
from web.files.attachments import POLICY
from web.pages.templating import render
from web.requests.context import desk_of, id_in_path, moment_of, operator_of, plugins_of
from web.requests.forms import read_form

MOST_TYPED = 200  # characters of a search
PICTURE_AGE_S = 3600


@of_ticket
async def index(request: TicketRequest) -> Response:
    """The panels of a ticket, in order."""
    panels = plugins_of(request.http).panels
    if request.wants_json:
        return JSONResponse({"panels": [_panel_facts(panel) for panel in panels]})
    return render(request.http, "console/composer/panels.html", {"panels": panels, "ticket_id": request.ticket.id})


@of_ticket
async def search(request: TicketRequest) -> Response:
    """The cards for `q`. As HTML a panel that fails says so in its own place, with status 200; as JSON it is a problem."""
    http, panel = request.http, _panel(request.http)
    query = http.query_params.get("q", "")[:MOST_TYPED].replace("\0", "").strip()
    try:
        cards = await panel.search(query, await facts_of(request.desk, request.ticket), current_language())
    except PanelFailed as failure:
        if request.wants_json:
            raise
        return render(http, "console/composer/panel_failed.html", {"failure": failure})
    if request.wants_json:
        return JSONResponse({"cards": [_card_facts(panel, card) for card in cards]})
    return render(http, "console/composer/panel_cards.html", {"panel": panel, "cards": cards, "query": query})


async def insert(request: Request) -> Response:
    """What a click pastes: `card` (several for a table) and `form`."""
    operator, panel = operator_of(request), _panel(request)
    form = await read_form(request)
    if not form.all("card"):
        raise BadFields({"card": _("Choose at least one item.")})
    desk, ticket_id = desk_of(request), id_in_path(request)
    pasted = await paste_cards(
        desk, operator, ticket_id, panel, form.all("card"), _form_of(form.get("form"), panel), moment_of(request)
    )
    return JSONResponse({"html": pasted.html, "attachments": [_file_facts(file) for file in pasted.attachments]})


async def picture(request: Request) -> Response:
    """A card's picture, for whoever is signed in: it shows the desk's own data, of no ticket."""
    operator_of(request)
    found = await _panel(request).picture(request.path_params["card"], current_language())
    if found is None:
        raise NotFound
    headers = {
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": f"private, max-age={PICTURE_AGE_S}",
    }
    return Response(found.content, media_type=found.content_type, headers=headers)


def _panel(request: Request) -> RunningPanel:
    return plugins_of(request).panel(request.path_params["name"])


def _form_of(typed: str, panel: RunningPanel) -> Form:
    """The form that was asked for; the panel's first where none was. Raises BadFields."""
    try:
        return Form(typed) if typed else panel.forms[0]
    except (ValueError, IndexError):
        raise BadFields({"form": _("This cannot be pasted in that format.")}) from None


def _panel_facts(panel: RunningPanel) -> dict[str, object]:
    return {"name": panel.name, "title": panel.title, "forms": list(panel.forms), "state": panel.state}


def _card_facts(panel: RunningPanel, card: Card) -> dict[str, object]:
    return {
        "id": card.id,
        "title": card.title,
        "subtitle": card.subtitle,
        "price": card.price,
        "stars": card.stars,
        "note": card.note,
        "email": card.email,
        "mentioned": card.is_mentioned,
        "picture": panel.picture_path(card),
    }


def _file_facts(file: Attachment) -> dict[str, object]:
    return {
        "key": file.key,
        "name": file.name,
        "content_type": file.content_type,
        "size_bytes": file.size_bytes,
        "inline": True,
        "url": f"/attachments/{file.key}",
    }
