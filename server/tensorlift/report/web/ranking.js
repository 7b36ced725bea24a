// The symbols and rules that occur most.

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
