// The map of the code: a rectangle for each file inside those of its folders.

const HEAD = 20;
const LEAST = 22;

/** Makes the tree of folders and files, with what is left in each and how long it is. */
function treeOf(list, all) {
  const left = grouped(list, (finding) => finding.file);
  const root = { name: "", path: null, children: new Map(), files: 0, done: 0, lines: 0, ways: { safe: 0, review: 0, manual: 0 } };
  for (const file of all) {
    const ways = waysOf(left.get(file) ?? []);
    const parts = file.path.split("/");
    let node = root;
    parts.forEach((name, index) => {
      add(node, file, ways);
      const last = index === parts.length - 1;
      if (!node.children.has(name)) {
        const path = parts.slice(0, index + 1).join("/");
        const children = last ? null : new Map();
        node.children.set(name, { name, path, children, file: last ? file : null, files: 0, done: 0, lines: 0, ways: { safe: 0, review: 0, manual: 0 } });
      }
      node = node.children.get(name);
    });
    add(node, file, ways);
  }
  return root;
}

function add(node, file, ways) {
  node.files += 1;
  node.done += totalOf(ways) || file.problem ? 0 : 1;
  node.lines += file.lines;
  for (const { id } of SAFETIES) node.ways[id] += ways[id];
}

/** The folder at a path, and those that hold nothing but one folder skipped. */
function nodeAt(root, path) {
  let node = root;
  for (const name of path === null ? [] : path.split("/")) node = node.children?.get(name) ?? node;
  return node;
}

function unwrapped(node) {
  let name = node.name;
  while (node.children?.size === 1 && [...node.children.values()][0].children) {
    [node] = node.children.values();
    name += `/${node.name}`;
  }
  return { node, name };
}

/** Lays out values in a rectangle so that the parts are as square as can be (Bruls, Huizing, van Wijk). */
function squarified(entries, box) {
  const total = entries.reduce((sum, entry) => sum + entry.value, 0);
  const scale = total ? (box.width * box.height) / total : 0;
  const rest = entries.map((entry) => ({ ...entry, area: entry.value * scale })).sort((a, b) => b.area - a.area);
  let { x, y, width, height } = box;
  const placed = [];
  const worst = (row, sum, side) => Math.max((side * side * row[0].area) / (sum * sum), (sum * sum) / (side * side * row[row.length - 1].area));
  while (rest.length) {
    const side = Math.min(width, height);
    const row = [rest.shift()];
    let sum = row[0].area;
    while (rest.length && worst([...row, rest[0]], sum + rest[0].area, side) <= worst(row, sum, side)) {
      sum += rest[0].area;
      row.push(rest.shift());
    }
    const thickness = side ? sum / side : 0;
    let at = 0;
    for (const entry of row) {
      const length = thickness ? entry.area / thickness : 0;
      const place =
        width >= height ? { x, y: y + at, width: thickness, height: length } : { x: x + at, y, width: length, height: thickness };
      placed.push({ ...entry, ...place });
      at += length;
    }
    if (width >= height) [x, width] = [x + thickness, width - thickness];
    else [y, height] = [y + thickness, height - thickness];
  }
  return placed;
}

/** How strong the colour is: by findings for each hundred lines. */
function strengthOf(node) {
  const density = (100 * totalOf(node.ways)) / Math.max(node.lines, 20);
  return density > 10 ? 4 : density > 5 ? 3 : density > 2 ? 2 : 1;
}

/**
 * Draws the map into an element.
 *
 * @param size what the areas stand for: "lines" or "findings"
 * @param act called with the node of the folder or file that is chosen
 */
function drawMap(container, start, size, act) {
  const sizeOf = (node) => (size === "lines" ? Math.max(node.lines, 1) : totalOf(node.ways));
  const tiles = [];

  function draw(parent, node, name, box) {
    const { node: inner, name: shown } = node.children ? unwrapped(node) : { node, name };
    const isFolder = Boolean(inner.children);
    const isOpen = isFolder && box.width > 2.5 * LEAST && box.height > 2 * LEAST && box.width * box.height > 3600;
    const state = stateOf(inner.ways);
    const problem = inner.file?.problem;
    const facts = [
      `${inner.path}${isFolder ? "/" : ""}`,
      `${count(inner.lines, "line")}${isFolder ? `, ${NUMBER.format(inner.done)} of ${count(inner.files, "file")} done` : ""}`,
      problem ?? wordsOf(inner.ways),
    ];
    const button = (look) => {
      const onclick = () => {
        hideTip();
        act(inner);
      };
      const tile = withTip(el("div", { class: look, role: "button", tabindex: "-1", onclick }), facts.join("\n"));
      tiles.push(tile);
      return tile;
    };
    if (isOpen) {
      const folder = el("div", { class: "folder" });
      place(folder, box);
      const head = button("head");
      head.append(el("span", { class: "name" }, shown));
      folder.append(head);
      parent.append(folder);
      layOut(folder, inner, { x: 3, y: HEAD, width: box.width - 5, height: box.height - HEAD - 3 });
      return;
    }
    const tile = button(`tile ${problem && state === "done" ? "unread" : state} strength${strengthOf(inner)}`);
    place(tile, box);
    parent.append(tile);
    if (box.width < 46 || box.height < 18) return;
    tile.append(el("span", { class: "name" }, shown));
    const total = totalOf(inner.ways);
    if (box.height > 36 && total) tile.append(el("span", { class: "number" }, NUMBER.format(total)));
  }

  function layOut(parent, node, box) {
    const entries = [...node.children.values()].map((child) => ({ child, value: sizeOf(child) })).filter((entry) => entry.value > 0);
    for (const { child, x, y, width, height } of squarified(entries, box)) {
      if (width < 1.5 || height < 1.5) continue;
      draw(parent, child, child.name, { x, y, width: width - 2, height: height - 2 });
    }
  }

  container.replaceChildren();
  const box = { x: 0, y: 0, width: container.clientWidth, height: container.clientHeight };
  if (start.children) layOut(container, start, box);
  else draw(container, start, start.name, box);
  if (tiles.length) tiles[0].tabIndex = 0;
}

function place(tile, { x, y, width, height }) {
  tile.style.left = `${x}px`;
  tile.style.top = `${y}px`;
  tile.style.width = `${Math.max(width, 1)}px`;
  tile.style.height = `${Math.max(height, 1)}px`;
}

/** Lets the arrow keys go to the nearest tile in their direction, and Enter choose it. */
function withMapKeys(container, up) {
  container.addEventListener("keydown", (event) => {
    const from = document.activeElement;
    if (!container.contains(from) || from === container) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      from.click();
    } else if (event.key === "Backspace" || event.key === "Escape") {
      event.preventDefault();
      up();
    } else if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      const next = nearest(from, [...container.querySelectorAll("[role=button]")], event.key);
      if (!next) return;
      from.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
  });
}

function nearest(from, tiles, key) {
  const middle = (node) => {
    const box = node.getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  };
  const here = middle(from);
  const along = key === "ArrowLeft" || key === "ArrowRight" ? "x" : "y";
  const across = along === "x" ? "y" : "x";
  const sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
  let best = null;
  let least = Infinity;
  for (const tile of tiles) {
    if (tile === from) continue;
    const there = middle(tile);
    const ahead = sign * (there[along] - here[along]);
    if (ahead < 2) continue;
    const distance = ahead + 2.5 * Math.abs(there[across] - here[across]);
    if (distance < least) [least, best] = [distance, tile];
  }
  return best;
}
