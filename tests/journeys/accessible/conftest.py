import re
import shutil
from pathlib import Path

import pytest
import pytest_asyncio

from tests.journeys.accessible.demo_desk import DemoDesk
from tests.servers.nursery import ForkedDesk

MAIL_IS_SHOWN_NOWHERE = {"mail_in_web": "0"}


@pytest.fixture(scope="session")
def demo_made(tmp_path_factory) -> tuple[Path, str]:
    """The folder of a demo desk as `deskbell demo` makes it, and its password: each test has a copy."""
    folder = tmp_path_factory.mktemp("demo")
    made = ForkedDesk(folder, f"sqlite:///{folder}/demo.db", **MAIL_IS_SHOWN_NOWHERE).run("demo").stdout
    return folder, re.search(r"password\s+(\S+)", made)[1]


@pytest_asyncio.fixture(loop_scope="session")
async def demo(browser, make_served_desk, tmp_path, demo_made) -> DemoDesk:
    """A demo desk, served."""
    folder, password = demo_made
    served = make_served_desk(f"sqlite:///{tmp_path}/demo.db", **MAIL_IS_SHOWN_NOWHERE)
    for database in folder.glob("demo.db*"):
        shutil.copyfile(database, tmp_path / database.name)
    shutil.copytree(folder / "var", served.directory / "var")
    return DemoDesk(served.start(), browser, password)
