// The list of places, on demand: a panel at the side.

const AT_ONCE = 150;

const dialog = el("dialog", { class: "places", "aria-labelledby": "places-title" });
dialog.addEventListener("click", (event) => {
  // A click beside the panel is one on the dialog itself.
  if (event.target === dialog) dialog.close();
});

/** Shows findings, by file. */
function showPlaces(title, list, explanation = null) {
  const total = count(new Set(list.map((finding) => finding.file)).size, "file");
  const words = list.length ? `${count(list.length, "place")} in ${total}: ${wordsOf(waysOf(list))}` : "Nothing left to do here.";
  let file = null;
  let lines = null;
  const add = (finding, body) => {
    if (finding.file !== file) {
      file = finding.file;
      lines = el("ul");
      body.append(el("section", {}, fileLine(file), lines));
    }
    lines.append(el("li", {}, placeLine(finding)));
  };
  showPanel(title, [el("p", { class: "muted" }, words), bar(waysOf(list)), explanation], list, add);
}

/** Shows files without what is in them. */
function showFiles(title, list) {
  showPanel(title, [el("p", { class: "muted" }, count(list.length, "file"))], list, (file, body) => {
    body.append(fileLine(file), ...(file.problem ? [el("p", { class: "muted" }, file.problem)] : []));
  });
}

/** Shows the panel; `add` puts one entry into its body, and no more than a part of the entries is put in at once. */
function showPanel(title, head, entries, add) {
  const close = el("button", { type: "button", class: "plain square", "aria-label": "Close", onclick: () => dialog.close() }, icon(ICONS.close));
  const body = el("div", { class: "list" });
  const more = el("button", { type: "button", class: "plain more", onclick: () => addSome() });
  let shown = 0;
  function addSome() {
    for (const entry of entries.slice(shown, shown + AT_ONCE)) add(entry, body);
    shown = Math.min(shown + AT_ONCE, entries.length);
    more.hidden = shown === entries.length;
    more.textContent = `Show more (${NUMBER.format(entries.length - shown)} left)`;
  }
  addSome();
  const line = el("div", { class: "line" }, el("h2", { id: "places-title" }, title), close);
  dialog.replaceChildren(el("div", { class: "panel" }, el("header", {}, line, ...head.filter(Boolean)), body, more));
  hideTip();
  if (!dialog.open) dialog.showModal();
}

function fileLine(file) {
  const isFixable = vscode && file.findings.some((finding) => finding.safety === "safe");
  const act = () => post({ command: "fixFile", uri: file.uri });
  const fix = isFixable ? el("button", { type: "button", class: "plain", onclick: act }, icon(ICONS.wand), "Fix this file") : null;
  return el("h3", {}, toCode(file, null, { class: "file" }, file.path), fix);
}

function placeLine(finding) {
  const place = `${finding.cell ? `cell ${finding.cell}, ` : ""}${finding.line}:${finding.column}`;
  const safety = SAFETIES.find(({ id }) => id === finding.safety);
  return toCode(
    finding.file,
    finding,
    { class: "place" },
    el("span", { class: "where" }, place),
    el("span", { class: "what" }, finding.message),
    el("span", { class: "tags" }, el("span", { class: `tag ${finding.safety}` }, safety.name), ` · ${finding.severity} · ${finding.code} ${finding.slug}`),
  );
}
