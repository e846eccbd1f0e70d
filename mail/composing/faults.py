"""Why a mail cannot be made, in words for the operator."""


class CannotCompose(Exception):
    """This mail can never be sent as it stands; to try again is of no use until somebody changes something."""
