// Who gets a copy of the answer: a small row that opens on request, and stays while it has the focus.

/** Let this composer name people in copy. */
export function takeCopies(composer) {
  const opener = composer.querySelector("[data-cc]");
  const row = composer.querySelector(".composer__cc");
  const field = row.querySelector("input");
  opener.addEventListener("click", () => {
    row.hidden = !row.hidden && !field.value.trim();
    opener.setAttribute("aria-expanded", String(!row.hidden));
    if (!row.hidden) field.focus();
  });
  field.addEventListener("input", () => composer.texts.answer.draft.touch());
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    composer.box.focusEnd();
  });
}
