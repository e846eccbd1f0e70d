// Who gets an unassigned ticket: chosen in a dialog that says where everyone is.

import { openDialog } from "../elements/dialogs.js";
import { doAct } from "../ticket/ticket-acts.js";

/** `dialog` has a button for each operator; `tileOf(number)` is their tile. */
export class WallAssign {
  #dialog; #tileOf;
  #ticket = "";

  constructor(dialog, tileOf) {
    this.#dialog = dialog;
    this.#tileOf = tileOf;
    dialog.addEventListener("click", (event) => this.#pressed(event));
  }

  open(ticket) {
    this.#ticket = ticket;
    const title = this.#dialog.querySelector("h2");
    title.textContent = title.dataset.words.replace("{number}", `#${ticket}`);
    for (const button of this.#dialog.querySelectorAll("[data-operator]")) {
      const tile = this.#tileOf(button.dataset.operator);
      button.hidden = !tile;
      if (tile) button.querySelector("small").textContent = tile.querySelector(".wall__name small").textContent.trim();
    }
    openDialog(this.#dialog);
  }

  #pressed(event) {
    const { operator } = event.target.closest("[data-operator]")?.dataset ?? {};
    if (!operator && !event.target.closest("[data-close]")) return;
    this.#dialog.close();
    if (operator) doAct(this.#ticket, "assign", { operator });
  }
}
