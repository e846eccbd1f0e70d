"""The desk as an app on someone's device: its manifest, its icon, and the page that is shown while the desk is away."""

import json

from starlette.requests import Request
from starlette.responses import Response

from app.config.brand_colour import BrandColour
from app.config.desk_name import desk_name
from app.config.typed_settings import colour as read_colour
from app.core.errors import BadFields, NotFound
from web.pages.app_icon import OWN_COLOUR, SIZES_PX, icon_of
from web.pages.assets import FOLDER, Assets
from web.pages.brand import Brand
from web.pages.scripts import without_comments
from web.pages.templating import render
from web.requests.context import desk_of

FOR_EVER = "public, max-age=31536000, immutable"  # the address names the content
OFFLINE = "/offline"
OWN = "desk"  # in an icon's address: Deskbell's colour


async def manifest(request: Request) -> Response:
    """`GET /manifest.webmanifest` (W3C Web Application Manifest): how the desk is called and looks on a device."""
    settings = desk_of(request).settings
    brand = Brand.of(settings)
    colour = brand.colour or OWN_COLOUR
    told = {
        "id": "/",
        "name": desk_name(settings),
        "short_name": desk_name(settings),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": colour,
        "theme_color": colour,
        "icons": _icons(brand),
    }
    headers = {"Cache-Control": "no-cache"}
    return Response(json.dumps(told), media_type="application/manifest+json", headers=headers)


def _icons(brand: Brand) -> list[dict[str, str]]:
    """The mark on the desk's colour; the logo too, where it is square."""
    name = brand.colour[1:] or OWN
    icons = [
        {"src": f"/app-icon/{name}-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in SIZES_PX
        for purpose in ("any", "maskable")
    ]
    logo = brand.logo
    if logo and logo.width_px == logo.height_px >= SIZES_PX[0]:
        size = f"{logo.width_px}x{logo.height_px}"
        square = {"src": brand.logo_url, "sizes": size, "type": logo.content_type, "purpose": "any"}
        return [square, *(icon for icon in icons if icon["purpose"] == "maskable")]
    return icons


async def icon(request: Request) -> Response:
    """`GET /app-icon/{name}.png`: `1a5276-192`, the mark on this colour at this size. Raises NotFound for another name."""
    name, _, size = request.path_params["name"].partition("-")
    if size not in {str(one) for one in SIZES_PX}:
        raise NotFound
    try:
        colour = None if name == OWN else BrandColour(read_colour(f"#{name}"))
    except BadFields:
        raise NotFound from None
    return Response(icon_of(colour, int(size)), media_type="image/png", headers={"Cache-Control": FOR_EVER})


async def worker(request: Request) -> Response:
    """`GET /offline-worker.js`: the service worker, told what it keeps: the page and its looks, under today's addresses."""
    assets: Assets = request.app.state.assets
    brand = Brand.of(desk_of(request).settings)
    kept = [OFFLINE, *assets.sheets("page"), *assets.sheets("public"), assets.url("icons.svg")]
    script = without_comments((FOLDER / "offline-worker.js").read_text("utf-8"))
    told = f"const KEPT = {json.dumps(kept)}; const ICON = {json.dumps(_icons(brand)[0]['src'])};\n{script}"
    return Response(told, media_type="text/javascript", headers={"Cache-Control": "no-cache"})


async def offline(request: Request) -> Response:
    """`GET /offline`: what a browser keeps, and shows while the desk cannot be reached."""
    return render(request, "offline.html", headers={"Cache-Control": "no-cache"})
