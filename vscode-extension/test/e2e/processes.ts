import { readFileSync, readdirSync } from "node:fs";

/** A running process, as Linux shows it. */
export interface Process {
  pid: number;
  parent: number;
  command: string[];
}

function read(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1);
    return state === "Z" ? undefined : { pid, parent: Number(parent), command };
  } catch {
    return undefined; // it ended while we looked
  }
}

/** All descendants of a process, itself not included. */
export function descendants(root: number): Process[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => read(Number(name)) ?? []);
  const found: Process[] = [];
  const parents = new Set([root]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const process of all) {
      if (parents.has(process.parent) && !parents.has(process.pid)) {
        parents.add(process.pid);
        found.push(process);
        grown = true;
      }
    }
  }
  return found;
}

/** Whether a process still runs. */
export function runs(pid: number): boolean {
  return read(pid) !== undefined;
}

/** Whether a process is a tensorlift language server. */
export function isLanguageServer({ command }: Process): boolean {
  return command.some((argument) => /(^|[/.])tensorlift$/.test(argument)) && command.includes("server");
}
