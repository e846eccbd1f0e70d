"""Mails of the outbox written: the same mail gives the same bytes."""

from mail.composing.compose import Composed, compose, enveloped
from mail.composing.faults import CannotCompose

__all__ = ["CannotCompose", "Composed", "compose", "enveloped"]
