import os
from concurrent.futures import ThreadPoolExecutor

from tests.servers.nursery import Forked


def ended_code(child: Forked) -> int:
    while child.poll() is None:
        pass
    return child.wait()


def test_several_threads_may_ask_how_a_child_ended(tmp_path):
    files = [os.devnull] * 3
    with ThreadPoolExecutor(4) as threads:
        for _round in range(2):
            child = Forked(["user", "--help"], files, os.environ, tmp_path)

            assert list(threads.map(ended_code, [child] * 4)) == [0] * 4
