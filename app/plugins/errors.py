"""What a plug-in's fault becomes: said in its panel, and nowhere else."""

from app.core.errors import DeskError
from app.text.languages import _


class PanelFailed(DeskError):
    """The plug-in raised an error, or returned what it may not. The log has the details."""

    status = 502
    slug = "panel-failed"

    def __init__(self, title: str) -> None:
        super().__init__(_("%(panel)s could not be loaded. Everything else still works.") % {"panel": title})


class PanelSlow(PanelFailed):
    """The plug-in did not answer in its time."""

    status = 504
    slug = "panel-slow"

    def __init__(self, title: str) -> None:
        DeskError.__init__(self, _("%(panel)s is not responding. Everything else still works.") % {"panel": title})


class PluginBroken(Exception):
    """The plug-in could not be loaded, so none of its panels are available."""
