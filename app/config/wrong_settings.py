"""Settings that the desk cannot run with."""


class WrongSettings(Exception):
    """One line a fault: the setting's name, what is wrong with its value, an example. Never a secret."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults
