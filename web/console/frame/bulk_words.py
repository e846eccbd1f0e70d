"""What is said after something was done with many tickets at once."""

import json

from app.text.languages import ngettext
from web.pages.words import each_form


def bulk_done(act: str, name: str = "") -> str:
    """The text in all its plural forms for a script, as JSON; `name`: who got the tickets, or where they went."""
    forms = each_form(lambda count: _said(act, count) % {"count": "%(count)s", "name": name})
    return json.dumps(forms, ensure_ascii=False)


def _said(act: str, count: int) -> str:
    return {
        "take": lambda: ngettext("%(count)s ticket taken", "%(count)s tickets taken", count),
        "drop": lambda: ngettext("%(count)s ticket dropped", "%(count)s tickets dropped", count),
        "assign": lambda: ngettext(
            "%(count)s ticket assigned to %(name)s", "%(count)s tickets assigned to %(name)s", count
        ),
        # Translators: %(name)s is a status
        "status": lambda: ngettext("%(count)s ticket set to %(name)s", "%(count)s tickets set to %(name)s", count),
        # Translators: %(name)s is a group
        "group": lambda: ngettext("%(count)s ticket moved to %(name)s", "%(count)s tickets moved to %(name)s", count),
        "spam": lambda: ngettext("%(count)s ticket marked as spam", "%(count)s tickets marked as spam", count),
        "merge": lambda: ngettext(
            "%(count)s ticket marked as duplicate", "%(count)s tickets marked as duplicates", count
        ),
    }[act]()
