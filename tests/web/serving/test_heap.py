"""What the C library does with memory that was freed."""

import subprocess
import sys

HELD = """
from pathlib import Path
from web.serving.heap import give_large_blocks_back

def resident(): return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

give_large_blocks_back()
large = b"x" * (30 << 20)
del large  # the library now thinks that such blocks come and go
before, large, small = resident(), [], []
for _letter in range(10):
    large.append(b"x" * (8 << 20))
    small.append(b"y" * 4000)  # lies behind it, and stays
large.clear()
print(resident() - before)
"""


def test_large_blocks_go_back_to_the_system_though_small_ones_behind_them_stay():
    said = subprocess.run([sys.executable, "-c", HELD], capture_output=True, text=True, check=True)

    assert int(said.stdout) < 8 << 20
