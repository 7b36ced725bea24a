import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { prober } from "../../../src/server/interpreter";
import { folder, program } from "./programs";

const cwd = folder();
const probe = prober(cwd);
let count = 0;

const python = (script: string): Promise<unknown> => probe([program(join(cwd, `python${count++}`), script)]);

describe("a probe", () => {
  it("reads what Python tells, after whatever else is printed", async () => {
    const script = `echo hello from sitecustomize; echo '{"version": "3.12.1", "venv": true, "pip": true, "tensorlift": "0.1.0"}'`;
    expect(await python(script)).toMatchObject({ interpreter: { version: "3.12.1", venv: true, pip: true, ensurepip: false, tensorlift: "0.1.0" } });
  });

  it("runs in a folder of its own, and isolated where asked to", async () => {
    const script = program(join(cwd, "echo"), `[ "$PWD" = "${cwd}" ] && [ "$1" = -I ] && echo '{"version": "3.11.0"}'`);
    expect(await probe([script], { isolated: true })).toHaveProperty("interpreter");
    expect(await probe([script])).toHaveProperty("problem");
  });

  it("passes on the arguments of a launcher", async () => {
    const script = program(join(cwd, "py"), `[ "$1" = -3 ] && echo '{"version": "3.11.0"}'`);
    expect(await probe([script, "-3"])).toMatchObject({ interpreter: { command: [script, "-3"] } });
  });

  it.each([
    [`echo '{"version": "2.7.18"}'`, "is Python 2.7.18, and tensorlift needs 3.10 or later"],
    [`echo '{"version": "3.9.18"}'`, "is Python 3.9.18, and tensorlift needs 3.10 or later"],
    ["echo 'pyenv: python3.13: command not found' >&2; echo 'It exists in these versions.' >&2; exit 127", "failed: pyenv: python3.13: command not found"],
    ["echo 'Traceback (most recent call last):' >&2; echo 'ImportError: no json' >&2; exit 1", "failed: ImportError: no json"],
    ["exit 3", "failed: exit code 3"],
    ["echo welcome", "did not answer as Python does"],
    ["kill -9 $$", "was ended by SIGKILL"],
  ])("says what is wrong: %s", async (script, problem) => {
    expect(await python(script)).toEqual({ problem });
  });

  it("says that nothing is there", async () => {
    expect(await probe([join(cwd, "nothing")])).toEqual({ problem: "is not there" });
  });

  it("says that something cannot be run", async () => {
    expect(await probe([cwd])).toEqual({ problem: "cannot be run (EACCES)" });
    expect((await probe(["a\0b"])).problem).toMatch(/^cannot be run \(/);
  });

  it("can be cancelled, with what it has started", async () => {
    const abort = new AbortController();
    const slow = program(join(cwd, "slow"), "sleep 30 & wait");
    const begun = Date.now();
    setTimeout(() => {
      abort.abort();
    }, 50);
    expect(await probe([slow], { signal: abort.signal })).toEqual({ problem: "was cancelled" });
    expect(Date.now() - begun).toBeLessThan(5000);
  });
});
