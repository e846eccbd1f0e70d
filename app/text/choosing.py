"""Which of the desk's languages a reader gets: the one they ask for, or the nearest that there is."""

from collections.abc import Collection

from app.text.languages import DEFAULT

MOST_CHARS, MOST_RANGES = 500, 20  # of a header that a stranger wrote


def nearest(wanted: str, known: Collection[str]) -> str | None:
    """The known language for this one: itself, its base (`de-AT` → `de`), else another of its base (`pt` → `pt_BR`)."""
    code = _code(wanted)
    by_code = {_code(one): one for one in known}
    base = code.partition("_")[0]
    kin = (one for one in sorted(by_code) if base and one.partition("_")[0] == base)
    return by_code.get(code) or by_code.get(base) or next((by_code[one] for one in kin), None)


def accepted_language(header: str, known: Collection[str], otherwise: str = DEFAULT) -> str:
    """The known language that `Accept-Language` (RFC 9110 §12.5.4) likes best; `otherwise` where it likes none."""
    ranges = [one.split(";") for one in header[:MOST_CHARS].split(",")[:MOST_RANGES]]
    weighed = [(_weight(parameters), tag) for tag, *parameters in ranges if tag.strip()]
    wanted = (tag for weight, tag in sorted(weighed, key=lambda pair: -pair[0]) if weight > 0)
    return next((found for tag in wanted if (found := nearest(tag, known))), otherwise)


def _code(tag: str) -> str:
    return tag.strip().replace("-", "_").lower()


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _equals, value = parameter.strip().partition("=")
        if name.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
