// Pictures of numbers: bars, rings, the line of history.

/** A bar of the three ways to fix, as wide as its share of `most`. */
function bar(ways, most = totalOf(ways)) {
  const total = totalOf(ways);
  const drawing = svg("svg", { class: "bar", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" });
  drawing.append(svg("rect", { class: "track", width: 100, height: 8 }));
  const width = most ? (100 * total) / most : 0;
  let left = 0;
  for (const { id } of SAFETIES) {
    if (!ways[id]) continue;
    const part = (width * ways[id]) / total;
    drawing.append(svg("rect", { class: `fill ${id}`, x: left, width: Math.max(part, 0.6), height: 8 }));
    left += part;
  }
  return drawing;
}

/**
 * A ring of parts `{id, value, label, act?, pressed?}` around a text.
 *
 * A click on a part acts; for the keyboard and for screen readers its legend has the same as buttons.
 */
function ring(parts, { thickness = 14, lines = [], name }) {
  const radius = 50 - thickness / 2;
  const drawing = svg("svg", { class: "ring", viewBox: "0 0 100 100", role: "img", "aria-label": name });
  drawing.append(svg("circle", { class: "track", cx: 50, cy: 50, r: radius, "stroke-width": thickness }));
  const total = parts.reduce((sum, part) => sum + part.value, 0);
  const shown = parts.filter((part) => part.value);
  // What is too small to see gets a sliver, taken from the others.
  const sizes = shown.map((part) => Math.max((100 * part.value) / total, 1.2));
  const scale = 100 / sizes.reduce((sum, size) => sum + size, 0);
  const gap = shown.length > 1 ? 0.8 : 0;
  let start = 0;
  shown.forEach((part, index) => {
    const size = sizes[index] * scale;
    const arc = svg("circle", {
      class: `arc ${part.id}${part.pressed ? " pressed" : ""}${part.act ? " active" : ""}`,
      cx: 50,
      cy: 50,
      r: radius,
      pathLength: 100,
      "stroke-width": thickness,
      "stroke-dasharray": shown.length > 1 ? `${Math.max(size - gap, 0.4)} 100` : null,
      "stroke-dashoffset": -start,
      transform: "rotate(-90 50 50)",
      onclick: part.act,
    });
    drawing.append(withTip(arc, part.label));
    start += size;
  });
  const heights = lines.map((line) => line.size);
  let y = 50 - heights.reduce((sum, height) => sum + height * 1.2, 0) / 2;
  for (const { text, size, kind } of lines) {
    y += size * 1.2;
    drawing.append(svg("text", { class: kind ?? "", x: 50, y: y - size * 0.3, "font-size": size, "text-anchor": "middle" }, text));
  }
  return drawing;
}

/** What is left after each run, by the way it can be fixed, over time. */
function historyChart(runs) {
  const [width, height, left, right, top, bottom] = [360, 170, 42, 8, 12, 22];
  const drawing = svg("svg", { class: "history", viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "What was left after each run" });
  const counts = runs.map((run) => waysOfRun(run));
  const most = Math.max(1, ...counts.map(totalOf));
  const times = runs.map((run) => Date.parse(run.date));
  const span = times[times.length - 1] - times[0];
  const x = runs.map((_, index) => left + ((width - left - right) * (span > 0 ? (times[index] - times[0]) / span : index / (runs.length - 1))));
  const y = (value) => height - bottom - ((height - top - bottom) * value) / most;
  for (const share of [0, 0.5, 1]) {
    const line = y(most * share);
    drawing.append(svg("line", { class: "grid", x1: left, x2: width - right, y1: line, y2: line }));
    drawing.append(svg("text", { class: "axis", x: left - 8, y: line + 3.5, "font-size": 10, "text-anchor": "end" }, NUMBER.format(Math.round(most * share))));
  }
  const below = runs.map(() => 0);
  for (const { id } of [...SAFETIES].reverse()) {
    if (!counts.some((ways) => ways[id])) continue;
    const lower = runs.map((_, index) => `${x[index]},${y(below[index])}`).reverse();
    counts.forEach((ways, index) => (below[index] += ways[id]));
    const upper = runs.map((_, index) => `${x[index]},${y(below[index])}`);
    drawing.append(svg("polygon", { class: `area ${id}`, points: [...upper, ...lower].join(" ") }));
    drawing.append(svg("polyline", { class: `edge ${id}`, points: upper.join(" ") }));
  }
  runs.forEach((run, index) => {
    const note = `${MOMENT.format(new Date(run.date))}\n${wordsOf(counts[index])}\n${NUMBER.format(run.done)} of ${count(run.files, "file")} done`;
    const point = svg("circle", { class: "point", cx: x[index], cy: y(below[index]), r: 4, tabindex: 0, role: "img" });
    drawing.append(withTip(point, note));
  });
  const ends = [
    [times[0], left, "start"],
    [times[times.length - 1], width - right, "end"],
  ];
  for (const [time, place, anchor] of ends) {
    const words = DAY.format(new Date(time));
    drawing.append(svg("text", { class: "axis", x: place, y: height - 6, "font-size": 10.5, "text-anchor": anchor }, words));
  }
  return drawing;
}
