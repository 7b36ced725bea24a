import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { EnvironmentError, type Origin, PrivateEnvironment, pythonOf, shippedWheel } from "../../../src/server/environment";
import type { Interpreter, Probe } from "../../../src/server/interpreter";
import { folder, program } from "./programs";

// Does what Python does for an environment; pip does what the file "pip" beside it says, and notes how it was called.
const PYTHON = `
here="$(dirname "$0")"
case "$3" in
  venv) for last; do :; done; mkdir -p "$last/bin" "$last/site" && cp "$0" "$last/bin/python" && cp "$here/pip" "$last/bin/pip" && echo "$*" > "$last/venv.txt";;
  pip) echo "$*" >> "$here/calls.txt"; . "$here/pip";;
  *) echo "$here/../site";;
esac`;

const DAY = 24 * 60 * 60_000;

let root: string;
let storage: string;
let base: Interpreter;
let log: string[];
let probe: ReturnType<typeof vi.fn<Probe>>;

beforeEach(() => {
  root = folder();
  storage = join(root, "environments");
  log = [];
  base = { command: [program(join(root, "python"), PYTHON)], version: "3.11.2", venv: true, ensurepip: true, pip: true };
  pip("exit 0");
  probe = vi.fn<Probe>((command) => Promise.resolve({ interpreter: { ...base, command, tensorlift: "0.1.0" } }));
});

function pip(script: string): void {
  writeFileSync(join(root, "pip"), script);
}

function environment(origin: Origin = { version: "0.1.0" }): PrivateEnvironment {
  return new PrivateEnvironment(storage, origin, probe, (line) => log.push(line));
}

function create(one = environment(), { report = vi.fn(), signal = new AbortController().signal, again = false } = {}): Promise<void> {
  return one.create(base, report, signal, again);
}

const directories = (): string[] => readdirSync(storage).filter((name) => !name.includes(".json") && !name.endsWith(".lock"));

describe("the private environment", () => {
  it("is absent, then ready", async () => {
    const one = environment();
    expect(await one.state()).toBe("absent");
    expect(await one.python()).toBeUndefined();
    await create(one);
    expect(await one.state()).toBe("ready");
    expect(await one.python()).toBe(pythonOf(join(storage, directories()[0] ?? "")));
    expect(probe).toHaveBeenCalledWith([await one.python()], expect.objectContaining({ isolated: true }));
  });

  it("is made with pip of the base, from the index by the version of the extension", async () => {
    await create();
    const [made = ""] = directories();
    expect(readFileSync(join(storage, made, "venv.txt"), "utf8")).toContain("-I -m venv --without-pip ");
    expect(readFileSync(join(root, "calls.txt"), "utf8")).toMatch(/^-I -m pip install --target \S+\/site .* tensorlift==0\.1\.0\n$/);
  });

  it("has a pip of its own if the base has none", async () => {
    base = { ...base, pip: false };
    await create();
    const [made = ""] = directories();
    expect(readFileSync(join(storage, made, "venv.txt"), "utf8")).not.toContain("--without-pip");
    expect(existsSync(join(root, "calls.txt"))).toBe(false);
    expect(readFileSync(join(storage, made, "bin", "calls.txt"), "utf8")).toContain("pip install");
  });

  it("is made from the wheel that came with the extension", async () => {
    const extension = join(root, "extension");
    mkdirSync(join(extension, "wheel"), { recursive: true });
    expect(shippedWheel(extension)).toBeUndefined();
    const wheel = join(extension, "wheel", "tensorlift-0.1.0-py3-none-any.whl");
    writeFileSync(wheel, "first");
    expect(shippedWheel(extension)).toBe(wheel);
    await create(environment({ version: "0.1.0", wheel }));
    expect(readFileSync(join(root, "calls.txt"), "utf8")).toContain(` ${wheel}\n`);
    // another wheel of the same version is another environment
    writeFileSync(wheel, "second");
    expect(await environment({ version: "0.1.0", wheel }).state()).toBe("outdated");
  });

  it("tells its steps", async () => {
    pip("echo 'Collecting pygls<2.2,>=2.1.1 (from tensorlift)'; echo 'Installing collected packages: pygls'");
    const report = vi.fn();
    await create(environment(), { report });
    expect(report.mock.calls.flat()).toEqual(["Creating the environment", "Installing tensorlift", "Installing pygls", "Unpacking", "Checking"]);
    expect(log).toContain("Installing collected packages: pygls");
  });

  it("of another version has to be updated", async () => {
    await create();
    const next = environment({ version: "0.2.0" });
    expect(await next.state()).toBe("outdated");
    await create(next);
    expect(await next.state()).toBe("ready");
    // a window with the old version may still use it
    expect(await environment().state()).toBe("ready");
  });

  it("is not ready once its Python is gone", async () => {
    await create();
    const { unlinkSync } = await import("node:fs");
    unlinkSync((await environment().python()) ?? "");
    expect(await environment().python()).toBeUndefined();
  });

  it("is made again only if that is asked for", async () => {
    await create();
    await create();
    expect(directories()).toHaveLength(1);
    const old = await environment().python();
    await create(environment(), { again: true });
    expect(await environment().python()).not.toBe(old);
  });
});

describe("an environment that cannot be made", () => {
  const failure = async (one?: PrivateEnvironment): Promise<EnvironmentError> => {
    const error: unknown = await create(one).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(EnvironmentError);
    // nothing half done is left
    expect(await environment().state()).toBe("absent");
    expect(directories()).toEqual([]);
    return error as EnvironmentError;
  };

  it("tells the last error of pip", async () => {
    pip("echo 'ERROR: Could not find a version that satisfies the requirement tensorlift==0.1.0' >&2; echo 'ERROR: No matching distribution found for tensorlift==0.1.0' >&2; exit 1");
    const { message, log: output } = await failure();
    expect(message).toBe("tensorlift could not be installed: No matching distribution found for tensorlift==0.1.0.");
    expect(output).toContain("Could not find a version");
  });

  it("tells that the index cannot be reached", async () => {
    pip(`echo "WARNING: Retrying (Retry(total=1)) after connection broken by 'NewConnectionError'" >&2; echo 'ERROR: No matching distribution found' >&2; exit 1`);
    expect((await failure()).message).toBe(
      "tensorlift could not be installed: the package index cannot be reached. Check the network and the proxy settings of pip.",
    );
  });

  it("tells the last lines of what fails otherwise", async () => {
    base = { ...base, command: [program(join(root, "python"), "echo one; echo two; echo three.; exit 1")] };
    expect((await failure()).message).toBe("The environment could not be created: two three.");
  });

  it("tells that the base is gone", async () => {
    base = { ...base, command: [join(root, "nothing")] };
    expect((await failure()).message).toBe("The environment could not be created: is not there.");
  });

  it.each([
    [{ problem: "failed: ImportError" } as const, "The new environment does not work: failed: ImportError."],
    [{ interpreter: { command: ["x"], version: "3.11.2", venv: true, ensurepip: true, pip: false } } as const, "The new environment does not work: tensorlift is not in it."],
  ])("tells that it does not work", async (answer, message) => {
    probe.mockResolvedValue(answer);
    expect((await failure()).message).toBe(message);
  });
});

describe("cancelling", () => {
  it("ends pip and leaves nothing", async () => {
    pip(`echo started > "${join(root, "started")}"; sleep 30; echo finished > "${join(root, "finished")}"`);
    const abort = new AbortController();
    const begun = Date.now();
    const created = create(environment(), { signal: abort.signal });
    await vi.waitUntil(() => existsSync(join(root, "started")));
    abort.abort();
    await expect(created).rejects.toHaveProperty("name", "AbortError");
    expect(Date.now() - begun).toBeLessThan(10_000);
    expect(directories()).toEqual([]);
    expect(readdirSync(storage)).toEqual([]);
  });
});

describe("two windows", () => {
  it("make it once", async () => {
    pip("sleep 0.3");
    const report = vi.fn();
    // either may be the first
    await Promise.all([create(environment(), { report }), create(environment(), { report })]);
    expect(report).toHaveBeenCalledWith("Waiting for another window that creates it");
    expect(readFileSync(join(root, "calls.txt"), "utf8").trim().split("\n")).toHaveLength(1);
    expect(directories()).toHaveLength(1);
    expect(readdirSync(storage).some((name) => name.endsWith(".lock"))).toBe(false);
  });

  it("do not wait for one that is gone", async () => {
    mkdirSync(storage, { recursive: true });
    writeFileSync(join(storage, "0.1.0.lock"), "999999999");
    await create();
    expect(await environment().state()).toBe("ready");
  });

  it("do not wait for ever", async () => {
    mkdirSync(storage, { recursive: true });
    const lock = join(storage, "0.1.0.lock");
    writeFileSync(lock, String(process.pid));
    const past = new Date(Date.now() - DAY);
    utimesSync(lock, past, past);
    await create();
    expect(await environment().state()).toBe("ready");
  });

  it("can be cancelled while they wait", async () => {
    mkdirSync(storage, { recursive: true });
    writeFileSync(join(storage, "0.1.0.lock"), String(process.pid));
    const abort = new AbortController();
    const waiting = create(environment(), { signal: abort.signal });
    setTimeout(() => {
      abort.abort();
    }, 20);
    await expect(waiting).rejects.toHaveProperty("name", "AbortError");
  });
});

describe("keeping order", () => {
  const age = (name: string, days: number): void => {
    const past = new Date(Date.now() - days * DAY);
    utimesSync(join(storage, name), past, past);
  };

  it("removes what nobody has used for a week, and what was left half done", async () => {
    await create();
    const [old = ""] = directories();
    const now = environment({ version: "0.2.0" });
    await create(now);
    mkdirSync(join(storage, "half-done"));
    for (const name of [old, "0.1.0.json", "half-done"]) age(name, 8);
    await now.keep();
    expect(await environment().state()).toBe("outdated");
    expect(await now.state()).toBe("ready");
    expect(directories()).toHaveLength(1);
  });

  it("keeps what is in use, however old it is", async () => {
    await create();
    const next = environment({ version: "0.2.0" });
    await create(next);
    for (const name of directories()) age(name, 30);
    age("0.2.0.json", 30);
    await next.keep();
    expect(await environment().state()).toBe("ready");
    expect(await next.state()).toBe("ready");
  });

  it("never removes what a broken note points to", async () => {
    await create();
    writeFileSync(join(storage, "0.0.1.json"), JSON.stringify({ directory: "../..", python: "3.11.2" }));
    age("0.0.1.json", 30);
    await environment().keep();
    expect(existsSync(join(root, "python"))).toBe(true);
    expect(existsSync(join(storage, "0.0.1.json"))).toBe(false);
  });
});
