"""What of a page's texts cannot be read to its end, in a language whose words can be told from what people wrote."""

from playwright.async_api import Page

from tests.journeys.axe import PHONE, STICKS_OUT, WIDE

# Accents of the long language that no name at the demo desk has. What is left out as a whole is not cut.
CUT = """() => {
  const made = /[ÅÎÑŠÛÝåîñšûý]/;
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const skipped = ".unseen, .skip-link, .trap, select, textarea, script, style, template, svg";
  const clips = (overflow) => ["hidden", "clip"].includes(overflow);
  const outside = (it, text) => {
    const words = document.createRange();
    words.selectNodeContents(text);
    const at = words.getBoundingClientRect();
    for (let box = it; at.width && box !== document.body; box = box.parentElement) {
      const {overflowX, overflowY, display, clipPath} = getComputedStyle(box);
      if (clipPath !== "none") return 0; // for who listens
      if (["contents", "inline"].includes(display)) continue;
      const edge = box.getBoundingClientRect();
      if (clips(overflowY) && (at.top > edge.bottom - 1 || at.bottom < edge.top + 1)) return 0;
      const across = Math.max(edge.left - at.left, at.right - edge.right);
      const down = Math.max(edge.top - at.top, at.bottom - edge.bottom);
      if (clips(overflowX) && across > 1.5) return across;
      if (clips(overflowY) && down > 4) return down;
      if (box.matches("button, .button, summary") && Math.max(across, down) > 1.5) return Math.max(across, down);
      if ([overflowX, overflowY].some((it) => ["auto", "scroll"].includes(it))) return 0;
    }
    return 0;
  };
  while (texts.nextNode()) {
    const text = texts.currentNode, it = text.parentElement;
    if (!made.test(text.data) || it.closest(skipped) || !it.checkVisibility({visibilityProperty: true})) continue;
    const px = outside(it, text);
    if (px) found.push(`cut by ${px.toFixed(1)} px: "${text.data.trim()}" in ${it.cloneNode().outerHTML.slice(0, 120)}`);
  }
  return found;
}"""


async def cut_texts(page: Page, place: str) -> list[str]:
    """What is cut or sticks out, at a desk and on a phone."""
    found = []
    for size, name in ((WIDE, "desk"), (PHONE, "phone")):
        await page.set_viewport_size(size)
        faults = await page.evaluate(STICKS_OUT, None) + await page.evaluate(CUT)
        found += [f"{place}, {name}: {' '.join(fault.split())[:400]}" for fault in faults]
    return found
