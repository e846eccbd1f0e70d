"""What schemathesis is told of the desk: which refusals of well-formed data no schema could foresee."""

import re
from datetime import date

import schemathesis
from hypothesis import strategies as st

ACCEPTED = {403, 404, 409, 412}  # by what the desk has and who asks, never by the form of what came
NO_SCHEMA_TELLS = {
    "attachments": "whether the key uploaded such a file",
    "cc": "which domains are kept for tests and documentation",
    "country": "which names a country has in twenty languages",
    "email": "which domains are kept for tests and documentation",
    "form": "which forms there are",
    "from": "how many buckets are too many",
    "group": "whether there is such a group",
    "html": "whether anything is left once it has been cleaned",
    "message": "whether there is anything but blanks",
    "operator": "whether there is such an operator, who may see the ticket",
    "to": "that it is not before the first day",
    "q": "the language of the search field, and that all fields together have 200 characters",
}

schemathesis.openapi.format("country", st.sampled_from(["", "DE", "at", "Österreich", "Austria", "FRA", "UK"]))


@schemathesis.hook
def map_body(_ctx, body):
    """Files that nobody uploaded hide whatever is behind that refusal."""
    written = isinstance(body, dict) and any(body.get(name) for name in ("text", "html", "message"))
    if written and all(re.fullmatch("[0-9a-f]{32}", str(key)) for key in body.get("attachments") or [0]):
        return {**body, "attachments": []}
    return body


@schemathesis.hook
def map_query(_ctx, query):
    """Two days drawn apart are seldom in order, and more often too far apart."""
    near = {"from": "2026-11-01", "to": "2026-11-30"}
    return {**query, **{name: day for name, day in near.items() if is_day(query.get(name))}} if query else query


def is_day(value):
    try:
        return bool(re.fullmatch(r"[12]\d{3}-\d\d-\d\d", str(value)) and date.fromisoformat(value))
    except ValueError:
        return False


@schemathesis.check
def well_formed_is_refused_only_for_what_no_schema_tells(_ctx, response, case):
    meta = case.meta
    if meta is None or any(not part.mode.is_positive for part in meta.components.values()):
        return
    if case.method.lower() != case.operation.method.lower():  # whether others are refused is another check
        return
    status = response.status_code
    if status < 400 or status in ACCEPTED:
        return
    told = response.json()
    fields = {one["field"] for one in told.get("errors") or []}
    searched = case.operation.label == "GET /tickets" and "too long" in told["detail"]
    if status != 422 or not fields or (fields - NO_SCHEMA_TELLS.keys() and not searched):
        raise AssertionError(f"well-formed, and refused: {told}")
