import { renameSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { Code, findings } from "./code";
import { until } from "./wait";
import type { Workbench } from "./workbench";

let code: Code;
let window: Workbench;

beforeAll(async () => {
  code = await Code.start();
  window = await code.open(code.copy("project"));
});

/** What the description of a row says of a number of findings. */
function described(found: { safety: string }[]): string {
  const fixable = found.filter(({ safety }) => safety === "safe").length;
  return `${found.length} findings${fixable ? `, ${fixable} fixable` : ""}`;
}

test("the Migration view counts what the command line finds", async () => {
  await window.openMigration();
  const all = findings(window.folder);
  const of = (prefix: string) => all.filter(({ path }) => path.startsWith(prefix));
  await window.migrationRow("train.py").waitFor();
  expect(await window.migrationRow("train.py").innerText()).toContain(described(of("train.py")));
  expect(await window.migrationRow("models").innerText()).toContain(described(of("models/")));
  expect(await window.migrationRow("data").innerText()).toContain(described(of("data/")));
  expect(await window.badge()).toBe(String(all.length));
});

test("its rows have labels for a screen reader", async () => {
  expect(await window.migrationRow("train.py").getAttribute("aria-label")).toMatch(/^File train\.py\. \d+ findings: \d+ errors/);
  expect(await window.migrationRow("models").getAttribute("aria-label")).toMatch(/^Folder models\. /);
});

test("a click on a finding opens its place", async () => {
  await window.migrationRow("train.py").click();
  await window.migrationRow("tf.log is called tf.math.log").click();
  await window.editor("train.py").waitFor();
  await until("the cursor is there", async () => (await window.position()).startsWith("Ln 22, Col"));
});

test("the keyboard does, too", async () => {
  await window.migrationRow("tf.random_normal is called").click();
  await until("the cursor is there", async () => (await window.position()).startsWith("Ln 8, Col"));
  await window.migrationTree.focus();
  await window.page.keyboard.press("ArrowDown");
  await window.page.keyboard.press("Enter");
  await until("the cursor is at the next finding", async () => (await window.position()).startsWith("Ln 9, Col"));
});

test("the filters leave out what is not asked for", async () => {
  await window.run("tensorlift.migration.filterFixable");
  const safe = findings(window.folder).filter(({ safety }) => safety === "safe");
  const ofTrain = safe.filter(({ path }) => path === "train.py");
  await until("only safe ones are counted", async () => (await window.migrationRow("train.py").innerText()).includes(described(ofTrain)));
  await window.run("tensorlift.migration.showAll");

  await window.run("tensorlift.migration.filterStep");
  const steps = await window.choices();
  expect(steps).toHaveLength(7);
  await window.choose("Remove tf.contrib");
  await until("train.py has nothing of contrib", async () => (await window.migrationRow("train.py").count()) === 0);
  await window.migrationRow("network.py").waitFor();
  await window.run("tensorlift.migration.showAll");
  await window.migrationRow("train.py").waitFor();
});

test("a fix takes its finding out of the view", async () => {
  const before = findings(window.folder).filter(({ path }) => path === "train.py");
  await window.openFile("train.py", { line: 22, column: 46 });
  await window.squiggles("error").first().waitFor();
  await window.codeAction("Use tf.math.log");
  await window.save();
  await until("one finding less", async () => (await window.migrationRow("train.py").innerText()).includes(`${before.length - 1} findings`));
  expect(await window.badge()).toBe(String(findings(window.folder).length));
});

test("the file button of a row fixes it", async () => {
  const row = window.migrationRow("reader.py");
  await row.hover();
  await row.locator('.action-label[aria-label*="Fix This File"]').click();
  await until("its fixes are made", async () => (await row.allInnerTexts()).every((text) => !text.includes("fixable")));
});

test("reading a larger project can be cancelled, and begun again", async () => {
  await window.close();
  const folder = code.copy("examples/programs");
  for (const copy of ["a", "b", "c", "d", "e", "f"]) {
    renameSync(code.copy("examples/programs"), join(folder, copy));
  }
  window = await code.open(folder);
  await window.openMigration();
  await window.viewButton("tensorlift.migration.cancel").click();
  const again = window.page.locator(".sidebar .monaco-button", { hasText: "Read the Project" });
  await again.waitFor();
  expect(await window.migrationTree.locator(".monaco-list-row").count()).toBe(0);
  await again.click();
  await window.migrationTree.locator(".monaco-list-row").first().waitFor();
});
