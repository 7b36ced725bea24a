// What the report knows: the embedded data as objects, and the choice of findings that everything on the page follows.

const report = JSON.parse(document.getElementById("data").textContent);

const SAFETIES = [
  { id: "safe", name: "automatic" },
  { id: "review", name: "to review" },
  { id: "manual", name: "by hand" },
];
const SEVERITIES = [
  { id: "error", name: "errors", meaning: "fails on the target" },
  { id: "warning", name: "warnings", meaning: "runs, but means something else" },
  { id: "information", name: "information", meaning: "legacy that works, or something only you can judge" },
  { id: "hint", name: "hints", meaning: "a matter of style" },
];
const STEPS = report.steps;

const files = report.files.map(([path, lines, problem, uri, rows]) => {
  const file = { path, lines, problem, uri };
  file.findings = rows.map(([line, column, character, cell, ...numbers]) => {
    const [code, slug, severity, safety, step, symbol, message] = numbers.map((number) => report.texts[number]);
    return { file, line, column, character, cell, code, slug, severity, safety, step, symbol, message };
  });
  return file;
});
const findings = files.flatMap((file) => file.findings);
const troubled = files.filter((file) => file.problem);

/** What is chosen; null is everything. `folder` is the path of a folder or of a file. */
const choice = { step: null, safety: null, severity: null, folder: null };

function isBelow(path, folder) {
  return folder === null || path === folder || path.startsWith(`${folder}/`);
}

/** The findings that a choice leaves, one of its parts left out: a control shows what its other positions would give. */
function chosen(without = null) {
  const parts = ["step", "safety", "severity"].filter((part) => part !== without && choice[part] !== null);
  const folder = without === "folder" ? null : choice.folder;
  return findings.filter((finding) => parts.every((part) => finding[part] === choice[part]) && isBelow(finding.file.path, folder));
}

/** How many findings there are of each safety. */
function waysOf(list) {
  const ways = { safe: 0, review: 0, manual: 0 };
  for (const finding of list) ways[finding.safety] += 1;
  return ways;
}

function totalOf(ways) {
  return ways.safe + ways.review + ways.manual;
}

/** What is left of a file once everything automatic is done: nothing, or what its hardest finding asks for. */
function stateOf(ways) {
  if (ways.manual) return "manual";
  if (ways.review) return "review";
  return ways.safe ? "safe" : "done";
}

/** Groups a list by what `key` says of each entry; null is no group. */
function grouped(list, key) {
  const groups = new Map();
  for (const entry of list) {
    const value = key(entry);
    if (value === null) continue;
    if (groups.has(value)) groups.get(value).push(entry);
    else groups.set(value, [entry]);
  }
  return groups;
}

// --- the runs so far

const now = report.history[report.history.length - 1];
const comparable = report.history.filter((run) => run.level === now.level && run.target === now.target && run.keras === now.keras);

/** The findings of a run, in the step and of the safety that are chosen; the other choices a run knows nothing of. */
function waysOfRun(run, step = choice.step) {
  const ways = { safe: 0, review: 0, manual: 0 };
  for (const { id } of STEPS) {
    if (step !== null && step !== id) continue;
    const counts = run.steps[id];
    SAFETIES.forEach((safety, index) => {
      if (choice.safety === null || choice.safety === safety.id) ways[safety.id] += counts[index];
    });
  }
  return ways;
}
