// A text with placeholders as chips: they are put in, moved and taken away whole, and cannot be typed wrong. The text
// area behind it is what is sent; it is what there is without scripts.

const MARK = /%\((\w+)\)[sd]|\{+\w*\}+|%%/g;

/** What a chip says: `name` of %(name)s. */
export const chipName = (mark) => mark.replace(/^%\((\w+)\)[sd]$/, "$1");

export class ChipField {
  #area; #marks; #changed;

  /** `marks`: the placeholders that the text may have; `changed` is called whenever it changes. */
  constructor(area, marks, changed) {
    this.#area = area;
    this.#marks = new Set(marks);
    this.#changed = changed;
    const box = this.box = document.createElement("div");
    box.className = "input chip-field";
    box.contentEditable = "true";
    box.lang = area.lang;
    box.dir = "auto";
    for (const [name, value] of Object.entries(this.#names())) box.setAttribute(name, value);
    area.hidden = true;
    area.after(box);
    this.#draw();
    box.addEventListener("input", () => this.#read());
    box.addEventListener("blur", () => this.#draw());
    box.addEventListener("beforeinput", (event) => this.#typed(event));
  }

  /** What is in it, as it is sent. */
  get value() {
    return this.#area.value;
  }

  focus() {
    this.box.focus();
    getSelection().selectAllChildren(this.box);
    getSelection().collapseToEnd();
  }

  /** Put a placeholder at the caret, or at the end. */
  put(mark) {
    const selection = getSelection();
    if (!this.box.contains(selection.anchorNode)) this.focus();
    const range = selection.getRangeAt(0);
    range.deleteContents();
    const chip = this.#chip(mark);
    range.insertNode(chip);
    selection.collapse(chip.parentNode, [...chip.parentNode.childNodes].indexOf(chip) + 1);
    this.#read();
  }

  #names() {
    const label = this.#area.labels[0];
    label.id ||= `${this.#area.id}-label`;
    label.addEventListener("click", () => this.focus());
    return { role: "textbox", "aria-labelledby": label.id, "aria-describedby": this.#area.getAttribute("aria-describedby") };
  }

  /** One line of words; what is pasted or dropped comes without its looks. */
  #typed(event) {
    const { inputType: type } = event;
    if (type.startsWith("format") || type === "insertParagraph" || type === "insertLineBreak") event.preventDefault();
    if (!["insertFromPaste", "insertFromDrop", "insertReplacementText"].includes(type)) return;
    const text = event.dataTransfer?.getData("text/plain");
    if (text === undefined) return;
    event.preventDefault();
    const [range] = event.getTargetRanges();
    if (range) getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    document.execCommand("insertText", false, text.replace(/\s*\n\s*/g, " "));
  }

  /** The text of the box, its chips as they are sent. A percent sign that is typed is one, and begins no placeholder. */
  #read() {
    let text = "";
    for (const node of this.box.childNodes) {
      if (node.dataset?.mark) text += node.dataset.mark;
      else text += this.#words(node.textContent.replaceAll("\u00a0", " "));
    }
    this.#area.value = text;
    this.#changed();
  }

  #words(text) {
    if (![...this.#marks].some((mark) => mark.startsWith("%"))) return text;
    let words = "", end = 0;
    for (const found of text.matchAll(MARK)) {
      if (!this.#marks.has(found[0])) continue;
      words += text.slice(end, found.index).replaceAll("%", "%%") + found[0];
      end = found.index + found[0].length;
    }
    return words + text.slice(end).replaceAll("%", "%%");
  }

  #draw() {
    const nodes = [];
    let end = 0;
    const { value } = this.#area;
    for (const found of value.matchAll(MARK)) {
      nodes.push(value.slice(end, found.index), found[0] === "%%" ? "%" : this.#chip(found[0]));
      end = found.index + found[0].length;
    }
    nodes.push(value.slice(end));
    this.box.replaceChildren(...nodes.filter(Boolean));
  }

  #chip(mark) {
    const chip = document.createElement("span");
    chip.className = this.#marks.has(mark) ? "mark" : "mark mark--unknown";
    chip.contentEditable = "false";
    chip.dataset.mark = mark;
    chip.textContent = chipName(mark);
    return chip;
  }
}
