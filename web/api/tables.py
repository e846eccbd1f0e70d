"""Rows as CSV that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from starlette.responses import Response

FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def csv_answer(model: type[BaseModel], rows: Sequence[BaseModel], headers: dict[str, str] | None = None) -> Response:
    """The rows, all of this model, under the names of its fields; those of a field within one are joined by `_`."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(_names(model))
    writer.writerows([_harmless(value) for value in _values(row.model_dump(by_alias=True))] for row in rows)
    return Response(stream.getvalue(), headers=headers, media_type="text/csv")


def _names(model: type[BaseModel], before: str = "") -> list[str]:
    names: list[str] = []
    for name, field in model.model_fields.items():
        told = f"{before}{field.serialization_alias or name}"
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            names += _names(inner, f"{told}_")
        else:
            names.append(told)
    return names


def _values(row: Mapping[str, Any]) -> list[Any]:
    values: list[Any] = []
    for value in row.values():
        values += _values(value) if isinstance(value, Mapping) else [value]
    return values


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULAS) else value
