"""`?texts=de` at the address of any page: an administrator gets the texts of that page instead, to be translated.

The page is drawn as for anybody who opens it, and thrown away; its texts are noted meanwhile.
"""

from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.text.languages import available
from app.text.noting import noting
from web.requests.context import signed_in

ASKED, OPEN = "texts", "text"  # the language, and the text that is open
OURS = frozenset({ASKED, OPEN, "saved", "undone"})
CONDITIONS = (b"if-none-match", b"if-modified-since")  # under which a page need not be drawn


class PageTexts:
    """Turns a request for a page into one for its texts, where an administrator asks for them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        if scope["type"] != "http" or scope["method"] != "GET" or b"texts=" not in scope["query_string"]:
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        operator = signed_in(request)
        language = request.query_params.get(ASKED, "")
        if operator is None or not operator.is_administrator or not language:
            await self.app(scope, receive, send)
            return
        await self._answer_with_texts(request, language, receive, send)

    async def _answer_with_texts(self, request: Request, language: str, receive: Receive, send: Send) -> None:
        if language not in available():
            language = request.state.language
        query = parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)
        page = _address(request, [pair for pair in query if pair[0] not in OURS])
        drawn = _Unsent()
        with noting() as noted:
            await self.app(_other(request.scope, request.scope["path"], page.partition("?")[2]), receive, drawn)
        if not drawn.is_page:  # a file, a redirect, a refusal: as it is
            await drawn.send_to(send)
            return
        request.state.noted_texts, request.state.noted_page = noted, page
        mine = [pair for pair in query if pair[0] not in OURS - {ASKED}]
        request.state.noted_page_address = _address(
            request, [(name, language if name == ASKED else one) for name, one in mine]
        )
        rest = urlencode([pair for pair in query if pair[0] in OURS])
        await self.app(_other(request.scope, f"/languages/{language}/page", rest), receive, send)


class _Unsent:
    """What an application answers, kept instead of sent."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def __call__(self, message: Message) -> None:
        """Keep it (ASGI)."""
        self.messages.append(message)

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        headers = dict(self.messages[0].get("headers", ())) if self.messages else {}
        return bool(headers.get(b"content-type", b"").startswith(b"text/html"))

    async def send_to(self, send: Send) -> None:
        """Send it after all."""
        for message in self.messages:
            await send(message)


def _address(request: Request, query: list[tuple[str, str]]) -> str:
    return f"{request.scope['path']}{'?' + urlencode(query) if query else ''}"


def _other(scope: Scope, path: str, query: str) -> Scope:
    """The same request for another address: it shares the state, not what a router adds."""
    headers = [one for one in scope["headers"] if one[0] not in CONDITIONS]
    raw = path.encode("ascii", "ignore")
    return {**scope, "path": path, "raw_path": raw, "query_string": query.encode("latin-1"), "headers": headers}
