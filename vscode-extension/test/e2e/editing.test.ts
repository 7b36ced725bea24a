import { beforeAll, describe, expect, test } from "vitest";
import { Code, lifted } from "./code";
import { until } from "./wait";
import type { Workbench } from "./workbench";

let code: Code;
let window: Workbench;

/** Where the fixture calls tf.log. */
const LOG = { line: 22, column: 46 };

beforeAll(async () => {
  code = await Code.start({ settings: { "[python]": { "editor.codeActionsOnSave": { "source.fixAll.tensorlift": "explicit" } } } });
  window = await code.open(code.copy("project"));
});

describe("a file of TensorFlow 1", () => {
  test("has squiggles, each finding once", async () => {
    await window.openFile("train.py", LOG);
    await window.squiggles("error").first().waitFor();
    expect(await window.squiggles("error").count()).toBe(8);
    expect(await window.squiggles("warning").count()).toBe(2);

    // the status bar counts the findings themselves
    expect(await window.problems()).toBe("Errors: 8, Warnings: 2");
    await window.picture("editor");
  });

  test("has a lens that counts", async () => {
    await window.page.keyboard.press("Control+Home");
    await until("the lens is there", async () => (await window.lenses()).some((lens) => lens.includes('tensorlift: 10 findings, 9 fixable now')));
    expect(await window.lenses()).toHaveLength(1);
  });

  test("explains a symbol on hover, and says nothing twice", async () => {
    await window.openFile("train.py", LOG);
    const texts = await window.hover();
    expect(texts.join("\n").match(/tf\.log is called tf\.math\.log/g)).toHaveLength(1);
    await window.picture("hover");
    const lines = texts.flatMap((text) => text.split("\n")).filter((line) => line.length > 20);
    expect(new Set(lines).size).toBe(lines.length);
    await window.escape();
  });

  test("is fixed by the lightbulb, and the squiggle goes", async () => {
    await window.openFile("train.py", LOG);
    expect((await window.codeActions())[0]).toBe("Use tf.math.log");
    await window.picture("lightbulb");
    await window.escape();
    await window.codeAction("Use tf.math.log");
    await until("the fix is in the text", async () => (await window.visibleText()).includes("tf.math.log(weight)"));
    await until("its squiggle goes", async () => (await window.squiggles("error").count()) === 7);
    await window.save();
    await until("the file is written", () => window.text("train.py").includes("tf.math.log(weight)"));
  });

  test("is fixed as a whole on save", async () => {
    const expected = lifted(window.text("models/network.py"));

    await window.openFile("models/network.py", { line: 1, column: 1 });
    await window.squiggles("error").first().waitFor();
    await window.save();
    await until("the fixes are written", () => window.text("models/network.py")=== expected);
  });

  test("is lifted as a whole program by the lightbulb", async () => {
    await window.openFile("train.py", { line: 15, column: 12 });
    await window.squiggles("error").first().waitFor();
    await window.codeAction("Lift this program to native TensorFlow 2");
    await until("the functions are in the text", async () => (await window.visibleText()).includes("def train_step(x, y):"));
    await until("the squiggles go", async () => (await window.squiggles("error").count()) === 0);
    await window.picture("lifted");
    await window.save();
    await until("the file is written", () => window.text("train.py").includes("with tf.GradientTape() as tape:"));
    expect(window.text("train.py")).not.toContain("compat.v1");
    expect(window.text("train.py")).not.toContain("Session");
  });
});
