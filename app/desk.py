"""The desk: what every act and read needs in one place."""

from dataclasses import dataclass, field
from functools import cached_property

from app.bell import Bell
from app.database import Database
from app.passwords import PasswordBook
from app.plugins.loading import Plugins, load_plugins
from app.settings import Settings
from app.storage import Storage


@dataclass(eq=False)
class Desk:
    """The database, the settings, the attachment storage and the two bells of one running desk.

    `settings` are the environment's with what the console has changed since (`app/actions/settling.py` follows it).
    `bell` rings after every commit that wrote an event; `mail_bell` after one that queued a mail.
    """

    db: Database
    settings: Settings
    storage: Storage
    bell: Bell = field(default_factory=Bell)
    mail_bell: Bell = field(default_factory=Bell)

    @cached_property
    def passwords(self) -> PasswordBook:
        """Stored passwords, with this desk's key."""
        return PasswordBook(self.settings.password_key)

    @cached_property
    def plugins(self) -> Plugins:
        """The plug-ins, loaded when first asked for; `app/plugins/life.py` asks when the desk starts."""
        return load_plugins(self.settings.plugins, self.settings.given)
