"""Why a mail cannot be made, in words for the operator."""

from app.nouns.reasons import Told


class CannotCompose(Told):
    """This mail can never be sent as it is; retrying is useless until something is changed."""
