import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { Code } from "./code";
import { until } from "./wait";
import type { Workbench } from "./workbench";

interface Cell {
  cell_type: string;
  source: string[];
  outputs?: unknown[];
}

const NAME = "explore.ipynb";
const SECOND = "second.ipynb";

let code: Code;
let window: Workbench;

const cells = (): Cell[] => (JSON.parse(readFileSync(window.path(NAME), "utf8")) as { cells: Cell[] }).cells;
const source = (index: number): string => cells()[index]?.source.join("") ?? "";

beforeAll(async () => {
  code = await Code.start({ settings: { "notebook.codeActionsOnSave": { "notebook.source.fixAll.tensorlift": "explicit" } } });
  const folder = code.copy("notebooks");
  copyFileSync(join(folder, NAME), join(folder, SECOND));
  window = await code.open(folder);
});

test("cells have squiggles, each finding once", async () => {
  await window.openNotebook(NAME);
  await window.squiggles("error").first().waitFor();
  await until("all findings are there", async () => (await window.problems()) === "Errors: 7, Warnings: 1");
  expect(await window.squiggles("error").count()).toBe(7);
  await window.picture("notebook");
});

test("the lightbulb fixes a cell", async () => {
  await window.clickCode("tf.log");
  await window.codeAction("Use tf.math.log");
  await until("the fix is in the cell", async () => (await window.cellText()).includes("tf.math.log(loss)"));
});

test("saving fixes the whole notebook, though its first cell is text", async () => {
  await window.save();
  await until("the fixes are written", () => source(2).includes("tf.compat.v1.placeholder") && source(3).includes("tf.compat.v1.Session"));
  expect(source(3)).toContain("tf.math.log(loss)");
  expect(source(2)).toContain("tf.random.normal");
  // what is not code stays as it was
  expect(cells()[0]).toMatchObject({ cell_type: "markdown", source: ["# A first look\n", "Fits a line to points."] });
  expect(cells()[2]?.outputs).toHaveLength(1);
  expect(source(1)).toContain("%matplotlib inline");
});

test("the command fixes a notebook, and undo takes it back", async () => {
  await window.openNotebook(SECOND);
  await window.squiggles("error").first().waitFor();
  await window.clickCode("np.ones");
  await window.run("tensorlift.liftFile");
  await until("the fixes are in the cells", async () => {
    const shown = await window.cellText();
    return shown.includes("tf.math.log(") && shown.includes("tf.random.normal(");
  });
  expect(readFileSync(window.path(SECOND), "utf8")).toContain("tf.log(");
  await window.clickCode("np.ones");
  await window.page.keyboard.press("Control+z");
  await until("all cells are as they were", async () => {
    const shown = await window.cellText();
    return shown.includes("tf.log(") && shown.includes("tf.random_normal(");
  });
});
