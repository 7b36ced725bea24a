// Elements, words and the way to the code.

const vscode = typeof acquireVsCodeApi === "function" ? acquireVsCodeApi() : null;

function build(node, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Makes an element: `el("button", {class: "chip", onclick: act}, "text")`. */
function el(tag, properties = {}, ...children) {
  return build(document.createElement(tag), properties, children);
}

/** Makes an element of a drawing. */
function svg(tag, properties = {}, ...children) {
  return build(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);
}

/** Makes a small drawing of one path in a square of 24. */
function icon(path, name = "icon") {
  return svg("svg", { class: name, viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: path }));
}

const ICONS = {
  tick: "M5 12.5l4.5 4.5L19 7.5",
  next: "M9 5l7 7-7 7",
  close: "M6 6l12 12M18 6L6 18",
  refresh: "M19 12a7 7 0 1 1-2-4.9M19 4v4h-4",
  open: "M14 5h5v5M19 5l-8 8M17 14v5H5V7h5",
  wand: "M4 20L15 9M17 3v4M15 5h4M20 11v3M18.5 12.5h3",
  alert: "M12 4l9 16H3zM12 10v5M12 17.5v.5",
  box: "M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8",
};

const NUMBER = new Intl.NumberFormat("en");
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const MOMENT = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short" });

function count(number, noun) {
  return `${NUMBER.format(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** A share as a whole percentage; it is 0 or 100 only where nothing or everything is meant. */
function percent(part, whole) {
  if (!whole) return 0;
  const share = Math.round((100 * part) / whole);
  return part > 0 && part < whole ? Math.min(99, Math.max(1, share)) : share;
}

/** The difference between two numbers with its sign. */
function signed(difference) {
  return difference > 0 ? `+${NUMBER.format(difference)}` : difference < 0 ? `−${NUMBER.format(-difference)}` : "±0";
}

function wordsOf(ways) {
  const words = SAFETIES.filter(({ id }) => ways[id]).map(({ id, name }) => `${NUMBER.format(ways[id])} ${name}`);
  return words.length ? words.join(", ") : "nothing left to do";
}

// --- the way to the code

function post(message) {
  vscode.postMessage(message);
}

function address(file, line) {
  const path = file.path.split("/").map(encodeURIComponent).join("/");
  return (file.uri ?? report.base + path) + (line > 1 ? `#L${line}` : "");
}

/** Makes what leads to a place in the code: lines from 1 and characters from 0 for an editor, else a link. */
function toCode(file, finding, properties, ...children) {
  if (!vscode) {
    return el("a", { href: address(file, finding?.cell ? 1 : (finding?.line ?? 1)), ...properties }, ...children);
  }
  const act = () =>
    post({
      command: "open",
      uri: file.uri,
      line: finding?.line ?? 1,
      character: finding?.character ?? 0,
      ...(finding?.cell ? { cell: finding.cell } : {}),
    });
  return el("button", { type: "button", onclick: act, ...properties }, ...children);
}

// --- the note beside the pointer

const tip = el("div", { class: "tip", role: "presentation" });

function showTip(text, x, y) {
  tip.replaceChildren(...text.split("\n").map((line, index) => el(index ? "span" : "strong", {}, line)));
  tip.classList.add("shown");
  const box = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(8, Math.min(x + 14, innerWidth - box.width - 8))}px`;
  tip.style.top = `${y + 18 + box.height > innerHeight ? y - box.height - 10 : y + 18}px`;
}

function hideTip() {
  tip.classList.remove("shown");
}

/** Shows a note while the pointer, or the keyboard, is on an element. The note says no more than its label. */
function withTip(node, text) {
  node.setAttribute("aria-label", text.replaceAll("\n", ", "));
  node.addEventListener("pointermove", (event) => showTip(text, event.clientX, event.clientY));
  node.addEventListener("pointerleave", hideTip);
  node.addEventListener("focus", () => {
    if (!node.matches(":focus-visible")) return;
    const box = node.getBoundingClientRect();
    showTip(text, box.left, box.bottom - 14);
  });
  node.addEventListener("blur", hideTip);
  return node;
}

/** Moves the focus among siblings with the arrow keys, as a tool bar does; only one of them is a tab stop. */
function withArrows(container, selector) {
  const all = () => [...container.querySelectorAll(selector)];
  const rest = () => all().forEach((node, index) => (node.tabIndex = index ? -1 : 0));
  rest();
  container.addEventListener("keydown", (event) => {
    const nodes = all();
    const index = nodes.indexOf(document.activeElement);
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -index, End: nodes.length - 1 - index };
    if (index < 0 || !(event.key in steps)) return;
    event.preventDefault();
    const next = nodes[Math.max(0, Math.min(nodes.length - 1, index + steps[event.key]))];
    nodes.forEach((node) => (node.tabIndex = node === next ? 0 : -1));
    next.focus();
  });
  return container;
}
