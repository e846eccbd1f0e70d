// <menu-button>: a button and its menu (a popover). Arrows move, letters jump, Escape and a choice close and give focus back.

const GAP = 4;

class MenuButton extends HTMLElement {
  #button; #menu;

  connectedCallback() {
    this.#button = this.querySelector("[popovertarget]");
    this.#menu = this.querySelector("[popover]");
    this.#button.setAttribute("aria-expanded", "false");
    this.#menu.addEventListener("beforetoggle", (event) => event.newState === "open" && this.#opening());
    this.#menu.addEventListener("toggle", (event) => this.#toggled(event.newState === "open"));
    this.#menu.addEventListener("keydown", (event) => this.#steer(event));
    this.#menu.addEventListener("click", (event) => event.target.closest("[role^=menuitem]") && this.#menu.hidePopover());
    this.#button.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      this.#menu.showPopover();
    });
  }

  get #items() {
    return [...this.#menu.querySelectorAll("[role^=menuitem]:not([disabled])")].filter((item) => item.checkVisibility());
  }

  #opening() {
    this.#menu.style.visibility = "hidden"; // until it has its place
  }

  #toggled(open) {
    this.#button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    this.#place();
    this.#menu.style.visibility = "";
    const field = this.#menu.querySelector("input:not([type=hidden])");
    const chosen = this.#items.find((item) => item.getAttribute("aria-checked") === "true");
    (field ?? (this.dataset.begin === "first" ? null : chosen) ?? this.#items[0])?.focus();
  }

  /** Below the button where there is room, else above; never outside the window. */
  #place() {
    const at = this.#button.getBoundingClientRect();
    const size = this.#menu.getBoundingClientRect();
    const end = this.dataset.align === "end" ? at.right - size.width : at.left;
    const below = at.bottom + GAP + size.height <= innerHeight;
    this.#menu.style.insetInlineStart = "auto";
    this.#menu.style.left = `${Math.max(8, Math.min(end, innerWidth - size.width - 8))}px`;
    this.#menu.style.top = `${below ? at.bottom + GAP : Math.max(8, at.top - GAP - size.height)}px`;
  }

  #steer(event) {
    const items = this.#items;
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items.at(to % items.length)?.focus();
    } else if (event.key.length === 1 && !event.target.matches("input") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault(); // the console's single keys rest in a menu: its letters jump
      const letter = event.key.toLocaleLowerCase();
      const order = [...items.slice(at + 1), ...items.slice(0, at + 1)];
      order.find((item) => item.textContent.trim().toLocaleLowerCase().startsWith(letter))?.focus();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      this.#menu.hidePopover();
    }
  }
}

customElements.define("menu-button", MenuButton);
