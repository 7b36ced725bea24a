// The road of the migration guide, with a station for each step.

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
  // Of files that could not be read nobody knows what is left in them; and below level native, no findings may mean that nothing was asked.
  const isUnsure = troubled.length || findings.some((finding) => finding.step === step.id);
  const wasOpen = comparable.length > 1 && totalOf(waysOfRun(comparable[0], step.id)) > 0;
  const isDone = !isUnsure && (wasOpen || report.level === "native" || !findings.length);
  const state = isLater ? "later" : total ? "open" : isDone ? "done" : "unsure";
  const sign = state === "done" ? icon(ICONS.tick) : step.number === null ? icon(ICONS.box) : String(step.number);
  const change = before ? totalOf(waysOfRun(now, step.id)) - totalOf(waysOfRun(before, step.id)) : 0;
  const pressed = choice.step === step.id;
  return el(
    "li",
    { class: `${state}${pressed ? " chosen" : ""}` },
    way(step, state, total),
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

/** The road to the next station, paved as far as the findings of the first run are gone. */
function way(step, state, total) {
  const first = comparable.length > 1 ? totalOf(waysOfRun(comparable[0], step.id)) : 0;
  const left = totalOf(waysOfRun(now, step.id));
  const share = state === "done" ? 100 : total && first > left ? percent(first - left, first) : 0;
  const paved = el("span", { class: "paved" });
  paved.style.setProperty("--share", `${share}%`);
  return el("span", { class: "way", "aria-hidden": "true" }, paved);
}

function withLabel(drawing, label) {
  return el("span", { class: "with-label" }, drawing, el("span", { class: "hidden" }, label));
}

/** What to do next in a step, in one sentence. */
function next(step, ways, state) {
  if (state === "later") return "Level native shows what is left of TensorFlow 1.";
  if (state !== "open") return step.summary;
  const words = [];
  if (ways.safe) words.push(`${NUMBER.format(ways.safe)} that tensorlift fixes`);
  if (ways.review) words.push(`${NUMBER.format(ways.review)} to review`);
  if (ways.manual) words.push(`${NUMBER.format(ways.manual)} to write by hand`);
  return `${words.join(", ")}.`;
}
