import { beforeEach, describe, expect, it, vi } from "vitest";
import type * as vscode from "vscode";
import type { MigrationModel } from "../../src/migration/index";
import { actions, look, registerStatus, type StatusFacts } from "../../src/status";
import { FakeSession } from "./fakeSession";
import * as fake from "./vscode";

const RUNNING: StatusFacts = { state: "running", detail: "tensorlift 0.1.0 runs.", version: "0.1.0", here: undefined, reading: false, everywhere: undefined };

beforeEach(() => {
  fake.reset();
});

describe("the text", () => {
  it.each([
    // nothing has been read yet
    [undefined, undefined, "tensorlift"],
    [0, undefined, "tensorlift"],
    [0, 0, "$(check) tensorlift"],
    [7, undefined, "$(checklist) tensorlift: 7"],
    [7, 52, "$(checklist) tensorlift: 7 of 52"],
    [0, 52, "$(checklist) tensorlift: 0 of 52"],
    [undefined, 52, "$(checklist) tensorlift: 52"],
    // the workspace was read before the file got more
    [7, 5, "$(checklist) tensorlift: 7"],
  ])("for %s findings here and %s everywhere", (here, everywhere, text) => {
    const facts = {
      ...RUNNING,
      here: here === undefined ? undefined : { name: "a.py", findings: here },
      everywhere: everywhere === undefined ? undefined : { findings: everywhere, fixable: 0, files: 1 },
    };
    expect(look(facts).text).toBe(text);
  });

  it("while the project is read", () => {
    expect(look({ ...RUNNING, reading: true })).toMatchObject({ text: "$(loading~spin) tensorlift", label: "tensorlift, reading the project" });
  });

  it.each([
    ["searching", "$(loading~spin) tensorlift", undefined],
    ["starting", "$(loading~spin) tensorlift", undefined],
    ["restarting", "$(loading~spin) tensorlift", undefined],
    ["missing", "$(warning) tensorlift", "warning"],
    ["failed", "$(error) tensorlift", "error"],
    ["stopped", "$(circle-slash) tensorlift", undefined],
  ] as const)("while it is %s", (state, text, background) => {
    const shown = look({ ...RUNNING, state, detail: "Some detail." });
    expect(shown.text).toBe(text);
    expect(shown.background).toBe(background);
    expect(shown.tooltip).toContain("Some detail.");
  });
});

describe("the tooltip", () => {
  it("tells all there is, and leads to the actions", () => {
    const { tooltip, label } = look({ ...RUNNING, here: { name: "my_train.py", findings: 1 }, everywhere: { findings: 52, fixable: 30, files: 9 } });
    expect(tooltip).toBe(
      [
        "**tensorlift** 0.1.0",
        String.raw`- 1 finding in my\_train.py` + "\n- 52 findings in 9 files of the workspace, 30 fixable now",
        "[Fix this file](command:tensorlift.liftFile) · [Migration report](command:tensorlift.showReport) · [All actions](command:tensorlift.showActions)",
        "tensorlift 0.1.0 runs.",
      ].join("\n\n"),
    );
    expect(label).toContain("52 findings in 9 files of the workspace, 30 fixable now");
  });

  it("does not offer to fix a file where there is none", () => {
    expect(look(RUNNING).tooltip).not.toContain("liftFile");
  });
});

describe("the actions", () => {
  const commands = (facts: Partial<StatusFacts>): (string | undefined)[] => actions({ ...RUNNING, ...facts }).map(({ command }) => command);

  it("are those that work in the state", () => {
    expect(commands({ here: { name: "a.py", findings: 2 } })).toEqual(
      expect.arrayContaining(["tensorlift.liftFile", "tensorlift.liftWorkspace", "tensorlift.explainSymbol", "tensorlift.chooseLevel", "tensorlift.restart"]),
    );
    expect(commands({})).not.toContain("tensorlift.liftFile");
    expect(commands({ state: "missing" })).toContain("tensorlift.createEnvironment");
    expect(commands({ state: "missing" })).not.toContain("tensorlift.liftWorkspace");
    expect(commands({ state: "failed" })).toEqual(expect.arrayContaining(["tensorlift.restart", "tensorlift.showOutput", "tensorlift.copyDebugInformation"]));
  });

  it("are commands of the extension", async () => {
    const { readFile } = await import("node:fs/promises");
    const { contributes } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8")) as {
      contributes: { commands: { command: string }[] };
    };
    const known = contributes.commands.map(({ command }) => command);
    const here = { name: "a.py", findings: 2 };
    for (const command of [...commands({ here }), ...commands({ state: "missing" })]) {
      // VS Code makes the one that shows a view
      if (command && command !== "tensorlift.migration.focus") expect(known).toContain(command);
    }
  });
});

describe("the item", () => {
  const session = (): FakeSession => Object.assign(new FakeSession(), { detail: "", serverVersion: "0.1.0" });

  const show = (one = session(), visible = false) => {
    const changed = new fake.EventEmitter<void>();
    const model = {
      isReading: () => false,
      totals: () => ({ findings: 9, fixable: 3, files: 2 }),
      onDidChange: changed.event,
      isVisible: () => visible,
      onDidChangeVisibility: changed.event,
    } as unknown as MigrationModel;
    registerStatus({ subscriptions: [] } as unknown as vscode.ExtensionContext, one.session, model);
    return fake.window.createStatusBarItem.mock.results.at(-1)?.value as ReturnType<typeof fake.window.createStatusBarItem>;
  };

  const document = (path: string, languageId: string) => ({ uri: fake.Uri.file(path), languageId });

  const diagnose = (path: string, ...sources: string[]): void => {
    const found = sources.map((source) => Object.assign(new fake.Diagnostic(new fake.Range(0, 0, 0, 1), "m"), { source }));
    fake.diagnostics.push([fake.Uri.file(path), found]);
  };

  it("is there for Python, and counts our findings only", () => {
    fake.window.activeTextEditor = { document: document("/p/a.py", "python") };
    diagnose("/p/a.py", "tensorlift", "Pylance", "tensorlift");
    const item = show();
    expect(item.visible).toBe(true);
    expect(item.text).toBe("$(checklist) tensorlift: 2 of 9");
    expect(item.accessibilityInformation).toEqual({ label: "tensorlift, 2 findings in a.py, 9 findings in 2 files of the workspace, 3 fixable now", role: "button" });
    expect((item.tooltip as fake.MarkdownString).isTrusted).toEqual({ enabledCommands: ["tensorlift.liftFile", "tensorlift.showReport", "tensorlift.showActions"] });
  });

  it("counts all cells of a notebook", () => {
    const cells = ["python", "markdown", "python"].map((language, index) => ({ document: document(`/p/n.ipynb#${index}`, language) }));
    fake.window.activeNotebookEditor = { notebook: { uri: fake.Uri.file("/p/n.ipynb"), getCells: () => cells } };
    diagnose("/p/n.ipynb#0", "tensorlift");
    diagnose("/p/n.ipynb#2", "tensorlift", "tensorlift");
    expect(show().text).toBe("$(checklist) tensorlift: 3 of 9");
  });

  it("is not there for other files, unless the view can be seen", () => {
    fake.window.activeTextEditor = { document: document("/p/a.md", "markdown") };
    expect(show().visible).toBe(false);
    const item = show(session(), true);
    expect(item.visible).toBe(true);
    expect(item.text).toBe("$(checklist) tensorlift: 9");
  });

  it("stays beside a page that has the focus", () => {
    fake.window.visibleTextEditors = [{ document: document("/p/a.py", "python") }];
    expect(show().visible).toBe(true);
  });

  it("follows the server, the diagnostics and the editor", () => {
    const one = session();
    fake.window.activeTextEditor = { document: document("/p/a.py", "python") };
    const item = show(one);
    one.become("failed");
    expect(item.text).toBe("$(error) tensorlift");
    expect(item.backgroundColor).toEqual(new fake.ThemeColor("statusBarItem.errorBackground"));
    one.become("running");
    expect(item.backgroundColor).toBeUndefined();
    diagnose("/p/a.py", "tensorlift");
    fake.events.diagnostics.fire({ uris: [fake.Uri.file("/p/other.py")] });
    expect(item.text).toBe("$(checklist) tensorlift: 0 of 9");
    fake.events.diagnostics.fire({ uris: [fake.Uri.file("/p/a.py")] });
    expect(item.text).toBe("$(checklist) tensorlift: 1 of 9");
    fake.window.activeTextEditor = { document: document("/p/a.md", "markdown") };
    fake.events.editor.fire(undefined);
    expect(item.visible).toBe(false);
  });

  it("runs what is chosen of its actions", async () => {
    show();
    fake.window.showQuickPick.mockImplementationOnce((items: unknown) => Promise.resolve((items as { command?: string }[]).find(({ command }) => command === "tensorlift.showOutput")));
    await (fake.registered.get("tensorlift.showActions") as () => Promise<void>)();
    expect(fake.commands.executeCommand).toHaveBeenCalledExactlyOnceWith("tensorlift.showOutput");
    vi.clearAllMocks();
    await (fake.registered.get("tensorlift.showActions") as () => Promise<void>)();
    expect(fake.commands.executeCommand).not.toHaveBeenCalled();
  });
});
