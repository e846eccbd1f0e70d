"""The panel of a plug-in that is not there."""

from app.plugins.errors import PluginBroken
from app.plugins.panel import Card, Form, Insert, Panel, TicketFacts


class BrokenPanel(Panel):
    """Shown in place of the panels of a plug-in that could not be loaded."""

    def __init__(self, name: str, plugin: str, fault: str) -> None:
        self.name = name
        self.plugin = plugin
        self.fault = fault

    @property
    def title(self) -> str:
        """The plug-in's name, for nothing else is known of it."""
        return self.plugin

    async def search(self, query: str, ticket: TicketFacts, language: str) -> list[Card]:  # noqa: ARG002 - a panel's signature
        """Fail as it failed when the desk started."""
        raise PluginBroken(self.fault)

    async def insert(self, card_id: str, form: Form, language: str) -> Insert:  # noqa: ARG002 - a panel's signature
        """Fail the same way."""
        raise PluginBroken(self.fault)
