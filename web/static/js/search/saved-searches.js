// <saved-searches>: the searches that someone keeps, in the rail, with counts that follow the desk.

import { say } from "../lib/page.js";
import { getFragment, getJson, post } from "../lib/requests.js";
import { live } from "../live/live.js";
import { openDialog, sendDialog } from "../elements/dialogs.js";
import { failed } from "../live/outcomes.js";
import { toast } from "../live/desk-toast.js";
import { openView } from "../desk/navigation.js";
import { ticketList } from "../list/ticket-list.js";
import { deskRail } from "../desk/desk-rail.js";

const COUNT_EVERY_MS = 1500;
const AGAIN_MS = 2000; // the server counts each at most once a second, and so many together

class SavedSearches extends HTMLElement {
  #counting;
  #isInView = false;
  #isBehind = true;

  connectedCallback() {
    this.addEventListener("click", (event) => this.#pressed(event));
    live.addEventListener("event", ({ detail }) => (detail.row || detail.gone) && this.#recount());
    live.addEventListener("resync", () => this.#recount());
    document.addEventListener("visibilitychange", () => this.#catchUp());
    new IntersectionObserver((seen) => {
      this.#isInView = seen.at(-1).isIntersecting;
      this.#catchUp();
    }).observe(this);
  }

  get #items() {
    return [...this.querySelectorAll("[data-saved]")];
  }

  // ---- counts ---------------------------------------------------------------------------------------------------

  // What nobody looks at (another tab, a closed rail) is not counted until someone does.
  #catchUp() {
    if (this.#isBehind && this.#isShown) this.#count();
  }

  get #isShown() {
    return this.#isInView && !document.hidden;
  }

  #recount(pause = COUNT_EVERY_MS) {
    if (!this.#items.length) return;
    this.#counting ??= setTimeout(() => { this.#counting = undefined; this.#count(); }, pause);
  }

  async #count() {
    this.#isBehind = !this.#isShown;
    if (!this.#items.length || this.#isBehind) return;
    try {
      const { saved, stale } = await getJson("/searches/counts");
      for (const place of this.querySelectorAll("[data-saved-count]")) {
        const count = saved[place.dataset.savedCount] ?? "";
        place.textContent = count === "0" ? "" : count;
      }
      if (stale) this.#recount(AGAIN_MS);
    } catch {
      // Offline: the last known counts stay, and the banner says how old the page is.
    }
  }

  async redraw() {
    this.replaceChildren(await getFragment("/searches", "saved"));
    deskRail()?.select(ticketList()?.query ?? {});
    await this.#count();
  }

  // ---- changing them --------------------------------------------------------------------------------------------

  async #pressed(event) {
    const button = event.target.closest("button");
    const item = button?.closest("[data-saved]");
    if (!item) return;
    try {
      if (button.matches("[data-saved-rename]")) askName("rename", item.dataset);
      else if (button.dataset.savedMove) await this.#move(item, Number(button.dataset.savedMove));
      else if (button.matches("[data-saved-delete]")) await this.remove(item);
    } catch (problem) {
      failed(problem);
    }
  }

  async #move(item, step) {
    const items = this.#items;
    const from = items.indexOf(item);
    items.splice(from, 1);
    items.splice(from + step, 0, item);
    await post("/searches/order", { ids: items.map((one) => one.dataset.saved).join(",") });
    await this.redraw();
    this.querySelector(`[data-saved="${item.dataset.saved}"] [popovertarget]`)?.focus();
  }

  async remove(item) {
    const { search } = await post(`/searches/${item.dataset.saved}/delete`);
    await this.redraw();
    const back = async () => {
      await post("/searches", { name: search.name, typed: search.typed });
      await this.redraw();
    };
    const action = { label: say("undo"), key: "Z", run: () => back().catch(failed) };
    toast({ title: say("search_deleted", { name: search.name }), iconName: "trash", action, until: Date.now() + 6000 });
  }
}

customElements.define("saved-searches", SavedSearches);

/** Ask for the name of a search: of a new one, or of one that is kept. */
function askName(kind, { saved = "", name = "", typed = "" }) {
  const dialog = document.getElementById(`${kind}-search-dialog`);
  const form = dialog.querySelector("form");
  form.action = kind === "save" ? "/searches" : `/searches/${saved}/rename`;
  form.elements.namedItem("typed").value = typed;
  form.elements.namedItem("name").value = name;
  openDialog(dialog);
  form.elements.namedItem("name").select();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-save-search]");
  if (button) askName("save", { typed: button.dataset.saveSearch, name: button.dataset.saveSearch.slice(0, 60) });
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-saved-form]");
  if (!form) return;
  event.preventDefault();
  sendDialog(form, async ({ search }) => {
    await document.querySelector("saved-searches").redraw();
    toast({ title: say("search_saved"), iconName: "check" });
    if (ticketList()?.query.search === search.typed) openView(ticketList().dataset.more, { push: false });
  });
});
