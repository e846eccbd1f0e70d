// A slip in the domain of an email address: "Did you mean gmail.com?" is offered beside the field, and nothing is changed
// by itself. Only the domain is asked about. Who does not take the offer is not asked again when the form is sent.

const place = (field) => field.form?.querySelector("#email-meant");

document.addEventListener("change", ({ target }) => target.id === "email" && place(target) && offer(target));
document.addEventListener("input", ({ target }) => { if (target.id === "email" && place(target)) place(target).hidden = true; });
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("#email-meant button");
  if (!button) return;
  const field = button.form.elements.email;
  field.value = button.textContent.trim();
  place(field).hidden = true;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});

async function offer(field) {
  const typed = field.value.trim();
  const at = typed.lastIndexOf("@");
  if (at < 1 || field.form.elements.asked_email.value === typed) return;
  const response = await fetch(`/new/meant?domain=${encodeURIComponent(typed.slice(at + 1))}`).catch(() => null);
  const { domain } = response?.ok ? await response.json() : {};
  if (!domain || field.value.trim() !== typed) return;
  field.form.elements.asked_email.value = typed;
  place(field).querySelector("bdi").textContent = `${typed.slice(0, at)}@${domain}`;
  place(field).hidden = false;
}
