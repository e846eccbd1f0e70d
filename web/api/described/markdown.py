"""The docs as Markdown, for whoever reads them in an editor or hands them to a program: the page's own content."""

from collections.abc import Iterable, Mapping
from typing import Any


def as_markdown(told: Mapping[str, Any]) -> str:
    """The page's content, given what its template is given."""
    lines = ["# HTTP API", *told["basics"]]
    for group, calls in told["groups"].items():
        lines.append(f"## {group}")
        for call in calls:
            lines += _call(call)
    lines.append("## Kinds of problem")
    lines.append(
        "\n".join(f"- **{kind.status} {kind.title}** (`{kind.slug}`): {kind.about}" for kind in told["problems"])
    )
    return "\n\n".join(lines) + "\n"


def _call(call: Mapping[str, Any]) -> Iterable[str]:
    one = call["operation"]
    yield f"### {one.summary}"
    yield f"`{one.method} {call['path']}` (scope `{one.scope}`)"
    if one.about:
        yield one.about
    if call["parameters"]:
        yield "Parameters:"
        yield _table((f"{name} ({place})" if place != "query" else name, type_, about)
                     for name, place, type_, about in call["parameters"])  # fmt: skip
    for head, fields in (("Body", call["fields"]), ("Answer", call["answer"])):
        if fields:
            yield f"{head}:"
            yield _table((f"{name} (required)" if required else name, type_, about)
                         for name, type_, about, required in fields)  # fmt: skip
    for language, code in call["examples"]:
        yield f"{language}:"
        yield f"```{ {'curl': 'sh'}.get(language, language.lower()) }\n{code}\n```"
    yield "Problems: " + ", ".join(f"{kind.status} {kind.title}" for kind in call["problems"]) + "."


def _table(rows: Iterable[tuple[str, str, str]]) -> str:
    cells = [("name", "type", ""), ("---", "---", "---"), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |" for row in cells)
