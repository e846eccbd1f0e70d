"""How much memory a process of this machine holds."""

import re
from pathlib import Path


def resident_bytes(pid: int) -> int:
    """What it holds now."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024  # type: ignore[index]


class Peak:
    """The most that a process holds from here on; the kernel keeps count."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        Path(f"/proc/{pid}/clear_refs").write_text("5", "ascii")  # VmHWM begins anew
        self.before = resident_bytes(pid)

    def growth(self) -> int:
        """Bytes above what it held at first."""
        status = Path(f"/proc/{self.pid}/status").read_text("ascii")
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024 - self.before  # type: ignore[index]
