// The page: its parts in their order, drawn again whenever the choice changes.

const LEVELS = { compat: "Level compat", symbols: "Level symbols", native: "Level native" };
const STATES = [
  { id: "done", name: "nothing left to do" },
  { id: "safe", name: "done by tensorlift fix" },
  { id: "review", name: "done by fixes to review" },
  { id: "manual", name: "need a person" },
  { id: "unread", name: "could not be read as a whole" },
];
const SYMBOLS_AT_ONCE = 12;

// What is shown how; kept while an editor hides the page.
const view = { size: "lines", rank: "symbol", ranked: SYMBOLS_AT_ONCE };

restore();
const root = document.getElementById("report");
const troubled = files.filter((file) => file.problem);
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
    if (report.history.length > 1) root.append(drawn(history));
  } else {
    root.append(
      el("section", { class: "hero", "aria-label": "How far the project is" }, drawn(progress), drawn(hands), report.history.length > 1 ? drawn(history) : null),
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
    const focus = holder.contains(document.activeElement) ? focusKey(document.activeElement) : null;
    holder.replaceChildren(draw());
    // The element that was used is a new one now.
    if (focus) [...holder.querySelectorAll("[data-key]")].find((node) => node.dataset.key === focus)?.focus();
  });
  return holder;
}

function focusKey(node) {
  return node.dataset?.key ?? null;
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
  if (choice.folder !== null && !files.some((file) => isBelow(file.path, choice.folder))) choice.folder = null;
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

// --- the head

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

/** The sign of tensorlift: bars that rise, lifted by an arrow. */
function mark() {
  return svg(
    "svg",
    { class: "mark", viewBox: "0 0 48 48", "aria-hidden": "true" },
    svg("rect", { class: "ground", width: 48, height: 48, rx: 11 }),
    svg("path", { class: "low", d: "M11 31l13 6 13-6M11 31v5l13 6 13-6v-5" }),
    svg("path", { class: "high", d: "M24 30V9M15.5 17L24 8.5l8.5 8.5" }),
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

// --- how far

/** Files by what is left in them, under the present choice. */
function standing() {
  const left = grouped(chosen(), (finding) => finding.file);
  const states = Object.fromEntries(STATES.map(({ id }) => [id, []]));
  for (const file of files) {
    if (!isBelow(file.path, choice.folder)) continue;
    const state = stateOf(waysOf(left.get(file) ?? []));
    states[state === "done" && file.problem ? "unread" : state].push(file);
  }
  return states;
}

function progress() {
  const states = standing();
  const entries = STATES.filter(({ id }) => id !== "unread" || states.unread.length).map(({ id, name }) => {
    const list = states[id];
    const act = () => (id === "done" || id === "unread" ? showFiles(capital(name), list) : showPlaces(capital(name), placesIn(list)));
    return { id, name, value: list.length, label: `${count(list.length, "file")}\n${name}`, act: list.length ? act : null };
  });
  const total = entries.reduce((sum, entry) => sum + entry.value, 0);
  const done = states.done.length;
  const scope = choice.safety || choice.severity ? " of what is chosen" : choice.step ? " in this step" : "";
  const drawing = ring(entries, {
    thickness: 11,
    name: "Files by what is left to do in them",
    lines: [
      { text: `${percent(done, total)}%`, size: 24, kind: "big" },
      { text: "of files done", size: 6.5, kind: "small" },
    ],
  });
  const automatic = `With what tensorlift does by itself it is ${percent(done + states.safe.length, total)}%.`;
  return el(
    "article",
    { class: "card far" },
    drawing,
    el(
      "div",
      { class: "words" },
      el("h2", {}, `${NUMBER.format(done)} of ${count(total, "file")} ${done === 1 ? "has" : "have"} nothing left to do${scope}`),
      states.safe.length ? el("p", { class: "muted" }, automatic) : null,
      el("ul", { class: "legend" }, ...entries.map(legendLine)),
    ),
  );
}

function placesIn(list) {
  const inside = new Set(list);
  return chosen().filter((finding) => inside.has(finding.file));
}

function legendLine({ id, name, value, act, pressed }) {
  const content = [el("span", { class: `dot ${id}` }), el("strong", {}, NUMBER.format(value)), el("span", { class: "muted" }, name)];
  if (!act) return el("li", {}, el("span", { class: "entry" }, ...content));
  const state = pressed === undefined ? null : String(pressed);
  return el("li", {}, el("button", { type: "button", class: "entry", "aria-pressed": state, onclick: act, "data-key": `legend-${id}` }, ...content));
}

function capital(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}`;
}

function hands() {
  const ways = waysOf(chosen("safety"));
  const total = totalOf(ways);
  const parts = SAFETIES.map(({ id, name }) => {
    const pressed = choice.safety === id;
    const label = `${NUMBER.format(ways[id])} ${name}\nClick: ${pressed ? "all again" : "only these"}`;
    return { id, name, value: ways[id], label, pressed, act: () => choose("safety", id) };
  });
  const drawing = ring(parts, {
    thickness: 17,
    name: "Findings by who does the work",
    lines: [
      { text: `${percent(ways.safe, total)}%`, size: 17, kind: "big" },
      { text: "automatic", size: 7, kind: "small" },
    ],
  });
  if (choice.safety) drawing.classList.add(`only-${choice.safety}`);
  return el(
    "article",
    { class: "card who" },
    el("h2", {}, "Who does the work"),
    el("div", { class: "side" }, drawing, el("ul", { class: "legend" }, ...parts.map(legendLine))),
    el("p", { class: "advice" }, ...advice(ways)),
  );
}

function advice(ways) {
  if (!totalOf(ways)) return ["Nothing is left here."];
  const fix = vscode ? el("strong", {}, "Fix Workspace…") : el("code", {}, "tensorlift fix");
  if (ways.safe) return ["Begin with ", fix, `: it settles ${count(ways.safe, "finding")} at once.`];
  const review = vscode ? el("strong", {}, "Fix Workspace… with fixes to review") : el("code", {}, "tensorlift fix --review");
  if (ways.review) return ["Go on with ", review, ` and look at ${count(ways.review, "change")}.`];
  return ["What is left needs you: each place says what to write instead."];
}

function history() {
  const before = comparable[comparable.length - 2];
  const skipped = report.history.length - comparable.length;
  const parts = [el("h2", {}, "Over time")];
  if (before) {
    const difference = totalOf(waysOfRun(now)) - totalOf(waysOfRun(before));
    const done = now.done - before.done;
    const isNarrowed = Object.values(choice).some((part) => part !== null);
    parts.push(
      el(
        "p",
        { class: "changes" },
        el("span", { class: `change ${difference > 0 ? "worse" : "better"}` }, signed(difference), " findings"),
        isNarrowed ? null : el("span", { class: `change ${done < 0 ? "worse" : "better"}` }, signed(done), " files done"),
        el("span", { class: "muted" }, `since ${DAY.format(new Date(before.date))}`),
      ),
      historyChart(comparable),
    );
  }
  if (skipped) {
    parts.push(el("p", { class: "muted" }, `${count(skipped, "earlier run")} asked for another level or target and ${skipped === 1 ? "is" : "are"} left out.`));
  }
  return el("article", { class: "card over-time" }, ...parts);
}

// --- what is shown

function filters() {
  const group = (label, part, entries) => {
    const counts = grouped(chosen(part), (finding) => finding[part]);
    const chips = entries
      .filter(({ id }) => findings.some((finding) => finding[part] === id))
      .map(({ id, name, meaning }) =>
        el(
          "button",
          {
            type: "button",
            class: `chip ${id}`,
            "aria-pressed": String(choice[part] === id),
            title: meaning,
            "data-key": `${part}-${id}`,
            onclick: () => choose(part, id),
          },
          el("span", { class: `dot ${id}` }),
          name,
          el("span", { class: "number" }, NUMBER.format(counts.get(id)?.length ?? 0)),
        ),
      );
    return el("div", { class: "group", role: "group", "aria-label": label }, ...chips);
  };
  const removable = [];
  if (choice.step) removable.push(removableChip("step", STEPS.find(({ id }) => id === choice.step).title));
  if (choice.folder) removable.push(removableChip("folder", choice.folder));
  const list = chosen();
  return el(
    "div",
    { class: "filters", role: "search", "aria-label": "What is shown" },
    group("By who does it", "safety", SAFETIES),
    group("By severity", "severity", SEVERITIES),
    ...removable,
    el(
      "button",
      { type: "button", class: "plain all", "data-key": "places", disabled: !list.length, onclick: () => showPlaces("Places", list) },
      list.length ? `Show ${count(list.length, "place")}` : "No such place",
      icon(ICONS.next),
    ),
  );
}

function removableChip(part, text) {
  return el(
    "button",
    { type: "button", class: "chip removable", "aria-label": `Show all again, not only ${text}`, "data-key": `remove-${part}`, onclick: () => choose(part, choice[part]) },
    text,
    icon(ICONS.close),
  );
}

// --- the road

function road() {
  const list = chosen("step");
  const before = comparable[comparable.length - 2];
  const stations = STEPS.map((step) => {
    const own = list.filter((finding) => finding.step === step.id);
    const isLater = step.id === "native" && report.level !== "native" && !own.length;
    return { step, own, ways: waysOf(own), isLater };
  });
  return el(
    "section",
    { class: "card", "aria-labelledby": "road-title" },
    el("h2", { id: "road-title" }, "The road of the migration guide"),
    el("ol", { class: "road" }, ...stations.map((place) => station(place, before))),
  );
}

function station({ step, own, ways, isLater }, before) {
  const total = own.length;
  // Of files that could not be read nobody knows what is left in them.
  const isUnsure = troubled.length || findings.some((finding) => finding.step === step.id);
  const state = isLater ? "later" : total ? "open" : isUnsure ? "unsure" : "done";
  const sign = state === "done" ? icon(ICONS.tick) : step.number === null ? icon(ICONS.box) : String(step.number);
  const change = before ? totalOf(waysOfRun(now, step.id)) - totalOf(waysOfRun(before, step.id)) : 0;
  const pressed = choice.step === step.id;
  return el(
    "li",
    { class: `${state}${pressed ? " chosen" : ""}` },
    el("span", { class: "sign", "aria-hidden": "true" }, sign),
    el(
      "button",
      { type: "button", class: "station", "aria-pressed": String(pressed), "data-key": `station-${step.id}`, disabled: !total && !pressed, onclick: () => choose("step", step.id) },
      el("span", { class: "title" }, step.number === null ? "" : el("span", { class: "hidden" }, `Step ${step.number}: `), step.title),
      el(
        "span",
        { class: "figure" },
        state === "open" ? NUMBER.format(total) : { done: "Done", later: "Later", unsure: "None" }[state],
        change ? el("span", { class: `change ${change > 0 ? "worse" : "better"}` }, signed(change)) : null,
      ),
      withLabel(bar(ways), wordsOf(ways)),
    ),
    el("p", {}, next(step, ways, state)),
    el(
      "p",
      { class: "links" },
      total ? el("button", { type: "button", class: "link", onclick: () => showPlaces(step.title, own, el("p", { class: "muted" }, step.summary)) }, "Places") : null,
      el("a", { href: step.url, "aria-label": `Guide to: ${step.title}` }, "Guide"),
    ),
  );
}

function withLabel(drawing, label) {
  return el("span", { class: "with-label" }, drawing, el("span", { class: "hidden" }, label));
}

/** What to do next in a step, in one sentence. */
function next(step, ways, state) {
  if (state === "later") return "Level native shows what is left of TensorFlow 1.";
  if (state !== "open") return step.summary;
  const words = [];
  if (ways.safe) words.push(`let tensorlift fix ${NUMBER.format(ways.safe)}`);
  if (ways.review) words.push(`look at ${NUMBER.format(ways.review)} ${vscode ? "more fixes" : "with --review"}`);
  if (ways.manual) words.push(`write ${NUMBER.format(ways.manual)} by hand`);
  const sentence = words.length > 2 ? `${words.slice(0, -1).join(", ")}, then ${words[words.length - 1]}` : words.join(", then ");
  return `${capital(sentence)}.`;
}

// --- the map

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

// --- what is most frequent

function ranking() {
  const key = view.rank === "symbol" ? (finding) => finding.symbol : (finding) => `${finding.code} ${finding.slug}`;
  const groups = [...grouped(chosen(), key)].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  const most = groups.length ? groups[0][1].length : 1;
  const button = (rank, name) => {
    const act = () => {
      Object.assign(view, { rank, ranked: SYMBOLS_AT_ONCE });
      redraw();
    };
    return el("button", { type: "button", "aria-pressed": String(view.rank === rank), "data-key": `rank-${rank}`, onclick: act }, name);
  };
  const rows = groups.slice(0, view.ranked).map(([name, list]) => {
    const ways = waysOf(list);
    const row = el(
      "button",
      { type: "button", class: "row", onclick: () => showPlaces(name, list) },
      el("span", { class: "name" }, name),
      el("span", { class: "number" }, NUMBER.format(list.length)),
      bar(ways, most),
    );
    return el("li", {}, withTip(row, `${name}\n${wordsOf(ways)}\n${count(new Set(list.map((finding) => finding.file)).size, "file")}`));
  });
  const rest = groups.length - rows.length;
  const more = () => {
    view.ranked += 2 * SYMBOLS_AT_ONCE;
    redraw();
  };
  return el(
    "section",
    { class: "card", "aria-labelledby": "ranking-title" },
    el(
      "div",
      { class: "line" },
      el("h2", { id: "ranking-title" }, "Most frequent"),
      el("div", { class: "switch", role: "group", "aria-label": "What is counted" }, button("symbol", "Symbols"), button("code", "Rules")),
    ),
    groups.length ? withArrows(el("ol", { class: "rows" }, ...rows), ".row") : el("p", { class: "empty" }, "None of what is chosen is about a symbol."),
    rest > 0 ? el("button", { type: "button", class: "plain more", "data-key": "more", onclick: more }, `Show more (${NUMBER.format(rest)} left)`) : null,
  );
}

// --- nothing to do

function praise() {
  const words = `${count(files.length, "file")} with TensorFlow, no findings at level ${report.level} for TensorFlow ${report.target}.`;
  return report.level === "native" ? words : `${words} Level native shows what could still be written as one writes it today.`;
}

/** A road over the hills to a flag, in the morning. */
function pleased(title, words) {
  const rays = Array.from({ length: 9 }, (_, index) => {
    const angle = Math.PI * (1 + (index + 0.5) / 9);
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    return svg("line", { class: "ray", x1: 200 + 62 * x, y1: 128 + 62 * y, x2: 200 + 80 * x, y2: 128 + 80 * y });
  });
  const drawing = svg(
    "svg",
    { class: "morning", viewBox: "0 0 400 220", "aria-hidden": "true" },
    ...rays,
    svg("circle", { class: "sun", cx: 200, cy: 128, r: 50 }),
    svg("path", { class: "far-hill", d: "M0 150C60 110 120 116 180 140S320 108 400 146V220H0Z" }),
    svg("path", { class: "near-hill", d: "M0 182C80 140 150 132 214 146S340 180 400 164V220H0Z" }),
    svg("path", { class: "way", d: "M96 220C150 196 232 196 226 178S186 164 205 146" }),
    svg("path", { class: "way-line", d: "M96 220C150 196 232 196 226 178S186 164 205 146" }),
    svg("line", { class: "pole", x1: 206, x2: 206, y1: 146, y2: 92 }),
    svg("path", { class: "flag", d: "M206 93c12-6 20 6 36 0v22c-16 6-24-6-36 0z" }),
  );
  return el("section", { class: "card pleased" }, drawing, el("h2", {}, title), el("p", { class: "muted" }, words));
}
