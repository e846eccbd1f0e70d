"""The nursery's program: `python forking.py SOCKET`, a descriptor; see `tests/servers/nursery.py`.

It has all of Deskbell imported and nothing begun; what templates it draws are compiled once for the whole run. For each order it forks a child, which becomes `deskbell …` with the
environment, the directory and the files of its order. It ends when the process that gives the orders does.
"""

import json
import os
import socket
import sys
import time
from functools import partial

import uvloop  # noqa: F401  # what `serve` imports only then
from argon2 import PasswordHasher

import app.desk
import web.requests.logs  # noqa: F401  # what every command imports only then
from tests.servers.compiled_templates import share_compiled_templates
from web.cli import main, make_parser


def hash_cheaply() -> None:
    """Let a password cost next to nothing, as in all tests but those of passwords."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    app.desk.PasswordBook = partial(app.desk.PasswordBook, hasher=cheap)


def serve(orders: socket.socket) -> list[str]:
    """Do what is ordered; return, in a child alone, the arguments of its command."""
    with orders.makefile("rw", encoding="utf-8") as lines:
        for line in lines:
            order = json.loads(line)
            if "status" in order:
                answer = status_of(order["status"])
            elif not (answer := os.fork()):
                break
            lines.write(f"{json.dumps(answer)}\n")
            lines.flush()
        else:
            os._exit(0)
    orders.close()
    become(order)
    return order["arguments"]


def status_of(child: int) -> int | None:
    """As `Popen.returncode`; None while it runs."""
    number, status = os.waitpid(child, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if number else None


def become(order: dict) -> None:
    """Be in the place that the order names, in a session of one's own."""
    os.setsid()
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    time.tzset()
    flags = (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT | os.O_APPEND] * 2)
    for number, (path, flag) in enumerate(zip(order["files"], flags, strict=True)):
        opened = os.open(path, flag, 0o600)
        os.dup2(opened, number)
        os.close(opened)


if __name__ == "__main__":
    make_parser()  # loads every command
    hash_cheaply()
    share_compiled_templates(setattr)
    arguments = serve(socket.socket(fileno=int(sys.argv[1])))
    sys.argv = ["deskbell", *arguments]
    sys.exit(main(arguments))
