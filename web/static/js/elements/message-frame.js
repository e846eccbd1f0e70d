// <message-frame>: sizes itself to the sandboxed document in it. The frame runs no script of its own.

import { keepStill } from "../lib/keep-still.js";

class MessageFrame extends HTMLElement {
  #frame; #observer;

  connectedCallback() {
    this.#frame = this.querySelector("iframe");
    this.#frame.addEventListener("load", () => this.#watch());
    const { contentDocument: there } = this.#frame;
    if (there?.readyState === "complete" && there.URL !== "about:blank") this.#watch(); // blank: it waits to be scrolled near
  }

  disconnectedCallback() {
    this.#observer?.disconnect();
  }

  #watch() {
    const page = this.#frame.contentDocument?.documentElement;
    if (!page?.querySelector("body")) return;
    this.#observer?.disconnect();
    this.#observer = new ResizeObserver(() => this.#fit());
    this.#observer.observe(page.querySelector("body"));
    this.#fit();
  }

  #fit() {
    const body = this.#frame.contentDocument?.body;
    if (!body) return;
    const height = Math.ceil(body.getBoundingClientRect().height) + 2;
    if (Math.abs(this.#frame.clientHeight - height) > 1) keepStill(() => { this.#frame.height = height; });
  }
}

customElements.define("message-frame", MessageFrame);
