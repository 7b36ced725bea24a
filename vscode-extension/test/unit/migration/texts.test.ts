import { expect, test } from "vitest";
import * as texts from "../../../src/migration/texts";
import { MigrationTree, type FileNode } from "../../../src/migration/tree";
import { finding, scanned, STEPS } from "../scanned";

function file(...args: Parameters<typeof scanned>): FileNode {
  const tree = new MigrationTree();
  tree.update([scanned(...args)], []);
  const node = tree.file(`file:///project/${args[0]}`);
  if (!node) throw new Error("no file");
  return node;
}

const mixed = [finding(), finding({ safety: "review" }), finding({ severity: "warning", safety: "manual" })];

test("counts stand behind the name", () => {
  expect(texts.description(file("a.py", mixed).counts)).toBe("3 findings, 1 fixable");
  expect(texts.description(file("a.py", [finding({ safety: "manual" })]).counts)).toBe("1 finding");
  expect(texts.description(file("a.py", [], { problem: "It is not UTF-8." }).counts)).toBe("not read");
});

test("large numbers are grouped", () => {
  expect(texts.counted(20_000, "finding")).toBe("20,000 findings");
});

test("a tooltip tells severities and safeties", () => {
  expect(texts.nodeTooltip(file("my_pkg/a.py", mixed))).toBe("**my\\_pkg/a\\.py**\n\n2 errors, 1 warning  \n1 fixable now, 1 to review, 1 by hand");
});

test("a screen reader hears sentences", () => {
  expect(texts.nodeSentence(file("a.py", mixed), "a.py")).toBe("File a.py. 3 findings: 2 errors, 1 warning; 1 fixable now, 1 to review, 1 by hand.");
  expect(texts.nodeSentence(file("a.py", [], { problem: "It is not UTF-8." }), "a.py")).toBe("File a.py. It is not UTF-8.");
  expect(texts.findingSentence(finding({ cell: 2, safety: "manual" }))).toBe(
    "Error in cell 2, line 3: tf.log is called tf.math.log in TensorFlow 2. To be done by hand.",
  );
});

test.each([
  ["tf.log is called tf.math.log in TensorFlow 2.", "tf.log is called tf.math.log in TensorFlow 2"],
  ["tf.contrib is gone. Use tf-slim.", "tf.contrib is gone"],
  ["Since 2.16 tf.estimator is gone; nothing takes its place", "Since 2.16 tf.estimator is gone; nothing takes its place"],
])("%j is shown as %j", (message, label) => {
  expect(texts.short(message)).toBe(label);
});

test("a long message is cut between words", () => {
  const label = texts.short(`${"word ".repeat(40)}end`);
  expect(label).toMatch(/^(word )+word…$/);
  expect(label.length).toBeLessThanOrEqual(101);
});

test("a finding's tooltip has message, rule, safety and step, and no Markdown of the message's own", () => {
  expect(texts.findingTooltip(finding({ message: "tf.nn_x takes *args" }), STEPS)).toBe(
    [
      "tf\\.nn\\_x takes \\*args",
      "`TL101` renamed\\-symbol",
      "Fixable now: the program means the same afterwards.",
      "[Step 1: Symbols](https://example.org/symbols)",
    ].join("\n\n"),
  );
});

test("the filter is told", () => {
  expect(texts.filterDescription({ fixableOnly: false }, STEPS)).toBe("");
  expect(texts.filterDescription({ step: "contrib", fixableOnly: true }, STEPS)).toBe("Step 2: Contrib. Fixable now");
  expect(texts.filterDescription({ step: "python", fixableOnly: false }, STEPS)).toBe("Python and packages");
});
