"""What the desk's look is made of besides pages: the style sheet of its colour, and its logo. For everybody."""

from starlette.requests import Request
from starlette.responses import Response

from app.config.brand_colour import BrandColour
from app.config.logo import Logo
from app.config.typed_settings import colour as read_colour
from app.core.errors import BadFields, NotFound
from app.files.kinds import safe_type
from app.queries.desk.kept_settings import settings_now
from web.pages.brand import style_of
from web.requests.context import desk_of

FOR_EVER = "public, max-age=31536000, immutable"  # the address names the content


async def style(request: Request) -> Response:
    """`GET /colour/{digits}.css`: what this colour makes of public pages, whosever it is. Raises NotFound for no colour."""
    try:
        colour = read_colour(f"#{request.path_params['digits']}")
    except BadFields:
        raise NotFound from None
    return Response(style_of(BrandColour(colour)), media_type="text/css", headers={"Cache-Control": FOR_EVER})


async def logo(request: Request) -> Response:
    """`GET /logo/{name}`: the desk's logo, and no other stored file. Raises NotFound."""
    desk, name = desk_of(request), request.path_params["name"]
    found = Logo.from_text(desk.settings.logo)
    if found is None or found.name != name:  # another process may have set it this moment
        found = Logo.from_text((await settings_now(desk.db, desk.settings)).logo)
    if found is None or found.name != name:
        raise NotFound
    content = await desk.storage.get(found.key)
    if safe_type("", content) != found.content_type:
        raise NotFound
    headers = {
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": FOR_EVER,
    }
    return Response(content, media_type=found.content_type, headers=headers)
