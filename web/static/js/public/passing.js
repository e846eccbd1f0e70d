// A toast on a customer's page goes by itself, unless a hand is on it; the address forgets it at once.

const STAYS_MS = 12_000;

for (const toast of document.querySelectorAll("[data-passing]")) {
  const { pathname, hash } = location;
  history.replaceState(history.state, "", pathname + hash);
  const words = toast.querySelector(".toast__words").textContent;
  document.getElementById("live-words").textContent = words; // for who does not see it
  const pass = () => (toast.matches(":hover, :focus-within") ? setTimeout(pass, STAYS_MS) : toast.remove());
  setTimeout(pass, STAYS_MS);
}
