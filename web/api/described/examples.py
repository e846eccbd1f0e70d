"""How each call looks in curl, Python and JavaScript. Every example is run by a test."""

import json
from urllib.parse import urlencode

from web.api.operation import Operation

PLACES = {"{id:int}": "1", "{key}": "KEY_OF_A_FILE"}
NAMES = ("curl", "Python", "JavaScript")


def examples_of(one: Operation, base_url: str) -> list[tuple[str, str]]:
    """Each language's name and code. The key is read from DESKBELL_KEY."""
    url = base_url + one.address
    for place, value in PLACES.items():
        url = url.replace(place, value)
    if one.method == "GET" and one.example:
        url += f"?{urlencode(one.example)}"
    body = json.dumps(dict(one.example), ensure_ascii=False, indent=2) if one.body else ""
    return [
        ("curl", _curl(one, url, body)),
        ("Python", _python(one, url, body)),
        ("JavaScript", _script(one, url, body)),
    ]


def _curl(one: Operation, url: str, body: str) -> str:
    lines = ["curl --fail-with-body", f'"{url}"', '-H "Authorization: Bearer $DESKBELL_KEY"']
    if one.method != "GET":
        lines.insert(1, f"-X {one.method}")
    if body:
        lines += ['-H "Content-Type: application/json"', f"-d '{body}'"]
    if one.takes_file:
        lines.append("-F file=@note.txt")
    return " \\\n  ".join(lines)


def _python(one: Operation, url: str, body: str) -> str:
    given = f",\n    json={body.replace(chr(10), chr(10) + '    ')}" if body else ""
    if one.takes_file:
        given = ',\n    files={"file": open("note.txt", "rb")}'
    result = "answer.content" if one.answer is None else "answer.json()"
    return (
        (
            "import os\n\nimport httpx\n\n"
            f'answer = httpx.request(\n    "{one.method}",\n    "{url}",\n'
            f'    headers={{"Authorization": f"Bearer {{os.environ[\'DESKBELL_KEY\']}}"}}{given},\n)\n'
            f"answer.raise_for_status()\nprint({result})"
        )
        .replace(": true", ": True")
        .replace(": false", ": False")
        .replace(": null", ": None")
    )


def _script(one: Operation, url: str, body: str) -> str:
    options = [f'  method: "{one.method}",', "  headers: {", "    Authorization: `Bearer ${process.env.DESKBELL_KEY}`,"]
    if body:
        options.append('    "Content-Type": "application/json",')
    options.append("  },")
    before = ""
    if body:
        options.append(f"  body: JSON.stringify({body.replace(chr(10), chr(10) + '  ')}),")
    if one.takes_file:
        before = 'const form = new FormData();\nform.append("file", new Blob(["A note."], { type: "text/plain" }), "note.txt");\n'
        options.append("  body: form,")
    result = "await answer.arrayBuffer()" if one.answer is None else "await answer.json()"
    return (
        f'{before}const answer = await fetch("{url}", {{\n' + "\n".join(options) + "\n});\n"
        f"if (!answer.ok) throw new Error(await answer.text());\nconsole.log({result});"
    )
