"""Why a mail cannot be made, in words for the operator."""

from app.reasons import Told


class CannotCompose(Told):
    """This mail can never be sent as it stands; to try again is of no use until somebody changes something."""
