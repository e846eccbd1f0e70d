"""Mail that could not be delivered: reports by the standard, and the free-form ones of big and old providers."""

from mail.bounces.recognising import BounceReading, read_bounce

__all__ = ["BounceReading", "read_bounce"]
