"""The live desk: who may connect, who receives which event, who is at the desk.

python-socketio imports Redis's client, where it is installed, for a manager of its own that the desk doesn't use: six
megabytes in each process. So while socketio is imported, there is no Redis.
"""

import sys

if "redis" not in sys.modules:
    sys.modules["redis"] = None  # type: ignore[assignment]  # then `import redis` raises ImportError
    try:
        import socketio  # noqa: F401
    finally:
        del sys.modules["redis"]
