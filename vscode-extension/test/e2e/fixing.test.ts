import { afterEach, beforeAll, expect, test } from "vitest";
import { Code, findings, lifted } from "./code";
import { until } from "./wait";
import type { Workbench } from "./workbench";

const FILES = ["train.py", "data/reader.py", "models/network.py"];

let code: Code;
let window: Workbench;

beforeAll(async () => {
  code = await Code.start();
});

afterEach(() => window.close());

test("the workspace is fixed through the Refactor Preview, and undo takes it back", async () => {
  window = await code.open(code.copy("project"));
  const before = FILES.map((file) => window.text(file));
  const expected = before.map(lifted);
  await window.openFile("train.py", { line: 1, column: 1 });
  await window.run("tensorlift.liftWorkspace");
  await window.choose("Safe fixes only");

  // nothing is written before Apply
  await window.refactorPreview.waitFor();
  await window.picture("refactor-preview");
  expect((await window.previewRows()).filter((row) => /^\w+\.py/.test(row))).toHaveLength(FILES.length);
  expect(FILES.map((file) => window.text(file))).toEqual(before);

  await window.button(window.refactorPreviewPart, "Apply").click();
  await until("all files are written", () => FILES.every((file, index) => window.text(file) === expected[index]));
  const left = FILES.flatMap((file) => findings(window.path(file))).length;
  await window.notification(new RegExp(`findings fixed in 3 files, ${left} left\\. Undo in one of the files takes back all`)).waitFor();

  await window.page.locator(".editor-instance .view-line").first().click();
  await window.page.keyboard.press("Control+z");
  await until("the text is as it was", async () => (await window.visibleText()).includes("tf.log(weight)"));
});

test("a change that is not ticked is not made", async () => {
  window = await code.open(code.copy("project"));
  const before = window.text("train.py");
  const expected = lifted(window.text("data/reader.py"));
  await window.openFile("data/reader.py", { line: 1, column: 1 });
  await window.run("tensorlift.liftWorkspace");
  await window.choose("Safe fixes only");
  await window.refactorPreview.waitFor();
  await window.untick("train.py");
  await window.button(window.refactorPreviewPart, "Apply").click();
  await until("the other file is written", () => window.text("data/reader.py") === expected);
  expect(window.text("train.py")).toBe(before);
});

test("a folder is fixed from the Explorer's menu, with what is to review if asked", async () => {
  window = await code.open(code.copy("project"));
  const before = window.text("train.py");
  await window.openFile("train.py", { line: 1, column: 1 });
  await window.squiggles("error").first().waitFor();
  await window.contextMenu(window.explorerRow("models"), "Fix Folder…");
  await window.choose("All fixes, also those to review");
  await window.refactorPreview.waitFor();
  const rows = (await window.previewRows()).join("\n");
  expect(rows).toContain("tf.compat.v1.disable_v2_behavior()");
  expect(rows).not.toContain("train.py");
  await window.button(window.refactorPreviewPart, "Apply").click();
  await until("what is to review is fixed, too", () => window.text("models/network.py").includes("disable_v2_behavior()"));
  expect(window.text("train.py")).toBe(before);
});

test("Discard changes nothing", async () => {
  window = await code.open(code.copy("project"));
  const before = FILES.map((file) => window.text(file));
  await window.openFile("train.py", { line: 1, column: 1 });
  await window.run("tensorlift.liftWorkspace");
  await window.choose("Safe fixes only");
  await window.refactorPreview.waitFor();
  await window.button(window.refactorPreviewPart, "Discard").click();
  await window.refactorPreview.waitFor({ state: "hidden" });
  expect(FILES.map((file) => window.text(file))).toEqual(before);
  expect(await window.page.locator(".tab.dirty").count()).toBe(0);
});
