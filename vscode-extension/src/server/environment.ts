import { createHash, randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Interpreter, Probe } from "./interpreter";
import { withLock } from "./lock";
import { type Outcome, lastLines, run } from "./process";

/** What the environment is made from. */
export interface Origin {
  /** The version of the extension; the server of the same version belongs to it. */
  version: string;
  /** The wheel that came with the extension, if there is one; otherwise the package index has it. */
  wheel?: string | undefined;
}

/** Whether the environment can be used: not yet, or only one of another version of the extension is there. */
export type EnvironmentState = "ready" | "outdated" | "absent";

/** Why the environment could not be made. The message is for the user, the log for the output channel. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";

  constructor(
    message: string,
    readonly log = "",
  ) {
    super(message);
  }
}

/** Says what is being done. */
export type Report = (step: string) => void;

// What is written last, so that an environment is either whole or not there.
interface Pointer {
  directory: string;
  python: string;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WEEK = 7 * DAY;

// Index and network problems, in the words of pip
const OFFLINE = /NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|Max retries exceeded|Connection broken/i;

/** A Python environment of the extension's own, with the server in it. */
export class PrivateEnvironment {
  private name: string | undefined;

  /**
   * @param storage The folder that it lives in; it is shared by all windows.
   * @param log Gets the output of what is run.
   */
  constructor(
    private readonly storage: string,
    private readonly origin: Origin,
    private readonly probe: Probe,
    private readonly log: (line: string) => void,
  ) {}

  /** Returns its Python, or undefined if it is not there. */
  async python(): Promise<string | undefined> {
    const pointer = await this.read(`${await this.key()}.json`);
    if (!pointer) return undefined;
    const python = pythonOf(join(this.storage, pointer.directory));
    return (await exists(python)) ? python : undefined;
  }

  async state(): Promise<EnvironmentState> {
    if (await this.python()) return "ready";
    return (await this.list()).some((name) => name.endsWith(".json")) ? "outdated" : "absent";
  }

  /**
   * Makes it, unless another window has made it meanwhile.
   *
   * @param base The Python to make it with.
   * @param again Make a new one even if it is there.
   * @throws EnvironmentError, or an AbortError when it is cancelled.
   */
  async create(base: Interpreter, report: Report, signal: AbortSignal, again = false): Promise<void> {
    const key = await this.key();
    const known = await this.read(`${key}.json`);
    const waiting = (): void => {
      report("Waiting for another window that creates it");
    };
    await withLock(join(this.storage, `${key}.lock`), signal, waiting, async () => {
      const now = await this.read(`${key}.json`);
      const made = now?.directory !== known?.directory;
      if ((made || !again) && (await this.python())) return;
      // a name of its own: an environment cannot be moved, and an older one may still be in use
      const directory = `${key}-${randomBytes(3).toString("hex")}`;
      try {
        const version = await this.build(join(this.storage, directory), base, report, signal);
        await this.write(`${key}.json`, { directory, python: version });
      } catch (error) {
        await rm(join(this.storage, directory), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
        throw error;
      }
    });
  }

  /** Notes that it is in use, and removes those that nobody has used for a week. */
  async keep(): Promise<void> {
    const key = await this.key();
    const now = new Date();
    await utimes(join(this.storage, `${key}.json`), now, now).catch(() => undefined);
    const inUse = new Set<string>();
    const names = await this.list();
    for (const name of names.filter((one) => one.endsWith(".json"))) {
      const pointer = await this.read(name);
      const isOld = await this.isOlderThan(name, WEEK);
      if (pointer && (name === `${key}.json` || !isOld)) inUse.add(pointer.directory);
      else if (isOld) await rm(join(this.storage, name), { force: true });
    }
    for (const name of names) {
      const abandoned = !name.endsWith(".json") && !inUse.has(name) && (await this.isOlderThan(name, DAY));
      if (abandoned) await rm(join(this.storage, name), { recursive: true, force: true }).catch(() => undefined);
    }
  }

  private async build(directory: string, base: Interpreter, report: Report, signal: AbortSignal): Promise<string> {
    const command = async (what: string, [program = "", ...args]: readonly string[], timeout: number, onLine?: (line: string) => void): Promise<Outcome> => {
      this.log(`> ${[program, ...args].join(" ")}`);
      const outcome = await run(program, args, {
        cwd: this.storage,
        // pip's own remarks do not fit here, and a user's settings may ask for an environment that is active
        env: { ...process.env, PIP_REQUIRE_VIRTUALENV: "0", PIP_DISABLE_PIP_VERSION_CHECK: "1", PIP_ROOT_USER_ACTION: "ignore", PYTHONUTF8: "1" },
        timeout,
        signal,
        onLine: (line) => {
          this.log(line);
          onLine?.(line);
        },
      });
      signal.throwIfAborted();
      if (outcome.code !== 0) throw failed(what, outcome);
      return outcome;
    };

    const started = Date.now();
    await mkdir(this.storage, { recursive: true });
    report("Creating the environment");
    // pip of the base does the same in a third of the time
    await command("The environment could not be created", [...base.command, "-I", "-m", "venv", ...(base.pip ? ["--without-pip"] : []), directory], 2 * MINUTE);
    const python = pythonOf(directory);
    const asked = await command("The environment cannot be used", [python, "-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], MINUTE);
    const site = lastLines(asked.stdout, 1);

    report("Installing tensorlift");
    const { version, wheel } = this.origin;
    const pip = base.pip ? base.command : [python];
    await command(
      "tensorlift could not be installed",
      // Not compiled: the first start compiles what it needs, which is less.
      // prettier-ignore
      [
        ...pip, "-I", "-m", "pip", "install", "--target", site, "--no-user", "--no-compile", "--prefer-binary", "--no-input", "--retries", "2",
        "--progress-bar", "off", wheel ?? `tensorlift==${version}`,
      ],
      15 * MINUTE,
      (line) => {
        const collected = /^\s*Collecting ([\w.-]+)/.exec(line)?.[1];
        if (collected) report(`Installing ${collected}`);
        else if (line.startsWith("Installing collected packages")) report("Unpacking");
      },
    );

    report("Checking");
    const { interpreter, problem } = await this.probe([python], { isolated: true, signal });
    signal.throwIfAborted();
    if (interpreter?.tensorlift === undefined) throw new EnvironmentError(`The new environment does not work: ${problem ?? "tensorlift is not in it"}.`);
    this.log(`tensorlift ${interpreter.tensorlift} was installed for Python ${interpreter.version} in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
    return interpreter.version;
  }

  // Another wheel is another environment, also of the same version: that is so during development.
  private async key(): Promise<string> {
    if (this.name === undefined) {
      const { version, wheel } = this.origin;
      this.name = wheel ? `${version}-${createHash("sha256").update(await readFile(wheel)).digest("hex").slice(0, 8)}` : version;
    }
    return this.name;
  }

  private async list(): Promise<string[]> {
    return readdir(this.storage).catch(() => []);
  }

  private async read(name: string): Promise<Pointer | undefined> {
    try {
      const pointer = JSON.parse(await readFile(join(this.storage, name), "utf8")) as Partial<Pointer>;
      // only a folder of our own may ever be removed
      return pointer.directory && basename(pointer.directory) === pointer.directory ? { directory: pointer.directory, python: pointer.python ?? "" } : undefined;
    } catch {
      return undefined;
    }
  }

  private async write(name: string, pointer: Pointer): Promise<void> {
    const temporary = join(this.storage, `${name}.tmp`);
    await writeFile(temporary, JSON.stringify(pointer));
    await rename(temporary, join(this.storage, name));
  }

  private async isOlderThan(name: string, age: number): Promise<boolean> {
    const found = await stat(join(this.storage, name)).catch(() => undefined);
    return found !== undefined && Date.now() - found.mtimeMs > age;
  }
}

/** Returns the wheel that came with the extension, if there is one. */
export function shippedWheel(extension: string): string | undefined {
  const folder = join(extension, "wheel");
  try {
    const wheel = readdirSync(folder).find((name) => name.endsWith(".whl"));
    return wheel && join(folder, wheel);
  } catch {
    return undefined;
  }
}

/** Returns the path of Python in an environment. */
export function pythonOf(directory: string): string {
  return process.platform === "win32" ? join(directory, "Scripts", "python.exe") : join(directory, "bin", "python");
}

function failed(what: string, outcome: Outcome): EnvironmentError {
  const output = `${outcome.stdout}\n${outcome.stderr}`;
  if (OFFLINE.test(output)) return new EnvironmentError(`${what}: the package index cannot be reached. Check the network and the proxy settings of pip.`, output);
  const errors = outcome.stderr.split(/\r?\n/).filter((line) => line.startsWith("ERROR: "));
  const reason = outcome.failure ?? errors.at(-1)?.slice("ERROR: ".length) ?? lastLines(output, 2).replaceAll("\n", " ");
  return new EnvironmentError(`${what}: ${reason.replace(/\.$/, "")}.`, output);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
