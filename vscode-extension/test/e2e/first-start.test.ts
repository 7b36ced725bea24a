import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Code, python } from "./code";
import { until } from "./wait";

/** The PATH of a computer with Python, but without tensorlift. */
function plainPath(folder: string): string {
  const base = python("-c", "import sys; print(sys._base_executable)");
  const bin = join(folder, "bin");
  mkdirSync(bin);
  symlinkSync(base, join(bin, "python3"));
  return [bin, "/usr/bin", "/bin"].join(":");
}

test("from the installation to the first fix it is one click after the consent", async () => {
  const code = await Code.start({
    settings: { "tensorlift.serverCommand": [] },
    environment: (folder) => ({ PATH: plainPath(folder), PYTHONPATH: undefined, VIRTUAL_ENV: undefined }),
  });
  const begun = Date.now();
  const stages: string[] = [];
  let last = begun;
  const stage = (name: string): void => {
    const now = Date.now();
    stages.push(`${name} ${((now - last) / 1000).toFixed(1)} s`);
    last = now;
  };

  const window = await code.open(code.copy("project"));
  stage("window");
  await window.openFile("train.py", { line: 22, column: 46 });
  const question = window.notification(/private environment/);
  await question.waitFor();
  stage("question");
  expect(code.languageServers()).toHaveLength(0);

  await window.button(question, "Create").click();
  const consent = Date.now();
  await until("a server of the private environment runs", () => code.languageServers().length === 1, { timeout: 100_000 });
  stage("environment");
  const [server] = code.languageServers();
  expect(server?.command[0]).toContain(join("globalStorage", "tensorlift.tensorlift"));
  await window.squiggles("error").first().waitFor();
  stage("findings");

  await window.codeAction("Use tf.math.log");
  await until("the fix is in the text", async () => (await window.visibleText()).includes("tf.math.log(weight)"));
  stage("fix");
  const now = Date.now();
  console.log(`first start: ${stages.join(", ")}; ${((now - consent) / 1000).toFixed(1)} s from the consent, ${((now - begun) / 1000).toFixed(1)} s in all`);

  // the next window needs no question
  await window.close();
  await until("the server goes with its window", () => code.languageServers().length === 0);
  const again = await code.open(window.folder);
  await again.openFile("train.py", { line: 22, column: 46 });
  await again.squiggles("error").first().waitFor();
  expect(await again.notification(/private environment/).count()).toBe(0);

  // and another environment can be made, for example when this one is broken
  const [old] = code.languageServers();
  await again.run("tensorlift.createEnvironment");
  await again.button(again.notification("is there already"), "Create It Again").click();
  await until("a server runs from another environment", () => code.languageServers().some(({ command }) => command[0] !== old?.command[0]), { timeout: 100_000 });
});
