"""What a browser that has nothing yet waits for, and loads, until a ticket can be answered; on a fast line and a slow one."""

from dataclasses import dataclass, field

from playwright.async_api import Browser, BrowserContext, CDPSession

WIDE = {"width": 1440, "height": 900}
SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}  # ms, bytes a second
# When the answer takes the caret, and when its editor is there, counted from the beginning of the navigation.
TYPABLE, READY = (
    f"""async () => {{
      const box = () => document.querySelector(".composer__text[contenteditable{state}]:not([hidden])");
      while (!box()) await new Promise(requestAnimationFrame);
      box().focus();
      if (document.activeElement !== box()) throw new Error("the text takes no caret");
      return performance.now();
    }}"""
    for state in ("", "=true")
)


@dataclass
class FirstLoad:
    """One load; `typable`, `ready`: seconds."""

    typable: float = 0
    ready: float = 0
    requests: int = 0
    size_bytes: int = 0  # as they travelled, with heads
    _lengths: dict[str, int] = field(default_factory=dict)

    def listen(self, session: CDPSession) -> None:
        """Count what the page asks for from now on."""
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._got)

    def count(self) -> None:
        """Note what has been asked for, and has come, until now."""
        self.requests, self.size_bytes = len(self._lengths), sum(self._lengths.values())

    def _asked(self, told: dict) -> None:
        if not told["request"]["url"].startswith(("data:", "blob:")):
            self._lengths.setdefault(told["requestId"], 0)

    def _got(self, told: dict) -> None:
        if told["requestId"] in self._lengths:
            self._lengths[told["requestId"]] = int(told["encodedDataLength"])


async def first_load(browser: Browser, signed: BrowserContext, path: str, *, slow: bool) -> tuple[FirstLoad, FirstLoad]:
    """One load in a context that has kept no file: until it is ready, and until nothing more comes."""
    base = signed.pages[0].url.split("/tickets")[0]
    state = await signed.storage_state()
    context = await browser.new_context(base_url=base, viewport=WIDE, storage_state=state)
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    await session.send("Network.enable")
    if slow:
        await session.send("Network.emulateNetworkConditions", SLOW_3G)
    loaded = FirstLoad()
    loaded.listen(session)
    await page.goto(path, wait_until="commit")
    typable = await page.evaluate(TYPABLE) / 1000
    ready = await page.evaluate(READY) / 1000
    loaded.count()
    then = FirstLoad(typable, ready, loaded.requests, loaded.size_bytes)
    await page.wait_for_load_state("networkidle")
    loaded.count()
    await context.close()
    return then, loaded
