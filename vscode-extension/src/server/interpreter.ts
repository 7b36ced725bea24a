import { type Outcome, lastLines, run } from "./process";
import { OLDEST_PYTHON, isOlder } from "./versions";

/** A Python that can be run. */
export interface Interpreter {
  /** The command that runs it: a path, with what comes before other arguments. */
  command: readonly string[];
  version: string;
  /** Whether these modules are there. */
  venv: boolean;
  ensurepip: boolean;
  pip: boolean;
  /** The version of tensorlift that it has. */
  tensorlift?: string;
}

/** An interpreter, or why there is none, as the end of a sentence that begins with its path. */
export type Probed = { interpreter: Interpreter; problem?: undefined } | { interpreter?: undefined; problem: string };

/** Looks at an interpreter by running it. */
export type Probe = (command: readonly string[], options?: { isolated?: boolean; signal?: AbortSignal }) => Promise<Probed>;

// Python 2 has to read it, too
const SCRIPT = `
import json, sys
found = {"version": ".".join(str(part) for part in sys.version_info[:3])}
if sys.version_info >= (3, 10):
    from importlib.util import find_spec
    for name in ("venv", "ensurepip", "pip"):
        found[name] = find_spec(name) is not None
    try:
        import tensorlift
        found["tensorlift"] = tensorlift.__version__
    except Exception:
        pass
sys.stdout.write("\\n" + json.dumps(found) + "\\n")
`;

const TIME_LIMIT = 15_000;

/**
 * Returns a probe.
 *
 * @param cwd A folder of the extension's own: Python imports modules from there.
 */
export function prober(cwd: string): Probe {
  return async (command, { isolated = false, signal } = {}) => {
    const [program = "", ...first] = command;
    const outcome = await run(program, [...first, ...(isolated ? ["-I"] : []), "-c", SCRIPT], { cwd, timeout: TIME_LIMIT, signal });
    return read(command, outcome);
  };
}

function read(command: readonly string[], outcome: Outcome): Probed {
  if (outcome.failure !== undefined) return { problem: outcome.failure };
  if (outcome.code !== 0) return { problem: `failed: ${complaint(outcome)}` };
  let found: Partial<Interpreter>;
  try {
    // others may print too, when Python starts
    found = JSON.parse(lastLines(outcome.stdout, 1)) as Partial<Interpreter>;
  } catch {
    return { problem: "did not answer as Python does" };
  }
  const { version = "0", venv = false, ensurepip = false, pip = false, tensorlift } = found;
  if (isOlder(version, OLDEST_PYTHON)) return { problem: `is Python ${version}, and tensorlift needs ${OLDEST_PYTHON} or later` };
  return { interpreter: { command, version, venv, ensurepip, pip, ...(tensorlift === undefined ? {} : { tensorlift }) } };
}

// Python says it last, others first
function complaint({ code, stderr }: Outcome): string {
  const lines = lastLines(stderr, Infinity).split("\n");
  const line = stderr.includes("Traceback") ? lines.at(-1) : lines[0];
  return line ? line.replace(/\.$/, "") : `exit code ${String(code)}`;
}
