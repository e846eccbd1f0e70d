"""What tests of the desk import from here stands in `tests/plugins/desk.py`, where other rooms' tests find it too."""

from tests.plugins.desk import HELENA, NOW, PASSWORD, opened, person, settings_for

__all__ = ["HELENA", "NOW", "PASSWORD", "opened", "person", "settings_for"]
