"""The desk: what every act and read needs in one place."""

from dataclasses import dataclass, field
from functools import cached_property

from app.config.settings import Settings
from app.core.bell import Bell
from app.core.right_of_way import RightOfWay
from app.credentials.passwords import PasswordBook
from app.database import Database
from app.files.storage import Storage


@dataclass(eq=False)
class Desk:
    """The database, the settings, the attachment storage and the two bells of one running desk.

    `settings` are the environment's with what the console has changed since (`app/actions/desk/settings.py` follows it).
    `bell` rings after every commit that wrote an event; `mail_bell` after one that queued a mail.
    `right_of_way` knows the requests of this process, to which its mail gives way.
    """

    db: Database
    settings: Settings
    storage: Storage
    bell: Bell = field(default_factory=Bell)
    mail_bell: Bell = field(default_factory=Bell)
    right_of_way: RightOfWay = field(default_factory=RightOfWay)
    texts_version: int = 0  # of the changed texts that this process says

    @cached_property
    def passwords(self) -> PasswordBook:
        """Stored passwords, with this desk's key."""
        return PasswordBook(self.settings.password_key)
