// <push-switch>: whether this device notifies its reader while no console is open. The browser is asked only by their press.

import { askPermission } from "./preference-switches.js";
import { subscription } from "./push-device.js";
import { failed } from "../live/outcomes.js";
import { post } from "../lib/requests.js";

const WORKER = "/offline-worker.js";

class PushSwitch extends HTMLElement {
  #on; #hides; #known;

  connectedCallback() {
    [this.#on, this.#hides] = this.querySelectorAll("input");
    this.#known = JSON.parse(this.dataset.known); // digest of a device's address → whether it hides names and subject
    this.addEventListener("change", ({ target }) => this.#changed(target).catch((problem) => this.#failed(problem)));
    this.#draw().catch((problem) => this.#failed(problem));
  }

  get #canPush() {
    return Boolean(navigator.serviceWorker && globalThis.PushManager && globalThis.Notification);
  }

  async #draw(state = "") {
    const own = this.#canPush ? await subscription() : null;
    const digest = own && await sha256(own.endpoint);
    const isOn = Boolean(own) && digest in this.#known && Notification.permission === "granted";
    const isDenied = this.#canPush && Notification.permission === "denied";
    this.#on.checked = isOn;
    this.#on.disabled = !this.#canPush || isDenied;
    this.#hides.disabled = false;
    this.#hides.closest("label").hidden = !isOn;
    if (isOn) this.#hides.checked = this.#known[digest];
    this.#tell(this.#canPush ? isDenied ? "denied" : state : navigator.standalone === false ? "install" : "unsupported");
  }

  async #changed(target) {
    this.#on.disabled = true; // one press at a time
    this.#hides.disabled = true;
    if (target === this.#on && !target.checked) await this.#switchOff();
    else if (target === this.#hides || await askPermission()) await this.#switchOn();
    await this.#draw();
  }

  async #switchOn() {
    await navigator.serviceWorker.register(WORKER);
    const worker = await navigator.serviceWorker.ready;
    const asked = { userVisibleOnly: true, applicationServerKey: this.dataset.key };
    const own = await worker.pushManager.subscribe(asked).catch(async () => {
      await (await subscription())?.unsubscribe(); // it was made with the desk's key of before
      return worker.pushManager.subscribe(asked);
    });
    const { endpoint, keys } = own.toJSON();
    await post("/me/push", { endpoint, ...keys, hides_text: this.#hides.checked ? "1" : "0" });
    this.#known[await sha256(endpoint)] = this.#hides.checked;
  }

  async #switchOff() {
    const own = await subscription();
    if (!own) return;
    await post("/me/push/off", { endpoint: own.endpoint });
    delete this.#known[await sha256(own.endpoint)];
    await own.unsubscribe();
  }

  async #failed(problem) {
    const isBrowsers = problem instanceof DOMException; // its own push service does not answer
    if (!isBrowsers) failed(problem);
    await this.#draw(isBrowsers ? "failed" : "");
  }

  #tell(state) {
    for (const line of this.querySelectorAll("[data-state]")) line.hidden = line.dataset.state !== state;
  }
}

async function sha256(text) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

customElements.define("push-switch", PushSwitch);
