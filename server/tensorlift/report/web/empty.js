// What is shown where nothing is left to do.

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
