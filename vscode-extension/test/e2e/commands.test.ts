import { existsSync, readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { Code } from "./code";
import { MANIFEST } from "./manifest";
import { until } from "./wait";
import type { Workbench } from "./workbench";

let code: Code;
let window: Workbench;

beforeAll(async () => {
  code = await Code.start();
  window = await code.open(code.copy("project"));
  await window.openFile("train.py", { line: 22, column: 46 });
});

const settings = (): Record<string, unknown> => JSON.parse(readFileSync(window.path(".vscode/settings.json"), "utf8")) as Record<string, unknown>;

/** What each command does, in the order in which they are run. */
const COMMANDS: Record<string, (id: string) => Promise<void>> = {
  "tensorlift.explainSymbol": async (id) => {
    await window.squiggles("error").first().waitFor();
    await window.run(id);
    const page = await window.webview("text=TensorFlow 2.21");
    expect(await page.locator("body").innerText()).toContain("tf.math.log");
    await window.command("View: Close Editor");
  },
  "tensorlift.copyDebugInformation": async (id) => {
    await window.run(id);
    await window.notification("debug information is on the clipboard").waitFor();
    const copied = await window.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain("server: running");
    expect(copied).toContain("-m tensorlift server");
    await window.command("Notifications: Clear All Notifications");
  },
  "tensorlift.showOutput": async (id) => {
    await window.run(id);
    await until("the log is shown", async () => (await window.output()).includes("is ready after"));
    await window.command("View: Hide Panel");
  },
  "tensorlift.restart": async (id) => {
    const [before] = code.languageServers();
    await window.run(id);
    await until("another server runs, and that alone", () => code.languageServers().every(({ pid }) => pid !== before?.pid) && code.languageServers().length === 1);
    await window.squiggles("error").first().waitFor();
  },
  "tensorlift.chooseLevel": async (id) => {
    await window.run(id);
    expect((await window.choices()).join()).toMatch(/compat.*symbols.*native/);
    await window.choose("compat");
    await until("the level is written", () => existsSync(window.path(".vscode/settings.json")) && settings()["tensorlift.level"] === "compat");
    // it has only the import to change
    await until("what the level finds is shown", async () => (await window.problems()) === "Errors: 1");
    await window.run(id);
    await window.choose("symbols");
    await until("what the other level finds is shown", async () => (await window.problems()) === "Errors: 8, Warnings: 2");
  },
  "tensorlift.chooseTarget": async (id) => {
    await window.run(id);
    await window.choose("2.15");
    await until("the target is written", () => settings()["tensorlift.target"] === "2.15");
  },
  "tensorlift.enableFixOnSave": async (id) => {
    await window.run(id);
    await window.choose("This Workspace");
    await until("both settings are written", () => "notebook.codeActionsOnSave" in settings());
    expect(settings()["[python]"]).toEqual({ "editor.codeActionsOnSave": { "source.fixAll.tensorlift": "explicit" } });
    expect(settings()["notebook.codeActionsOnSave"]).toEqual({ "notebook.source.fixAll.tensorlift": "explicit" });
    await window.openFile("data/reader.py", { line: 1, column: 1 });
    await window.squiggles("error").first().waitFor();
    await until("saving fixes", async () => {
      await window.save();
      return window.text("data/reader.py").includes("tf.io.gfile.exists");
    });
  },
  "tensorlift.liftFile": async (id) => {
    await window.openFile("train.py", { line: 22, column: 46 });
    await window.run(id);
    await until("the fixes are in the text", async () => (await window.visibleText()).includes("tf.math.log(weight)"));
    await window.save();
  },
  "tensorlift.reviewFile": async (id) => {
    await window.openFile("models/network.py", { line: 1, column: 1 });
    await window.run(id);
    await window.refactorPreview.waitFor();
    await window.button(window.refactorPreviewPart, "Discard").click();
  },
  "tensorlift.liftFolder": async (id) => {
    await window.run(id);
    await window.answer(window.path("models"));
    await window.choose("Safe fixes only");
    await window.refactorPreview.waitFor();
    await window.button(window.refactorPreviewPart, "Discard").click();
  },
  "tensorlift.liftWorkspace": async (id) => {
    await window.run(id);
    await window.choose("Safe fixes only");
    await window.refactorPreview.waitFor();
    await window.button(window.refactorPreviewPart, "Discard").click();
  },
  "tensorlift.showReport": async (id) => {
    await window.run(id);
    await window.webview("section.hero");
  },
  "tensorlift.refreshReport": async (id) => {
    await window.run(id);
    await window.webview("section.hero");
  },
  "tensorlift.saveReport": async (id) => {
    await window.run(id);
    await window.answer(window.path("tensorlift-report.html"));
    await until("the report is written", () => existsSync(window.path("tensorlift-report.html")));
    expect(window.text("tensorlift-report.html")).toContain("network.py");
    await window.command("View: Close All Editors");
  },
  "tensorlift.migration.refresh": async (id) => {
    await window.openMigration();
    await window.migrationRow("network.py").waitFor();
    await window.run(id);
    await window.migrationRow("network.py").waitFor();
  },
  "tensorlift.migration.filterFixable": async (id) => {
    await window.run(id);
    await window.viewButton("tensorlift.migration.showAll").waitFor();
  },
  "tensorlift.migration.showAll": async (id) => {
    await window.run(id);
    await window.viewButton("tensorlift.migration.filterFixable").waitFor();
  },
  "tensorlift.migration.filterStep": async (id) => {
    await window.run(id);
    await window.choose("All steps");
  },
  "tensorlift.migration.openFinding": async () => {
    await window.migrationRow("network.py").click();
    await window.migrationRow("tf.contrib").click();
    await until("its place is shown", async () => (await window.visibleText()).includes("tf.contrib.layers.flatten"));
  },
  "tensorlift.showActions": async () => {
    await window.status.click();
    const actions = await window.choices();
    for (const title of ["Fix This File", "Fix Workspace…", "Show Migration Report", "Choose Level…", "Restart Server"]) {
      expect(actions.join()).toContain(title);
    }
    await window.choose("Show Migration View");
  },
  "tensorlift.openWalkthrough": async (id) => {
    await window.command("View: Close All Editors");
    await window.command("Notifications: Clear All Notifications");
    await window.page.keyboard.press("Control+b");
    await window.run(id);
    const page = window.page.locator(".gettingStartedContainer", { hasText: "Lift a TensorFlow 1 Project" });
    await page.waitFor();
    await until("it has four steps", async () => (await page.locator(".getting-started-step").count()) === 4);
    await window.webview("svg");
    // the server runs, the view was seen, and the report was shown
    await until("what was done before is ticked", async () => (await page.locator(".codicon-getting-started-step-checked:visible").count()) >= 2);
    await window.picture("walkthrough");
  },
};

/** Commands that other files test, since they need another start. */
const ELSEWHERE: Record<string, string> = {
  "tensorlift.createEnvironment": "first-start.test.ts",
  "tensorlift.selectInterpreter": "lifecycle.test.ts",
  "tensorlift.migration.cancel": "migration.test.ts",
};

test("every command is tested", () => {
  const contributed = MANIFEST.contributes.commands.map(({ command }) => command).sort();
  expect([...Object.keys(COMMANDS), ...Object.keys(ELSEWHERE)].sort()).toEqual(contributed);
});

test.each(Object.entries(ELSEWHERE))("%s is tested in %s", (id, file) => {
  expect(readFileSync(new URL(file, import.meta.url), "utf8")).toContain(`"${id}"`);
});

test.each(Object.entries(COMMANDS))("%s", async (id, command) => {
  await command(id);
});
