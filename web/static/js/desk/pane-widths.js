// The widths that this reader gave to the panes, put in place before the first paint. A classic script in the head on
// purpose: a module would run after it, and the panes would jump. <pane-divider> changes these.
{
  const reader = document.currentScript.dataset.reader;
  const key = `pane-widths:${reader}`;
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {}; // nothing may be kept, or nonsense was
    }
  };
  const kept = read();
  const root = document.documentElement;

  /** Give a pane (`list`, `side`) this width in pixels; null: the desk's own. The style sheet keeps it within bounds. */
  globalThis.setPaneWidth = (pane, width, { keep = true } = {}) => {
    if (Number.isFinite(width)) root.style.setProperty(`--${pane}-chosen`, `${Math.round(width)}px`);
    else root.style.removeProperty(`--${pane}-chosen`);
    if (!keep) return;
    if (Number.isFinite(width)) kept[pane] = Math.round(width);
    else delete kept[pane];
    try {
      localStorage.setItem(key, JSON.stringify(kept));
    } catch {
      // The width holds until the page is left.
    }
  };
  for (const pane of ["list", "side"]) if (Number.isFinite(kept[pane])) globalThis.setPaneWidth(pane, kept[pane], { keep: false });
}
