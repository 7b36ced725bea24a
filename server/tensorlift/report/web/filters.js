// The choice of what is shown.

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
