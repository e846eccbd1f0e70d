// <file-viewer>: pictures and PDFs of the open conversation, large. Arrows go on, + and - zoom, 0 fits, Escape closes.

const STEPS = [1, 1.5, 2, 3, 4, 6, 8]; // of the size that fits

class FileViewer extends HTMLElement {
  #dialog; #stage; #links; #place; #step; #image; #fit;

  connectedCallback() {
    this.#dialog = this.querySelector("dialog");
    this.#stage = this.querySelector(".viewer__stage");
    document.addEventListener("click", (event) => this.#asked(event));
    this.#dialog.addEventListener("click", (event) => this.#pressed(event));
    this.#dialog.addEventListener("keydown", (event) => this.#keyed(event));
    this.#dialog.addEventListener("close", () => this.#stage.replaceChildren());
    this.#stage.addEventListener("wheel", (event) => this.#wheeled(event), { passive: false });
    this.#stage.addEventListener("pointerdown", (event) => this.#drag(event));
    this.#stage.addEventListener("dblclick", () => this.#zoom(this.#step ? 0 : 2));
  }

  #asked(event) {
    const link = event.target.closest("a[data-preview]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.#links = [...document.querySelectorAll("ticket-pane a[data-preview]")];
    this.#show(Math.max(0, this.#links.indexOf(link)));
    this.#dialog.showModal();
    this.#stage.focus();
  }

  #show(place) {
    this.#place = place;
    const link = this.#links[place];
    const picture = link.dataset.preview === "picture";
    this.querySelector(".viewer__name").textContent = link.dataset.name;
    this.querySelector(".viewer__place").textContent = this.#links.length > 1 ? `${place + 1} / ${this.#links.length}` : "";
    this.querySelector(".viewer__zoom").hidden = !picture;
    this.querySelector(".viewer__save").href = link.href;
    this.querySelector(".viewer__tab").href = picture ? link.href : `${link.href}/preview`;
    for (const button of this.querySelectorAll("[data-go]")) button.hidden = !this.#links[place + Number(button.dataset.go)];
    this.#stage.replaceChildren(picture ? this.#picture(link) : this.#document(link));
    this.#step = 0;
  }

  #picture(link) {
    this.#image = document.createElement("img");
    this.#image.src = link.href;
    this.#image.alt = link.dataset.name;
    this.#image.draggable = false;
    return this.#image;
  }

  /** The browser's own viewer; the document that it gets has no origin of ours. */
  #document(link) {
    this.#image = null;
    const frame = document.createElement("iframe");
    frame.src = `${link.href}/preview`;
    frame.title = link.dataset.name;
    return frame;
  }

  #go(by) {
    if (this.#links[this.#place + by]) this.#show(this.#place + by);
  }

  /** Step 0 fits the picture into the window; what is in the middle stays there. */
  #zoom(step) {
    if (!this.#image) return;
    const stage = this.#stage, image = this.#image;
    this.#fit = this.#step ? this.#fit : image.clientWidth;
    const [x, y] = [(stage.scrollLeft + stage.clientWidth / 2) / stage.scrollWidth, (stage.scrollTop + stage.clientHeight / 2) / stage.scrollHeight];
    this.#step = Math.max(0, Math.min(step, STEPS.length - 1));
    stage.classList.toggle("is-zoomed", this.#step > 0);
    image.style.inlineSize = this.#step ? `${this.#fit * STEPS[this.#step]}px` : "";
    stage.scrollTo(x * stage.scrollWidth - stage.clientWidth / 2, y * stage.scrollHeight - stage.clientHeight / 2);
  }

  #pressed(event) {
    const { go, zoom } = event.target.closest("button")?.dataset ?? {};
    if (go) this.#go(Number(go));
    else if (zoom) this.#zoom(zoom === "0" ? 0 : this.#step + Number(zoom));
    else if (event.target === this.#stage && !this.#step) this.#dialog.close();
  }

  #keyed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const onward = document.dir === "rtl" ? -1 : 1;
    const act = {
      ArrowRight: () => this.#go(onward), ArrowLeft: () => this.#go(-onward), Home: () => this.#show(0), End: () => this.#show(this.#links.length - 1),
      "+": () => this.#zoom(this.#step + 1), "=": () => this.#zoom(this.#step + 1), "-": () => this.#zoom(this.#step - 1), 0: () => this.#zoom(0),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #wheeled(event) {
    if (!this.#image || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.#zoom(this.#step + (event.deltaY < 0 ? 1 : -1));
  }

  #drag(event) {
    if (!this.#step || event.button) return;
    const stage = this.#stage;
    const from = { x: event.clientX + stage.scrollLeft, y: event.clientY + stage.scrollTop };
    const move = (moved) => stage.scrollTo(from.x - moved.clientX, from.y - moved.clientY);
    stage.setPointerCapture(event.pointerId);
    stage.addEventListener("pointermove", move);
    stage.addEventListener("pointerup", () => stage.removeEventListener("pointermove", move), { once: true });
  }
}

customElements.define("file-viewer", FileViewer);
