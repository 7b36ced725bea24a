import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import type * as vscode from "vscode";
import { ServerProcess } from "../../../src/server/serverProcess";
import * as fake from "../vscode";
import { folder, program } from "./programs";

const cwd = folder();
let output: ReturnType<typeof fake.window.createOutputChannel>;

beforeEach(() => {
  fake.reset();
  output = fake.window.createOutputChannel("tensorlift");
});

function server(script: string): ServerProcess {
  const command = program(join(cwd, "server"), script);
  return new ServerProcess({ command, args: ["one"], origin: "setting" }, cwd, output as unknown as vscode.LogOutputChannel);
}

describe("the process of the server", () => {
  it("runs in the folder of the extension, with its arguments", async () => {
    const one = server('echo "$PWD $1" >&2');
    await one.start();
    await one.ended;
    expect(output.lines).toEqual([`warn ${cwd} one`]);
  });

  it("is started once", async () => {
    const one = server("exit 0");
    await one.start();
    await expect(one.start()).rejects.toThrow("The server has been stopped.");
  });

  it.each([
    ["echo first >&2; echo 'No module named pygls' >&2; exit 1", "The server ended with exit code 1: No module named pygls."],
    ["exit 0", "The server ended with exit code 0."],
    ["kill -9 $$", "The server was ended by SIGKILL."],
  ])("says how it ended: %s", async (script, how) => {
    const one = server(script);
    await one.start();
    expect(await one.ended).toBe(how);
  });

  it("says that it is not there", async () => {
    const one = new ServerProcess({ command: join(cwd, "nothing"), args: [], origin: "setting" }, cwd, output as unknown as vscode.LogOutputChannel);
    await expect(one.start()).rejects.toThrow("ENOENT");
    expect(await one.ended).toBe(`${join(cwd, "nothing")} is not there.`);
  });

  it("is given time to end, and is ended then", async () => {
    const one = server("trap '' TERM; exec sleep 30");
    await one.start();
    const begun = Date.now();
    await one.kill(200);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(190);
    expect(Date.now() - begun).toBeLessThan(5000);
    expect(await one.ended).toBe("The server was ended by SIGKILL.");
  });

  it("has ended also if something that it started has not", async () => {
    const one = server("sleep 3 & exit 1");
    await one.start();
    const begun = Date.now();
    expect(await one.ended).toBe("The server ended with exit code 1.");
    expect(Date.now() - begun).toBeLessThan(2000);
  });

  it("need not be ended before it is started", async () => {
    await expect(server("exit 0").kill(1000)).resolves.toBeUndefined();
  });

  it("logs at the levels of the server", async () => {
    const one = server(`cat >&2 <<'LOG'
2026-01-02 03:04:05,678 INFO tensorlift.lsp: serves
2026-01-02 03:04:05,678 WARNING tensorlift.lsp: slow
2026-01-02 03:04:05,678 ERROR tensorlift.lsp: failed
Traceback (most recent call last):
2026-01-02 03:04:05,678 DEBUG tensorlift.lsp: details
LOG`);
    await one.start();
    await one.ended;
    expect(output.lines).toEqual([
      "info tensorlift.lsp: serves",
      "warn tensorlift.lsp: slow",
      "error tensorlift.lsp: failed",
      "error Traceback (most recent call last):",
      "info tensorlift.lsp: details",
    ]);
  });
});
