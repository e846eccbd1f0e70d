// <shown-password>: a password field that shows what is typed while its button is pressed in.

class ShownPassword extends HTMLElement {
  connectedCallback() {
    const [field, button] = [this.querySelector("input"), this.querySelector("button")];
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = field.type === "password";
      field.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
      field.focus();
    });
    field.form.addEventListener("submit", () => { field.type = "password"; }); // browsers remember what stands in a text field
  }
}

customElements.define("shown-password", ShownPassword);
