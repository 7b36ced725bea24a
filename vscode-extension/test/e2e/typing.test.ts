import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { Code } from "./code";
import { until } from "./wait";
import type { Workbench } from "./workbench";

const LINES = 2000;
const TYPED = "logits = tf.nn.relu(tf.matmul(hidden, weight) + bias)";

let code: Code;

afterEach(() => code.stop());

/** One long program out of the examples. */
function longProgram(): string {
  const examples = new URL("../../../examples/", import.meta.url);
  const files = readdirSync(examples).filter((name) => name.endsWith(".py"));
  const text = files.sort().map((name) => readFileSync(new URL(name, examples), "utf8"));
  return text.join("\n").split("\n").slice(0, LINES).join("\n") + "\n";
}

/** Types, and returns the milliseconds from each key to the frame that shows it. */
async function keyToScreen(window: Workbench, text: string): Promise<number[]> {
  await window.page.evaluate(() => {
    const times: number[] = [];
    let pressed: number | undefined;
    addEventListener(
      "keydown",
      (event) => {
        pressed ??= event.timeStamp;
      },
      true,
    );
    new MutationObserver(() => {
      const since = pressed;
      if (since !== undefined) {
        pressed = undefined;
        requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - since)));
      }
    }).observe(document.querySelector(".editor-instance .view-lines") ?? document.body, { childList: true, subtree: true, characterData: true });
    Object.assign(globalThis, { keyTimes: times });
  });
  await window.page.keyboard.type(text, { delay: 60 });
  await until("the text is there", async () => (await window.visibleText()).includes(text));
  return window.page.evaluate(() => (globalThis as unknown as { keyTimes: number[] }).keyTimes);
}

test.each([
  ["without the extension", false],
  ["with the extension", true],
])(`typing in ${LINES} lines %s`, async (name, extension) => {
  code = await Code.start({ extension, settings: { "editor.quickSuggestions": { other: "off" }, "editor.autoClosingBrackets": "never" } });
  const folder = mkdtempSync(join(code.folder, "long-"));
  writeFileSync(join(folder, "long.py"), longProgram());
  const window = await code.open(folder);
  await window.openFile("long.py", { line: LINES / 2, column: 1 });
  let before = "";
  if (extension) {
    before = await until("the findings are there", async () => ((await window.problems()).startsWith("Errors") ? window.problems() : ""));
  }
  const times = (await keyToScreen(window, `${TYPED}\n`)).sort((one, other) => one - other);
  const at = (part: number): string => (times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? NaN).toFixed(0);
  console.log(`${name}: from key to screen ${at(0.5)} ms, nine in ten ${at(0.9)} ms, longest ${at(1)} ms (${times.length} keys)`);
  expect(times.length).toBeGreaterThan(TYPED.length / 2);
  if (extension) {
    await window.page.keyboard.type("tf.log(1.0)\n");
    await until("what was typed has its finding", async () => (await window.problems()) !== before);
  }
});
