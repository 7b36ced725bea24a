import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { Code, python, PYTHON } from "./code";
import { descendants, runs } from "./processes";
import { writeSettings } from "./settings";
import { until } from "./wait";

let code: Code;

afterEach(() => code.stop());

test("a killed server comes back, and so do its findings; with the window it goes", async () => {
  code = await Code.start();
  const window = await code.open(code.copy("project"));
  await window.openFile("train.py", { line: 22, column: 46 });
  await window.squiggles("error").first().waitFor();
  const [first] = code.languageServers();
  expect(code.languageServers()).toHaveLength(1);

  process.kill(first?.pid ?? NaN, "SIGKILL");
  const second = await until("another server runs", () => code.languageServers().find(({ pid }) => pid !== first?.pid));
  await window.codeAction("Use tf.math.log");
  await until("it finds what is left", async () => (await window.problems()) === "Errors: 7, Warnings: 2");
  expect(await window.page.locator(".notification-toast").count()).toBe(0);
  expect(code.languageServers()).toHaveLength(1);

  const under = [second, ...descendants(second.pid)];
  await window.close();
  await until("the server and what it started are gone", () => under.every(({ pid }) => !runs(pid)), { timeout: 20_000 });
  expect(code.languageServers()).toHaveLength(0);
});

test("changed settings count at once", async () => {
  code = await Code.start();
  const window = await code.open(code.copy("project"));
  await window.openFile("train.py", { line: 22, column: 46 });
  await until("all findings are there", async () => (await window.problems()) === "Errors: 8, Warnings: 2");
  const [server] = code.languageServers();

  window.configure({ "tensorlift.ignore": ["TL103"] });
  await until("TL103 is left out", async () => (await window.problems()) === "Errors: 3");
  window.configure({});
  await until("TL103 is back", async () => (await window.problems()) === "Errors: 8, Warnings: 2");

  // no other server for what the same one can do
  expect(code.languageServers().map(({ pid }) => pid)).toEqual([server?.pid]);

  window.configure({ "tensorlift.serverCommand": [PYTHON, "-m", "tensorlift", "server", "--stdio"] });
  await until("another server runs", () => code.languageServers().some(({ command }) => command.includes("--stdio")));
  await until("there is one only", () => code.languageServers().length === 1);
});

test("without a Python there is a message with what to do next", async () => {
  const settings = { "tensorlift.serverCommand": [] };
  code = await Code.start({ settings, environment: () => ({ PATH: "/nonexistent" }) });
  const window = await code.open(code.copy("project"));
  await window.openFile("train.py", { line: 1, column: 1 });
  const message = window.notification(/tensorlift needs Python 3\.10 or later/);
  await message.waitFor();
  for (const label of ["Select Interpreter…", "Show Output", "Try Again"]) {
    expect(await window.button(message, label).isVisible()).toBe(true);
  }
  await window.button(message, "Show Output").click();
  await until("the output says what was tried", async () => (await window.output()).includes("private environment has not been created"));
  expect(code.languageServers()).toHaveLength(0);
});

test("an interpreter that is not there is named, and another one can be selected", async () => {
  const bin = dirname(python("-c", "import sys; print(sys.executable)"));
  const settings = { "tensorlift.serverCommand": [] };
  code = await Code.start({ settings, environment: () => ({ PATH: `${bin}:${process.env["PATH"] ?? ""}` }) });
  const folder = code.copy("project");
  writeSettings(join(folder, ".vscode"), { "tensorlift.interpreter": "/nonexistent/python" });
  const window = await code.open(folder);
  await window.openFile("train.py", { line: 1, column: 1 });
  await window.notification(/\/nonexistent\/python is not there/).waitFor();
  await window.run("tensorlift.selectInterpreter");
  await window.choose(`${bin}/python3`);
  // nothing has to be restarted
  await window.squiggles("error").first().waitFor();
  expect(code.languageServers()[0]?.command[0]).toMatch(/\/python3/);
});

test("nothing of an untrusted folder is run", async () => {
  code = await Code.start({ trust: true, settings: { "tensorlift.serverCommand": [] } });
  const folder = code.copy("project");
  const trap = join(folder, "trap");
  const ran = join(folder, "ran");
  writeFileSync(trap, `#!/bin/sh\ntouch '${ran}'\n`);
  chmodSync(trap, 0o755);
  writeSettings(join(folder, ".vscode"), { "tensorlift.serverCommand": [trap], "tensorlift.interpreter": trap });

  const window = await code.open(folder);
  await window.button(window.dialog, /^No/).click();
  await window.openFile("train.py", { line: 1, column: 1 });
  await window.notification(/private environment/).waitFor();
  expect(code.languageServers()).toHaveLength(0);
  expect(existsSync(ran)).toBe(false);
});
