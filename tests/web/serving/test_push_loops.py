"""Push notifications: without a key, nothing of them runs."""

import dataclasses

import pytest

from realtime.push.loops import queue_pushes, send_pushes
from tests.plugins.desk import settings_for
from web.serving import assembly


@pytest.fixture
def loops_of(monkeypatch):
    """The loops of a desk that is assembled with these settings."""

    def assembled(settings):
        given = []
        made = assembly.create_app

        def noting(of, background, **others):
            given.extend(background)
            return made(of, background=background, **others)

        with monkeypatch.context() as patched:
            patched.setattr(assembly, "create_app", noting)
            assembly.assemble(settings)
        return given

    return assembled


def test_nothing_of_push_runs_without_a_key_and_both_loops_with_one(tmp_path, loops_of):
    settings = settings_for(tmp_path)

    assert not {queue_pushes, send_pushes} & set(loops_of(settings))
    assert {queue_pushes, send_pushes} <= set(loops_of(dataclasses.replace(settings, push=object())))
