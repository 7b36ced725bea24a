import type { Attempt } from "./candidates";
import type { PrivateEnvironment } from "./environment";
import type { Probe } from "./interpreter";
import { OLDEST_SERVER, isOlder } from "./versions";

/** Where the command of the server comes from. */
export type LaunchOrigin = "setting" | "interpreter" | "private";

/** How to start the server. */
export interface Launch {
  command: string;
  args: readonly string[];
  origin: LaunchOrigin;
}

/** An interpreter that the user chose. */
export interface Choice {
  path: string;
  /** Who says so, as the end of "the interpreter of …". */
  origin: "tensorlift.interpreter" | "the Python extension";
}

/** What the search goes by. */
export interface Sources {
  /** Nothing of a workspace that is not trusted is run. */
  trusted: boolean;
  /** The setting; empty if it is not set. */
  serverCommand: readonly string[];
  /** The interpreter that the user chose, if any. */
  choice: () => Promise<Choice | undefined>;
  probe: Probe;
  environment: Pick<PrivateEnvironment, "python" | "state">;
}

/** What was found, and what was looked at on the way. */
export interface Discovery {
  launch?: Launch;
  /** Without a launch: a sentence that says what is missing. With one: what the user chose and cannot be used, if anything. */
  reason?: string;
  /** Without a launch: whether there is a private environment, of an older version of the extension. */
  outdated?: boolean;
  attempts: Attempt[];
}

/** The arguments of Python that start the server. */
export const SERVER = ["-m", "tensorlift", "server"] as const;

/** Looks for a server: in the settings, in the interpreter that the user chose, in the private environment. */
export async function findServer({ trusted, serverCommand, choice, probe, environment }: Sources): Promise<Discovery> {
  const attempts: Attempt[] = [];
  const [command, ...args] = serverCommand;
  if (!trusted) attempts.push({ what: "Settings and interpreters", outcome: "are not used, as the workspace is not trusted" });
  else if (command) return { launch: { command, args, origin: "setting" }, attempts };

  const chosen = trusted ? await choice() : undefined;
  let reason: string | undefined;
  if (chosen) {
    const { interpreter, problem } = await probe([chosen.path]);
    const found = interpreter?.tensorlift;
    if (found !== undefined && !isOlder(found, OLDEST_SERVER)) {
      return { launch: { command: chosen.path, args: SERVER, origin: "interpreter" }, attempts };
    }
    if (problem !== undefined) {
      attempts.push({ what: chosen.path, outcome: problem });
      reason = `The interpreter of ${chosen.origin} cannot be used: ${chosen.path} ${problem}.`;
    } else if (found === undefined) {
      attempts.push({ what: chosen.path, outcome: "does not have tensorlift" });
      reason = `tensorlift is not installed in ${chosen.path}.`;
    } else {
      attempts.push({ what: chosen.path, outcome: `has tensorlift ${found}, and this extension needs ${OLDEST_SERVER} or later` });
      reason = `tensorlift ${found} in ${chosen.path} is too old: this extension needs ${OLDEST_SERVER} or later. \`pip install --upgrade tensorlift\` updates it.`;
    }
  }

  const python = await environment.python();
  if (python) {
    // -I: neither PYTHONPATH nor packages of the user's own come into it
    const launch: Launch = { command: python, args: ["-I", ...SERVER], origin: "private" };
    return { launch, attempts, ...(reason && chosen?.origin === "tensorlift.interpreter" ? { reason } : {}) };
  }
  const outdated = (await environment.state()) === "outdated";
  attempts.push({ what: "The private environment", outcome: outdated ? "is of another version of the extension" : "has not been created" });
  return { attempts, outdated, reason: reason ?? (outdated ? "The private environment is of another version of the extension." : "tensorlift is not installed.") };
}
