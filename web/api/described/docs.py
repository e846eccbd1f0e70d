"""The API explained: the OpenAPI document, a page to read, and a page for each kind of problem."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.core.errors import NotFound
from app.credentials.api_key import KeyScope
from web.api.calls.all import ALL, OPERATIONS
from web.api.described.basics import basics, spans
from web.api.described.examples import examples_of
from web.api.described.markdown import as_markdown
from web.api.described.openapi import openapi, problems_of
from web.api.operation import BASE, Operation
from web.pages.problem_kinds import PROBLEMS
from web.pages.templating import render
from web.requests.context import desk_of


async def document(request: Request) -> Response:
    """`GET /api/v1/openapi.json`."""
    return JSONResponse(openapi(_base_url(request)))


async def show(request: Request) -> Response:
    """`GET /api/docs`: every call with its parameters, fields, problems and examples. Needs no key and no script."""
    return render(request, "api/docs.html", {**_content(_base_url(request)), "spans": spans})


async def show_markdown(request: Request) -> Response:
    """`GET /api/docs.md`: the same as Markdown."""
    return Response(as_markdown(_content(_base_url(request))), media_type="text/markdown")


def _content(base_url: str) -> dict[str, Any]:
    """What both forms of the docs are drawn from."""
    described = openapi(base_url)
    groups = {
        group: [_told(one, described, base_url) for one in operations] for group, operations in OPERATIONS.items()
    }
    used = {KeyScope.NOTES_READ, *(one.scope for one in ALL)}
    scopes = [scope.value for scope in KeyScope if scope in used]
    return {"groups": groups, "basics": basics(f"{base_url}{BASE}", scopes), "problems": PROBLEMS.values()}


async def problem(request: Request) -> Response:
    """`GET /api/problems/{slug}`: what this kind of problem means. Raises NotFound."""
    kind = PROBLEMS.get(request.path_params["slug"])
    if kind is None:
        raise NotFound
    return render(request, "api/problem.html", {"kind": kind})


def _base_url(request: Request) -> str:
    url: str = desk_of(request).settings.base_url
    return url


def _told(one: Operation, described: dict[str, Any], base_url: str) -> dict[str, Any]:
    """What the page shows of a call."""
    path = one.address.replace(":int", "")
    schema = described["paths"][path.removeprefix(BASE)][one.method.lower()]
    return {
        "operation": one,
        "path": path,
        "parameters": [
            (p["name"], p["in"], kind_words(p["schema"], {}), p.get("description", "")) for p in schema["parameters"]
        ],
        "fields": fields_of(described, one.body.__name__) if one.body else [],
        "answer": fields_of(described, one.answer.__name__) if one.answer else [],
        "problems": [PROBLEMS[slug] for slug in problems_of(one)],
        "examples": examples_of(one, base_url),
    }


def fields_of(described: dict[str, Any], name: str) -> list[tuple[str, str, str, bool]]:
    """Name, type, what it is and whether it must be there, of each field of a model and of those in it."""
    known = described["components"]["schemas"]
    schema = known[name]
    required = schema.get("required", [])
    found: list[tuple[str, str, str, bool]] = []
    for field, one in schema.get("properties", {}).items():
        found.append((field, kind_words(one, known), one.get("description", ""), field in required))
        before = f"{field}[]." if "items" in one else f"{field}."
        for inner in (one, one.get("items", {}), *one.get("anyOf", [])):
            if "$ref" in inner:
                fields = fields_of(described, inner["$ref"].rpartition("/")[2])
                found += [(f"{before}{name}", kind, about, must) for name, kind, about, must in fields]
    return found


def kind_words(schema: dict[str, Any], known: Mapping[str, Any]) -> str:
    """A type in few words: integer, string or null, list of ticket; of `known` schemas that are choices, each of them."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        there = known.get(name, {})
        return kind_words(there, known) if "enum" in there else name.removesuffix("Shape").lower()
    if "anyOf" in schema:
        return " or ".join(kind_words(one, known) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(str(one) for one in schema["enum"] if one)
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"list of {kind_words(schema.get('items', {}), known)}"
    return str(schema.get("type", "any"))
