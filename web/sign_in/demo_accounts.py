"""As whom one may sign in to a demo desk: shown on its sign-in page, with the password that `deskbell demo` made."""

from dataclasses import dataclass
from pathlib import Path

from app.config.settings import Settings
from app.seeding.demo import DOMAIN, PEOPLE
from app.text.languages import _

PASSWORD_FILE = Path("var/demo-password")  # beside the database, in the folder that the desk was started from
SHOWN = 2


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account, as the page offers it."""

    name: str
    email: str
    role: str


def demo_accounts(settings: Settings) -> tuple[list[DemoAccount], str]:
    """The accounts and their password; none on a desk that is no demo, or whose password is not there."""
    if not settings.demo or not PASSWORD_FILE.is_file():
        return [], ""
    password = PASSWORD_FILE.read_text("ascii").strip()
    roles = {"administrator": _("Administrator"), "operator": _("Operator")}
    return [
        DemoAccount(name, f"{short}@{DOMAIN}", roles[role.value]) for short, name, role, _of in PEOPLE[:SHOWN]
    ], password
