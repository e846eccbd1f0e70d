// For pages of other sites: sends their forms (form[data-deskbell]) to the desk without leaving the page.
// Where the desk does not let the site in, or is away, the browser sends the form as if there were no script.

(() => {
  const AT_LEAST_MS = 2100; // between a challenge and its message, or it looks like haste
  const SPARE_MS = 60_000; // a challenge that ends sooner is made anew
  const PROGRAM = { Accept: "application/json" };

  for (const form of document.querySelectorAll("form[data-deskbell]")) take(form);

  function take(form) {
    const state = { proof: null, token: "", busy: false };
    const begin = () => { state.proof ??= prove(form.action).catch(() => null); };
    form.addEventListener("focusin", begin, { once: true });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (state.busy) return;
      state.busy = true;
      begin();
      send(form, state).finally(() => { state.busy = false; });
    });
  }

  // ---- sending ----------------------------------------------------------------------------------------------------

  async function send(form, state) {
    let proof = await state.proof;
    if (proof && proof.endsMs - SPARE_MS < Date.now()) {
      proof = await (state.proof = prove(form.action).catch(() => null));
      await new Promise((done) => setTimeout(done, AT_LEAST_MS));
    }
    if (!proof) {
      state.proof = null;
      HTMLFormElement.prototype.submit.call(form); // a field may be called submit
      return;
    }
    clear(form);
    if (tooMuch(form, proof)) return;
    const body = new FormData(form);
    if (proof.solved) body.set("altcha", proof.solved);
    if (state.token) body.set("send_this", state.token);
    tell(form, proof.words.sending);
    try {
      answer(form, state, proof, await post(form, body, (share) => tell(form, proof.words.sent.replace("{}", share))));
    } catch {
      tell(form, proof.words.offline, true);
    }
  }

  function answer(form, state, proof, { status, told }) {
    state.token = "";
    if (status === 201) {
      state.proof = null;
      done(form, told);
    } else if (told.send_this) {
      state.token = told.send_this;
      tell(form, told.detail, true);
    } else if (told.errors?.length) {
      tell(form, "");
      told.errors.forEach(({ field, message }) => fault(form, field, message));
      form.querySelector("[aria-invalid]")?.focus();
    } else {
      tell(form, told.detail ?? proof.words.failed, true);
    }
  }

  function done(form, told) {
    const sent = new CustomEvent("deskbell:sent", { bubbles: true, cancelable: true, detail: told });
    tell(form, told.message);
    form.reset();
    if (!form.dispatchEvent(sent)) return;
    if (told.thanks_url) location.assign(told.thanks_url);
  }

  function post(form, body, progress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("Accept", PROGRAM.Accept);
      if (hasFiles(form)) {
        request.upload.addEventListener("progress", ({ loaded, total }) => progress(Math.floor((loaded / total) * 100)));
      }
      request.addEventListener("load", () => {
        try {
          resolve({ status: request.status, told: JSON.parse(request.responseText) });
        } catch (fault) {
          reject(fault);
        }
      });
      request.addEventListener("error", reject);
      request.send(body);
    });
  }

  // ---- files ------------------------------------------------------------------------------------------------------

  function filesOf(form) {
    return [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
  }

  function hasFiles(form) {
    return filesOf(form).length > 0;
  }

  function tooMuch(form, { limits, words }) {
    const files = filesOf(form);
    const large = files.find((file) => file.size > limits.file_bytes);
    const all = files.reduce((sum, file) => sum + file.size, 0) > limits.all_bytes;
    const many = files.length > limits.files;
    if (!large && !all && !many) return false;
    const name = form.querySelector("input[type=file]").name;
    fault(form, name, many ? words.too_many : words.too_large.replace("{}", large ? large.name : files.map((file) => file.name).join(", ")));
    form.elements[name].focus();
    return true;
  }

  // ---- what people read -------------------------------------------------------------------------------------------

  function clear(form) {
    for (const old of form.querySelectorAll(".deskbell-fault")) old.remove();
    for (const field of form.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
  }

  function fault(form, name, words) {
    const found = form.elements[name];
    const field = found instanceof RadioNodeList ? found[0] : found;
    if (!field) {
      tell(form, words, true);
      return;
    }
    const line = document.createElement("span");
    line.className = "deskbell-fault";
    line.id = `deskbell-${name}-fault`;
    line.textContent = words;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", line.id);
    field.after(line);
  }

  function tell(form, words, trouble = false) {
    let line = form.querySelector(".deskbell-status");
    if (!line) {
      line = document.createElement("p");
      line.className = "deskbell-status";
      line.setAttribute("role", "status");
      form.append(line);
    }
    line.classList.toggle("deskbell-trouble", trouble);
    line.textContent = words;
  }

  // ---- proof of work (ALTCHA, version 2) --------------------------------------------------------------------------

  async function prove(action) {
    const answer = await fetch(`${action}/challenge`, { headers: PROGRAM, credentials: "omit" });
    if (!answer.ok) throw new Error(answer.statusText);
    const { parameters, signature, limits, words } = await answer.json();
    const challenge = { parameters, signature };
    const solution = crypto.subtle && await solve(parameters); // not on pages without https
    return { solved: solution && btoa(JSON.stringify({ challenge, solution })), endsMs: parameters.expiresAt * 1000, limits, words };
  }

  async function solve({ nonce, salt, cost, keyLength, keyPrefix }) {
    const start = bytes(nonce);
    const password = new Uint8Array(start.length + 4);
    password.set(start);
    const work = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
    for (let counter = 0; ; counter += 1) {
      new DataView(password.buffer).setUint32(start.length, counter);
      const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
      const derivedKey = hex(await crypto.subtle.deriveBits(work, key, keyLength * 8));
      if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey };
    }
  }

  function bytes(text) {
    return Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
  }

  function hex(buffer) {
    return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
})();
