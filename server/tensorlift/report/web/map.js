// The map with its folder, its legend and what the areas stand for.

function mapCard() {
  const canvas = el("div", { class: files.length > 8 ? "map" : "map few", role: "group", "aria-label": "Folders and files. Arrow keys move, Enter opens, Backspace goes up." });
  const trail = el("nav", { class: "trail", "aria-label": "Folder" });
  const sizes = el("div", { class: "switch", role: "group", "aria-label": "What the areas stand for" });
  const up = () => {
    if (choice.folder === null) return;
    const parts = choice.folder.split("/").slice(0, -1);
    goTo(parts.length ? parts.join("/") : null);
    canvas.querySelector("[role=button]")?.focus();
  };
  map = () => {
    const hadFocus = canvas.contains(document.activeElement);
    const tree = treeOf(chosen("folder"), files);
    const { node } = unwrapped(nodeAt(tree, choice.folder));
    drawMap(canvas, node, view.size, (chosenNode) => {
      if (chosenNode.children && chosenNode !== node) goTo(chosenNode.path);
      else openFile(chosenNode);
    });
    if (!canvas.children.length) canvas.append(el("p", { class: "empty" }, "Nothing of what is chosen is left here."));
    if (hadFocus) canvas.querySelector("[role=button]")?.focus();
    trail.replaceChildren(...crumbs());
    sizes.replaceChildren(...["lines", "findings"].map(sizeButton));
  };
  withMapKeys(canvas, up);
  let width = 0;
  new ResizeObserver(() => {
    if (canvas.clientWidth === width) return;
    width = canvas.clientWidth;
    map();
  }).observe(canvas);
  return el(
    "section",
    { class: "card", "aria-labelledby": "map-title" },
    el("div", { class: "line" }, el("h2", { id: "map-title" }, "Where it is"), sizes),
    trail,
    canvas,
    el(
      "ul",
      { class: "legend flat" },
      ...[["done", "done"], ["safe", "automatic"], ["review", "to review"], ["manual", "needs a person"]].map(([id, name]) =>
        el("li", {}, el("span", { class: `dot ${id}` }), el("span", { class: "muted" }, name)),
      ),
      el("li", { class: "muted" }, "the stronger, the more findings a line"),
    ),
  );
}

function sizeButton(size) {
  const act = () => {
    view.size = size;
    redraw();
  };
  return el("button", { type: "button", "aria-pressed": String(view.size === size), onclick: act }, size === "lines" ? "Lines" : "Findings");
}

function crumbs() {
  const all = [[report.name, null]];
  const parts = choice.folder === null ? [] : choice.folder.split("/");
  parts.forEach((name, index) => all.push([name, parts.slice(0, index + 1).join("/")]));
  return all.flatMap(([name, path], index) => {
    const isLast = index === all.length - 1;
    const crumb = isLast
      ? el("span", { "aria-current": "location" }, name)
      : el("button", { type: "button", class: "link", onclick: () => goTo(path) }, name);
    return index ? [" / ", crumb] : [crumb];
  });
}

function goTo(folder) {
  choice.folder = folder;
  redraw();
}

function openFile(node) {
  const list = chosen("folder").filter((finding) => finding.file === node.file);
  const explanation = node.file.problem ? el("p", { class: "muted" }, node.file.problem) : null;
  const open = toCode(node.file, null, { class: "plain" }, icon(ICONS.open), vscode ? "Open the file" : "See the file");
  showPlaces(node.name, list, el("div", {}, el("p", {}, open), explanation));
}
