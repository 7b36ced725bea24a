// The head and the foot: what the report is about, and what could not be read.

const LEVELS = { compat: "Level compat", symbols: "Level symbols", native: "Level native" };

function header() {
  const keras = report.keras ? `Keras ${report.keras}` : null;
  const chips = [LEVELS[report.level] ?? report.level, `TensorFlow ${report.target}`, keras].filter(Boolean);
  const refresh = vscode
    ? el("button", { type: "button", class: "plain", onclick: () => post({ command: "refresh" }) }, icon(ICONS.refresh), "Refresh")
    : null;
  return el(
    "header",
    { class: "top" },
    mark(),
    el("div", { class: "names" }, el("p", { class: "kind" }, "Migration to TensorFlow 2"), el("h1", {}, report.name)),
    el("ul", { class: "facts", "aria-label": "What the report is about" }, ...chips.map((text) => el("li", {}, text))),
    el("p", { class: "muted date" }, el("time", { datetime: report.date }, MOMENT.format(new Date(report.date)))),
    refresh,
  );
}

/** The sign of tensorlift: a block that is lifted off the old one. */
function mark() {
  const block = (name, y) =>
    svg(
      "g",
      { class: name, transform: `translate(-26 ${y})` },
      svg("path", { class: "left", d: "M80 160l44 22v46l-44-22z" }),
      svg("path", { class: "right", d: "M124 182l44-22v46l-44 22z" }),
      svg("path", { class: "lid", d: "M80 160l44-22 44 22-44 22z" }),
    );
  return svg(
    "svg",
    { class: "mark", viewBox: "0 0 256 256", "aria-hidden": "true" },
    svg("rect", { width: 256, height: 256, rx: 56 }),
    block("old", 11),
    block("new", -101),
    svg("path", { class: "arrow", d: "M184 204V60M160 84l24-24 24 24" }),
  );
}

function problems() {
  return el(
    "details",
    { class: "card problems" },
    el("summary", {}, icon(ICONS.alert), `${count(troubled.length, "file")} could not be read as a whole`),
    el("ul", {}, ...troubled.map((file) => el("li", {}, toCode(file, null, { class: "file" }, file.path), el("span", { class: "muted" }, ` ${file.problem}`)))),
  );
}

function footer() {
  return el(
    "footer",
    { class: "muted" },
    `${count(report.read, "file")} read, ${NUMBER.format(files.length)} of them in this report. Made by tensorlift ${report.tensorlift}.`,
  );
}
