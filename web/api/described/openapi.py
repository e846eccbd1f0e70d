"""The OpenAPI 3.1 document, made from the operations and their models."""

import re
from functools import lru_cache
from typing import Any, Final

from pydantic import BaseModel, Field
from pydantic.json_schema import models_json_schema

from web.api.calls.all import ALL, OPERATIONS
from web.api.operation import BASE, Operation
from web.api.shapes.tickets import MadeTicketShape, TicketShape
from web.pages.problem_kinds import PROBLEMS

REF = "#/components/schemas/{model}"
PLACE = re.compile(r"\{(\w+)(?::(\w+))?\}")
OF_EVERY_CALL = ("no-key", "insecure-transport", "missing-scope", "too-many", "unexpected", "busy")
HEADER = "#/components/headers/{name}"
TEXT: Final = {"type": "string"}
HEADERS: Final = {
    "ETag": {"description": "The ticket's version, for `If-Match` and `If-None-Match`.", "schema": TEXT},
    "Link": {"description": 'The next page, as `rel="next"` (RFC 8288); absent on the last one.', "schema": TEXT},
    "Location": {"description": "The ticket's address in the API.", "schema": TEXT},
    "RateLimit": {"description": 'How many requests are left, and for how many seconds: `"key";r=599;t=60`.', "schema": TEXT},
    "RateLimit-Policy": {"description": "How many requests the key may make in how many seconds.", "schema": TEXT},
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 0}},
}  # fmt: skip
PACE: Final = ("RateLimit-Policy", "RateLimit")
WAITING: Final = frozenset({"429", "503"})
BEFORE_PACE: Final = frozenset({"401"})  # whose key is unknown has no pace


class FieldFault(BaseModel):
    """A field at fault."""

    field: str
    message: str


class Problem(BaseModel):
    """What went wrong (RFC 9457). Some kinds have members of their own, which their pages name."""

    type: str = Field(description="The address of a page that explains this kind of problem.")
    title: str
    status: int
    detail: str
    errors: list[FieldFault] | None = Field(default=None, description="The fields at fault.")


@lru_cache(maxsize=4)
def openapi(base_url: str) -> dict[str, Any]:
    """The document for the desk at this address."""
    paths: dict[str, dict[str, Any]] = {}
    for group, operations in OPERATIONS.items():
        for one in operations:
            path = PLACE.sub(r"{\1}", one.path)
            paths.setdefault(path, {})[one.method.lower()] = {"tags": [group], **_operation(one)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Deskbell",
            "version": "1",
            "description": f"What programs can do with the desk. To read: {base_url}/api/docs",
        },
        "servers": [{"url": f"{base_url}{BASE}"}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "An API key: dbk_…"}},
            "headers": HEADERS,
            "schemas": _schemas(),
        },
    }


def problems_of(operation: Operation) -> list[str]:
    """The kinds of problem that a call can be answered with."""
    found = [*OF_EVERY_CALL, "bad-fields", *operation.problems]
    if operation.body or operation.takes_file:
        found += ["bad-request", "too-large", "unsupported-media-type", "storage-full"]
    return [slug for slug in PROBLEMS if slug in found]


def _schemas() -> dict[str, Any]:
    models: dict[type[BaseModel], Any] = {Problem: "serialization"}
    for one in ALL:
        models |= {one.answer: "serialization"} if one.answer else {}
        models |= {one.body: "validation"} if one.body else {}
    schemas: dict[str, Any] = models_json_schema(list(models.items()), ref_template=REF)[1]["$defs"]
    return schemas


def _operation(one: Operation) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "description": f"{one.about} Scope: `{one.scope}`.".strip(),
        "parameters": [*_places(one), *_query(one), *_headers(one)],
        "responses": _responses(one),
    }
    if one.body:
        schema = {"$ref": REF.format(model=one.body.__name__)}
        told["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema, "example": dict(one.example)}},
        }
    if one.takes_file:
        file = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}
        told["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": file}}}
    return told


def _places(one: Operation) -> list[dict[str, Any]]:
    kinds: dict[str, dict[str, Any]] = {"int": {"type": "integer", "minimum": 1, "maximum": 2**53 - 1}}
    string = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
    return [
        {"name": name, "in": "path", "required": True, "schema": kinds.get(kind, string)}
        for name, kind in PLACE.findall(one.path)
    ]


def _query(one: Operation) -> list[dict[str, Any]]:
    if one.query is None:
        return []
    properties = one.query.model_json_schema()["properties"]
    return [_parameter(name, dict(schema)) for name, schema in properties.items()]


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    about = schema.pop("description", "")
    schema.pop("title", None)
    if "anyOf" in schema:  # or nothing, which in a query is said by leaving it out
        kinds = [dict(kind) for kind in schema["anyOf"] if kind.get("type") != "null"]
        about = about or kinds[0].pop("description", "")
        schema = kinds[0]
    if schema.get("default") in ("", []):
        schema.pop("default")
    told = {"name": name, "in": "query", "schema": schema}
    return {**told, "description": about} if about else told


def _headers(one: Operation) -> list[dict[str, Any]]:
    about = {
        "If-Match": "The `ETag` that the ticket must still have.",
        "If-None-Match": "An `ETag`: 304 if the ticket still has it.",
        "Idempotency-Key": "Your name for this request, up to 255 characters: sent again, it gives the first result.",
    }
    return [
        {"name": name, "in": "header", "description": about[name], "schema": {"type": "string"}}
        for name in one.header_names
    ]


def _responses(one: Operation) -> dict[str, Any]:
    content: dict[str, Any] = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    if one.answer:
        content = {"application/json": {"schema": {"$ref": REF.format(model=one.answer.__name__)}}}
    else:
        content = {"*/*": {"schema": {}}}
    if one.csv:
        content["text/csv"] = {"schema": {"type": "string"}}
    responses: dict[str, Any] = {str(one.status): {"description": one.summary, "content": content}}
    if "If-None-Match" in one.header_names:
        responses["304"] = {"description": "Not changed"}
    for slug in problems_of(one):
        kind = PROBLEMS[slug]
        known = responses.setdefault(str(kind.status), {"description": "", "content": _PROBLEM})
        known["description"] = ", ".join(filter(None, [known["description"], kind.title]))
    for status, response in responses.items():
        names = _headers_of(one, status)
        if names:
            response["headers"] = {name: {"$ref": HEADER.format(name=name)} for name in names}
    return responses


def _headers_of(one: Operation, status: str) -> list[str]:
    """What an answer with this status may have beside its body."""
    names = [] if status in BEFORE_PACE else [*PACE]
    if status in WAITING:
        names.append("Retry-After")
    if status in {str(one.status), "304"}:
        names += ["Link"] if one.query and "cursor" in one.query.model_fields else []
        names += ["ETag"] if one.answer is TicketShape else []
        names += ["Location"] if one.answer is MadeTicketShape else []
    return names


_PROBLEM = {"application/problem+json": {"schema": {"$ref": REF.format(model="Problem")}}}
