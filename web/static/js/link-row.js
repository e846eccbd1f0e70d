// The row in which the address of a link is typed. The selection that becomes the link is kept meanwhile.

/** Asks for an address and makes the selection of a text box a link to it. */
export class LinkRow {
  constructor(row) {
    this.row = row;
    this.field = row.querySelector("input");
    row.addEventListener("keydown", (event) => this.keyed(event));
  }

  /** Open the row for what is selected in `box`; a link under the caret is taken away instead. */
  ask(box) {
    this.box = box;
    if (box.has("link")) {
      box.link("");
      return;
    }
    this.selection = box.editor.getSelection();
    this.row.hidden = !this.row.hidden;
    if (!this.row.hidden) this.field.focus();
  }

  /** Make the link. */
  set() {
    const typed = this.field.value.trim();
    const address = /^(https?:|mailto:|tel:)/i.test(typed) || !typed ? typed : `https://${typed}`;
    this.close();
    this.box.editor.setSelection(this.selection);
    this.box.link(address);
  }

  close() {
    this.row.hidden = true;
    this.field.value = "";
  }

  keyed(event) {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") this.set();
    else {
      this.close();
      this.box.focus();
    }
  }
}
