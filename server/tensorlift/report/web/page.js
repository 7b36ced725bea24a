// The page: its parts in their order, drawn again whenever the choice changes.

const SYMBOLS_AT_ONCE = 12;

// What is shown how; kept while an editor hides the page.
const view = { size: "lines", rank: "symbol", ranked: SYMBOLS_AT_ONCE };

restore();
const root = document.getElementById("report");
const drawers = [];
let map = null;

document.body.append(tip, dialog);
followTheme();
assemble();

function assemble() {
  root.append(header());
  if (troubled.length) root.append(problems());
  if (!files.length) {
    root.append(pleased("No TensorFlow here", `${count(report.read, "file")} read, and none of them uses TensorFlow.`));
  } else if (!findings.length && !troubled.length) {
    root.append(pleased("Nothing left to do", praise()));
    if (report.history.length > 1) root.append(drawn(overTime));
  } else {
    root.append(
      el("section", { class: "hero", "aria-label": "How far the project is" }, drawn(progress), drawn(hands), report.history.length > 1 ? drawn(overTime) : null),
      drawn(filters),
      drawn(road),
      el("div", { class: "columns" }, mapCard(), drawn(ranking)),
    );
  }
  root.append(footer());
  redraw();
}

/** Makes a part of the page that is drawn again with each choice. */
function drawn(draw) {
  const holder = el("div", { class: `part ${draw.name}-part` });
  drawers.push(() => {
    const focus = holder.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    holder.replaceChildren(draw());
    // The element that was used is a new one now.
    if (focus) [...holder.querySelectorAll("[data-key]")].find((node) => node.dataset.key === focus)?.focus();
  });
  return holder;
}

function redraw() {
  hideTip();
  for (const draw of drawers) draw();
  if (map) map();
  vscode?.setState({ choice, view });
}

function choose(part, value) {
  choice[part] = choice[part] === value ? null : value;
  redraw();
}

function restore() {
  const state = vscode?.getState();
  if (!state) return;
  Object.assign(choice, state.choice);
  Object.assign(view, state.view);
  // What was chosen may be done by now.
  if (!files.some((file) => isBelow(file.path, choice.folder))) choice.folder = null;
  for (const part of ["step", "safety", "severity"]) {
    if (!findings.some((finding) => finding[part] === choice[part])) choice[part] = null;
  }
}

/** Takes light or dark from the editor's theme, else from the system. */
function followTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const names = document.body.classList;
    const light = names.contains("vscode-light") || names.contains("vscode-high-contrast-light");
    const named = names.contains("vscode-dark") || names.contains("vscode-high-contrast");
    document.documentElement.dataset.theme = named && !light ? "dark" : light ? "light" : dark.matches ? "dark" : "light";
    document.documentElement.classList.toggle("editor", Boolean(vscode));
  };
  dark.addEventListener("change", apply);
  new MutationObserver(apply).observe(document.body, { attributeFilter: ["class"] });
  apply();
}
