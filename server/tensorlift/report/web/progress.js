// How far the project is: its files, who does the work, and what was left after each run.

const STATES = [
  { id: "done", name: "nothing left to do" },
  { id: "safe", name: "done by tensorlift fix" },
  { id: "review", name: "done by fixes to review" },
  { id: "manual", name: "need a person" },
  { id: "unread", name: "could not be read as a whole" },
];

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

function overTime() {
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
