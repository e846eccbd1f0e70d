// The fields of a mail account: the usual port for what is chosen, and when a password has to be entered again.

for (const fields of document.querySelectorAll(".mail-account")) {
  const { ports, prefix } = fields.dataset;
  const known = JSON.parse(ports);
  const field = (name) => fields.querySelector(`[name="${prefix}${name}"]`);
  const chosen = `[name="${prefix}protocol"]:checked, select[name="${prefix}protocol"]`;
  const protocol = () => document.querySelector(chosen)?.value;
  const before = ["host", "port", "security", "user"].map((name) => field(name).value).join("\n") + protocol();
  const unchanged = field("password").placeholder;
  let usual = (known[protocol()] ?? known)[field("security").value];
  const draw = () => {
    const port = field("port"), now = (known[protocol()] ?? known)[field("security").value];
    if (Number(port.value) === usual) port.value = "";
    usual = now;
    port.placeholder = now;
    const same = ["host", "port", "security", "user"].map((name) => field(name).value).join("\n") + protocol() === before;
    if (unchanged) field("password").placeholder = same ? unchanged : field("password").dataset.again;
  };
  fields.closest("form").addEventListener("change", draw);
  fields.addEventListener("input", draw);
  field("port").placeholder = usual;
}
