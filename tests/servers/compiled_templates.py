"""Templates that one process of a test run has compiled, for all others of it."""

import os
from collections.abc import Callable
from functools import partial

from jinja2 import Environment, FileSystemBytecodeCache

import mail.composing.drawing
import web.pages.templating
from tests.plugins.run import COMPILED


def share_compiled_templates(put: Callable[[object, str, object], None]) -> None:
    """Let this process compile no template that another one has compiled; `put` sets an attribute."""
    kept = FileSystemBytecodeCache(os.environ[COMPILED])
    put(web.pages.templating, "Environment", partial(Environment, bytecode_cache=kept))
    for environment in (mail.composing.drawing._html, mail.composing.drawing._text):
        put(
            environment,
            "bytecode_cache",
            FileSystemBytecodeCache(os.environ[COMPILED], f"mail-{environment.autoescape}-%s"),
        )
