import { access, constants, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join, relative } from "node:path";
import type { Interpreter, Probe } from "./interpreter";

/** A place that was looked at, and what came of it. */
export interface Attempt {
  /** A path or command. */
  what: string;
  /** The end of a sentence that begins with it. */
  outcome: string;
}

/** A Python that may be used to make the environment. */
export interface Candidate {
  command: readonly string[];
}

const NAMES = ["python3.13", "python3.12", "python3.11", "python3.10", "python3", "python"];

/** Where programs are looked for. */
export interface SearchPath {
  /** The value of PATH. */
  path: string;
  /** Folders whose programs are left out: those of a workspace that is not trusted. */
  without: readonly string[];
  platform?: NodeJS.Platform;
}

/** Yields the Pythons on the PATH, in the order in which they are to be tried. */
export async function* onPath(search: SearchPath): AsyncGenerator<Candidate> {
  const seen = new Set<string>();
  if (search.platform === "win32") {
    const launcher = await which("py", search);
    if (launcher) yield { command: [launcher, "-3"] };
  }
  for (const name of NAMES) {
    const found = await which(name, search);
    if (found && !seen.has(found)) {
      seen.add(found);
      yield { command: [found] };
    }
  }
}

/** Returns the path of a program, which is looked for as a shell does, but never in a relative folder. */
export async function which(name: string, { path, without, platform = process.platform }: SearchPath): Promise<string | undefined> {
  const ending = platform === "win32" ? ".exe" : "";
  for (const folder of path.split(delimiter)) {
    if (!isAbsolute(folder) || without.some((outer) => isInside(folder, outer))) continue;
    const file = join(folder, name + ending);
    if (await isProgram(file)) return file;
  }
  return undefined;
}

/**
 * Returns the first Python that can make an environment.
 *
 * @param candidates In the order in which they are tried.
 * @returns It, if there is one, and what was tried before; else the first one that only lacks a package, if there is one.
 */
export async function findBase(
  candidates: AsyncIterable<Candidate> | Iterable<Candidate>,
  probe: Probe,
): Promise<{ base?: Interpreter; attempts: Attempt[]; incomplete?: Attempt }> {
  const attempts: Attempt[] = [];
  let incomplete: Attempt | undefined;
  for await (const { command } of candidates) {
    const what = command.join(" ");
    const { interpreter, problem } = await probe(command, { isolated: true });
    if (!interpreter) {
      attempts.push({ what, outcome: problem });
      continue;
    }
    const missing = lacking(interpreter);
    if (missing === undefined) return { base: interpreter, attempts };
    const attempt = { what, outcome: missing };
    attempts.push(attempt);
    incomplete ??= attempt;
  }
  return { attempts, ...(incomplete ? { incomplete } : {}) };
}

function lacking({ version, venv, ensurepip, pip }: Interpreter): string | undefined {
  if (venv && (pip || ensurepip)) return undefined;
  const missing = venv ? "neither pip nor ensurepip" : "no module venv";
  return `is Python ${version} with ${missing}; on Debian and Ubuntu \`sudo apt install python3-venv\` adds it`;
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === "" || (!way.startsWith("..") && !isAbsolute(way));
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
