"""Keys as docs/keystrokes.md counts them."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "keystrokes.md"


class Counted:
    """A keyboard that counts: a combination is one key, a text is one too."""

    def __init__(self, page):
        self.page, self.keys, self.texts = page, [], 0

    async def press(self, *keys):
        for key in keys:
            self.keys.append(key)
            await self.page.keyboard.press(key)

    async def type(self, text):
        self.texts += 1
        await self.page.keyboard.type(text)


def table_after(heading):
    """The keys of the first table behind these words."""
    words = PAGE.read_text("utf-8").split(heading)[1].split("\n\n| ")[1].split("\n\n")[0]
    return re.findall(r"^\| [^|]+ \| `([^`]+)` \|", f"| {words}", re.MULTILINE)


def written(keys):
    """As the page writes them."""
    return [key.replace("Control", "Ctrl").replace("+", " ").replace(" h", " H") for key in keys]


async def answers_of(seat, number):
    answer = await seat.page.request.get(f"{seat.url}/tickets/{number}", headers={"Accept": "application/json"})
    told = await answer.json()
    return [message["text"] for message in told["messages"] if message["kind"] == "answer"], told["ticket"]["status"]
