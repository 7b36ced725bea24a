import { mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { type Candidate, findBase, onPath, which } from "../../../src/server/candidates";
import type { Interpreter, Probe } from "../../../src/server/interpreter";
import { folder, program } from "./programs";

const root = folder();

function place(name: string, ...programs: string[]): string {
  const path = join(root, name);
  mkdirSync(path, { recursive: true });
  for (const one of programs) program(join(path, one), "exit 0");
  return path;
}

async function all(candidates: AsyncIterable<Candidate>): Promise<string[]> {
  const found: string[] = [];
  for await (const { command } of candidates) found.push(command.join(" "));
  return found;
}

describe("the Pythons on the PATH", () => {
  const one = place("one", "python3", "python3.10", "python");
  const two = place("two", "python3.12", "python3");
  const path = [one, two].join(delimiter);

  it("come newest first, then by the plain names, each once", async () => {
    expect(await all(onPath({ path, without: [], platform: "linux" }))).toEqual([
      join(two, "python3.12"),
      join(one, "python3.10"),
      join(one, "python3"),
      join(one, "python"),
    ]);
  });

  it("begin with the launcher on Windows", async () => {
    const windows = place("windows", "py.exe", "python.exe");
    expect(await all(onPath({ path: windows, without: [], platform: "win32" }))).toEqual([join(windows, "py.exe -3"), join(windows, "python.exe")]);
  });

  it("are not those of a workspace that is not trusted", async () => {
    expect(await which("python3", { path, without: [one] })).toBe(join(two, "python3"));
    expect(await which("python3", { path: place("one/.venv/bin", "python3"), without: [one] })).toBeUndefined();
    // a folder whose name only begins like it is another one
    expect(await which("python3", { path: place("one-more", "python3"), without: [one] })).toBeDefined();
  });

  it("are not those of relative folders, nor what cannot be run", async () => {
    mkdirSync(join(root, "odd", "python3"), { recursive: true });
    expect(await which("python3", { path: [".", "", "bin", join(root, "odd")].join(delimiter), without: [] })).toBeUndefined();
  });
});

describe("the Python to make the environment with", () => {
  const good: Omit<Interpreter, "command"> = { version: "3.11.2", venv: true, ensurepip: true, pip: true };

  const find = (answers: Record<string, Omit<Interpreter, "command"> | string>) => {
    const probe = vi.fn<Probe>((command) => {
      const answer = answers[command.join(" ")] ?? "is not there";
      return Promise.resolve(typeof answer === "string" ? { problem: answer } : { interpreter: { command, ...answer } });
    });
    return { found: findBase(Object.keys(answers).map((name) => ({ command: name.split(" ") })), probe), probe };
  };

  it("is the first that can do it, and later ones are not run", async () => {
    const { found, probe } = find({ a: "is not there", "py -3": good, b: good });
    expect(await found).toEqual({ base: { command: ["py", "-3"], ...good }, attempts: [{ what: "a", outcome: "is not there" }] });
    expect(probe).toHaveBeenCalledTimes(2);
    expect(probe).toHaveBeenLastCalledWith(["py", "-3"], { isolated: true });
  });

  it.each([
    { ...good, pip: false },
    { ...good, ensurepip: false },
  ])("needs pip or ensurepip only", async (one) => {
    expect((await find({ a: one }).found).base).toBeDefined();
  });

  it.each([
    [{ ...good, pip: false, ensurepip: false }, "neither pip nor ensurepip"],
    [{ ...good, venv: false }, "no module venv"],
  ])("is told with the package that it lacks", async (one, what) => {
    const { base, incomplete, attempts } = await find({ a: "is not there", "/usr/bin/python3": one }).found;
    expect(base).toBeUndefined();
    expect(attempts).toHaveLength(2);
    expect(incomplete).toEqual({
      what: "/usr/bin/python3",
      outcome: `is Python 3.11.2 with ${what}; on Debian and Ubuntu \`sudo apt install python3-venv\` adds it`,
    });
  });
});
