import type { Safety, ScannedFinding, Severity, Step } from "../server/protocol";
import { SEVERITIES, type Counts, type FileNode, type Filter, type FolderNode } from "./tree";

const SHORT = 100;

const NOUNS: Record<Severity, [string, string]> = {
  error: ["error", "errors"],
  warning: ["warning", "warnings"],
  information: ["information", "information"],
  hint: ["hint", "hints"],
};

const SAFETIES: Record<Safety, string> = {
  safe: "Fixable now: the program means the same afterwards.",
  review: "Has a fix to review: look at what may differ.",
  manual: "To be done by hand.",
};

/** Joins a number and a noun: "1 finding", "20,000 findings". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** What stands behind the name of a folder or file. */
export function description(counts: Counts): string {
  const parts = counts.findings ? [counted(counts.findings, "finding")] : [];
  if (counts.fixable) parts.push(`${counts.fixable.toLocaleString("en")} fixable`);
  if (counts.problems) parts.push(counts.findings ? `${counts.problems} not read` : "not read");
  return parts.join(", ");
}

/** How many findings there are of each severity: "2 errors, 1 hint". */
export function bySeverity(counts: Counts): string {
  return SEVERITIES.filter((severity) => counts[severity])
    .map((severity) => counted(counts[severity], ...NOUNS[severity]))
    .join(", ");
}

/** How many findings can be fixed how: "9 fixable now, 1 to review, 2 by hand". */
export function bySafety(counts: Counts): string {
  const byHand = counts.findings - counts.fixable - counts.review;
  const parts: [number, string][] = [
    [counts.fixable, "fixable now"],
    [counts.review, "to review"],
    [byHand, "by hand"],
  ];
  return parts
    .filter(([count]) => count)
    .map(([count, what]) => `${count.toLocaleString("en")} ${what}`)
    .join(", ");
}

/** The worst severity under a node. */
export function worst(counts: Counts): Severity | undefined {
  return SEVERITIES.find((severity) => counts[severity]);
}

/** The tooltip of a folder or file, in Markdown. */
export function nodeTooltip(node: FolderNode | FileNode): string {
  const { counts } = node;
  const lines = [`**${escaped(node.kind === "file" ? node.file.path : node.path)}**`];
  if (counts.findings) lines.push(`${bySeverity(counts)}  \n${bySafety(counts)}`);
  if (node.kind === "file" && node.file.problem !== undefined) lines.push(escaped(node.file.problem));
  return lines.join("\n\n");
}

/** What a screen reader says of a folder or file. */
export function nodeSentence(node: FolderNode | FileNode, label: string): string {
  const { counts } = node;
  const said = counts.findings ? `${counted(counts.findings, "finding")}: ${bySeverity(counts)}; ${bySafety(counts)}.` : "";
  const problem = node.kind === "file" ? (node.file.problem ?? "") : "";
  return [`${node.kind === "file" ? "File" : "Folder"} ${label}.`, said, problem].filter(Boolean).join(" ");
}

/** A message as a description: its first sentence, cut between words if it is long. */
export function short(message: string): string {
  const sentence = /^.*?[.!?](?=\s+[A-Z])/s.exec(message)?.[0] ?? message;
  const line = sentence.replace(/\s+/g, " ").replace(/\.$/, "");
  if (line.length <= SHORT) return line;
  const cut = line.slice(0, SHORT);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), SHORT / 2))}…`;
}

/** Where a finding is: "line 12", in a notebook "cell 3, line 2". */
export function place(finding: ScannedFinding): string {
  return `${finding.cell === undefined ? "" : `cell ${finding.cell}, `}line ${finding.line}`;
}

/** The beginning of a finding's row, which is seen however narrow the view is: "12: tf.log", in a notebook "cell 3, 2: tf.log". */
export function findingLabel({ cell, line, symbol, slug }: ScannedFinding): string {
  return `${cell === undefined ? "" : `cell ${cell}, `}${line}: ${symbol ?? slug}`;
}

/** The tooltip of a finding, in Markdown. */
export function findingTooltip(finding: ScannedFinding, steps: readonly Step[]): string {
  const step = steps.find(({ id }) => id === finding.step);
  const lines = [escaped(finding.message), `\`${finding.code}\` ${escaped(finding.slug)}`, SAFETIES[finding.safety]];
  if (step) lines.push(step.url ? `[${escaped(stepTitle(step))}](${step.url})` : escaped(stepTitle(step)));
  return lines.join("\n\n");
}

/** What a screen reader says of a finding. */
export function findingSentence(finding: ScannedFinding): string {
  const severity = finding.severity.charAt(0).toUpperCase() + finding.severity.slice(1);
  return `${severity} in ${place(finding)}: ${finding.message} ${SAFETIES[finding.safety]}`;
}

/** The name of a step: with its number, if the guide gives it one. */
export function stepTitle(step: Step): string {
  return step.number === null ? step.title : `Step ${step.number}: ${step.title}`;
}

/** What stands above the tree while a filter is on. */
export function filterDescription(filter: Filter, steps: readonly Step[]): string {
  const step = steps.find(({ id }) => id === filter.step);
  return [step ? stepTitle(step) : "", filter.fixableOnly ? "Fixable now" : ""].filter(Boolean).join(". ");
}

/** Text that Markdown shows as it is. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&]/g, "\\$&");
}
