"""The wall's pieces as markup, the same for every administrator who reads the language: the page shows them, and the socket sends them."""

from functools import lru_cache
from typing import Any

from jinja2 import Environment

from app.queries.people.roster import Roster
from app.text.languages import _, speaking
from web.console.frame.labels import LABELS
from web.console.mail.words import MAIL_LABELS
from web.console.wall.words import act_words, family_of


class WallDrawer:
    """Draws a piece: `app.state.draw_piece(name, piece, roster, language)`; `tile:3` is drawn with `tile.html`."""

    def __init__(self, templates: Environment) -> None:
        self._templates = templates

    def __call__(self, name: str, piece: Any, people: Roster, language: str) -> str:
        """The piece in this language; nothing in it depends on who looks."""
        template = self._templates.get_template(f"console/wall/{name.partition(':')[0]}.html")
        with speaking(language):
            return template.render({**wall_names(people), "piece": piece}).strip()


@lru_cache(maxsize=4)
def wall_names(people: Roster) -> dict[str, Any]:
    """What the pieces call by name besides what they show."""
    names = {person.id: person.name for person in people.everybody}
    groups = {group.id: group.name for group in people.groups}
    return {
        **LABELS,
        **MAIL_LABELS,
        "act_words": act_words,
        "family_of": family_of,
        "person_words": lambda number: names.get(number, _("someone")),
        "group_words": lambda number: groups.get(number, _("a group")),
    }
