// The list of places, on demand: a panel at the side.

const AT_ONCE = 150;

const dialog = el("dialog", { class: "places", "aria-labelledby": "places-title" });
dialog.addEventListener("click", (event) => {
  // A click beside the panel is one on the dialog itself.
  if (event.target === dialog) dialog.close();
});

/** Shows findings, by file, a part at a time. */
function showPlaces(title, list, explanation = null) {
  const ways = waysOf(list);
  const body = el("div", { class: "list" });
  const more = el("button", { type: "button", class: "plain more", onclick: () => append() });
  const close = el("button", { type: "button", class: "plain square", "aria-label": "Close", onclick: () => dialog.close() }, icon(ICONS.close));
  dialog.replaceChildren(
    el(
      "div",
      { class: "panel" },
      el(
        "header",
        {},
        el("div", { class: "line" }, el("h2", { id: "places-title" }, title), close),
        el("p", { class: "muted" }, `${count(list.length, "place")} in ${count(new Set(list.map((finding) => finding.file)).size, "file")}: ${wordsOf(ways)}`),
        bar(ways),
        explanation,
      ),
      body,
      more,
    ),
  );

  let shown = 0;
  let group = null;
  let section = null;
  function append() {
    for (const finding of list.slice(shown, shown + AT_ONCE)) {
      if (finding.file !== group) {
        group = finding.file;
        section = el("ul");
        body.append(el("section", {}, fileLine(group), section));
      }
      section.append(el("li", {}, placeLine(finding)));
    }
    shown = Math.min(shown + AT_ONCE, list.length);
    more.hidden = shown === list.length;
    more.textContent = `Show more (${NUMBER.format(list.length - shown)} left)`;
  }
  append();
  if (!dialog.open) dialog.showModal();
  dialog.querySelector(".list").scrollTop = 0;
}

function fileLine(file) {
  const fixable = vscode && file.findings.some((finding) => finding.safety === "safe");
  const fix = fixable
    ? el("button", { type: "button", class: "plain", onclick: () => post({ command: "fixFile", uri: file.uri }) }, icon(ICONS.wand), "Fix this file")
    : null;
  return el("h3", {}, toCode(file, null, { class: "file" }, file.path), fix);
}

function placeLine(finding) {
  const place = `${finding.cell ? `cell ${finding.cell}, ` : ""}${finding.line}:${finding.column}`;
  const safety = SAFETIES.find(({ id }) => id === finding.safety);
  return toCode(
    finding.file,
    finding,
    { class: "place" },
    el("span", { class: `where ${finding.severity}` }, place),
    el("span", { class: "what" }, finding.message),
    el("span", { class: "tags" }, el("span", { class: `tag ${finding.safety}` }, safety.name), ` ${finding.severity} · ${finding.code} ${finding.slug}`),
  );
}
