import { type ChildProcess, type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** How a command ended. */
export interface Outcome {
  /** The exit code; null if it did not end by itself. */
  code: number | null;
  stdout: string;
  stderr: string;
  /** Why there is no exit code, as the end of a sentence. */
  failure?: string;
}

/** How to run a command. */
export interface RunOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** Milliseconds after which it is ended. */
  timeout: number;
  signal?: AbortSignal | undefined;
  /** Called with each line of either output. */
  onLine?: (line: string) => void;
}

// more output than this is cut
const LIMIT = 1_000_000;

const isWindows = process.platform === "win32";

/** Runs a command to its end. It never rejects: how it went is in the outcome. */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<Outcome> {
  return new Promise((resolve) => {
    const { cwd, env, timeout, signal, onLine } = options;
    const outcome: Outcome = { code: null, stdout: "", stderr: "" };
    if (signal?.aborted) {
      resolve({ ...outcome, failure: "was cancelled" });
      return;
    }
    let child: ChildProcessByStdio<null, Readable, Readable>;
    try {
      // a group of its own, so that what it starts ends with it
      child = spawn(command, args, { cwd, env: env ?? process.env, stdio: ["ignore", "pipe", "pipe"], detached: !isWindows, windowsHide: true });
    } catch (error) {
      // not every command can be tried: Node refuses batch files
      resolve({ ...outcome, failure: `cannot be run (${(error as Error).message})` });
      return;
    }
    const stop = (failure: string) => (): void => {
      outcome.failure ??= failure;
      endTree(child);
    };
    const cancel = stop("was cancelled");
    const timer = setTimeout(stop(`did not end within ${Math.round(timeout / 1000)} s`), timeout);
    signal?.addEventListener("abort", cancel, { once: true });
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        if (outcome[name].length < LIMIT) outcome[name] += text;
      });
      if (onLine) createInterface({ input: child[name] }).on("line", onLine);
    }
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      resolve(outcome);
    };
    child.on("error", (error: NodeJS.ErrnoException) => {
      outcome.failure ??= error.code === "ENOENT" ? "is not there" : `cannot be run (${error.code ?? error.message})`;
      finish();
    });
    child.on("close", (code, killed) => {
      if (outcome.failure === undefined) {
        outcome.code = code;
        if (killed) outcome.failure = `was ended by ${killed}`;
      }
      finish();
    });
  });
}

/** Ends a process that {@link run} started, and what it started. */
function endTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (isWindows) spawn("taskkill", ["/pid", String(child.pid), "/T", "/F"], { windowsHide: true });
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // it ended meanwhile
  }
}

/** Returns the last lines of a text that say something. */
export function lastLines(text: string, count: number): string {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines.filter(Boolean).slice(-count).join("\n");
}
