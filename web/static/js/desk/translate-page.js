// "Translate this page": the link leads to the texts of whatever page is shown when it is pressed.

document.addEventListener("click", ({ target }) => {
  const link = target.closest?.("[data-translate-page]");
  if (!link) return;
  const query = new URLSearchParams(location.search);
  query.set("texts", document.documentElement.lang.startsWith("en") ? "en" : document.documentElement.lang.replace("-", "_"));
  link.href = `${location.pathname}?${query}`;
});
