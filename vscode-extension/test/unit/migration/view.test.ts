import type { ExtensionContext, FileDecorationProvider, TreeDataProvider, TreeItem, TreeView } from "vscode";
import { afterEach, beforeEach, describe, expect, test, vi, type Mock } from "vitest";
import { registerMigration, type MigrationModel } from "../../../src/migration/index";
import type { Node } from "../../../src/migration/tree";
import { SCAN, type ScannedFile } from "../../../src/server/protocol";
import { FakeSession, run } from "../fakeSession";
import { finding, scanned, STEPS } from "../scanned";
import * as fake from "../vscode";

let server: FakeSession;
let model: MigrationModel;
let view: TreeView<Node> & { visible: boolean };
let items: TreeDataProvider<Node>;
let files: ScannedFile[];
let same: string[];
const context = { subscriptions: [] as { dispose(): unknown }[] };

beforeEach(() => {
  vi.useFakeTimers();
  fake.reset();
  fake.workspace.workspaceFolders = [{ uri: fake.Uri.file("/project"), name: "project", index: 0 }];
  files = [scanned("a.py"), scanned("b/c.ipynb", [finding({ cell: 2, severity: "warning", safety: "review" })])];
  same = [];
  server = new FakeSession();
  server.answers.set(SCAN, () => ({ level: "symbols", target: "2.21", keras: null, read: 2, files, same, steps: STEPS }));
  model = registerMigration(context as unknown as ExtensionContext, server.session);
  const [, options] = fake.window.createTreeView.mock.calls[0] as unknown as [string, { treeDataProvider: TreeDataProvider<Node> }];
  items = options.treeDataProvider;
  view = fake.window.createTreeView.mock.results[0]?.value as typeof view;
});

afterEach(() => {
  for (const item of context.subscriptions.splice(0)) item.dispose();
  vi.useRealTimers();
});

async function look(): Promise<void> {
  view.visible = true;
  fake.events.visibility.fire({ visible: true });
  await vi.runAllTimersAsync();
}

function item(node: Node): TreeItem {
  return items.getTreeItem(node) as TreeItem;
}

function children(node?: Node): Node[] {
  return items.getChildren(node) as Node[];
}

async function click(node: Node): Promise<void> {
  const { command, arguments: given = [] } = item(node).command ?? { command: "" };
  await run(command, ...(given as unknown[]));
}

function contextKey(key: string): unknown {
  const calls = fake.commands.executeCommand.mock.calls.filter(([command, name]) => command === "setContext" && name === key);
  return calls.at(-1)?.[2];
}

describe("reading", () => {
  test("begins when somebody looks", async () => {
    await vi.runAllTimersAsync();
    expect(server.requests).toEqual([]);
    expect(model.totals()).toBeUndefined();
    await look();
    expect(server.requests).toEqual([{ method: SCAN, params: { known: {} } }]);
    expect(model.totals()).toEqual({ findings: 2, fixable: 1, files: 2 });
    expect(view.badge).toEqual({ value: 2, tooltip: "2 findings of TensorFlow 1" });
    expect(contextKey("tensorlift.content")).toBe("tree");
  });

  test("happens once, however often somebody looks", async () => {
    await look();
    await look();
    expect(server.requests).toHaveLength(1);
  });

  test("happens again after edits have settled, with what is known", async () => {
    await look();
    same = files.map(({ uri }) => uri);
    files = [];
    const edit = { document: { languageId: "python" }, contentChanges: [{}] };
    fake.events.changed.fire(edit);
    await vi.advanceTimersByTimeAsync(1000);
    fake.events.changed.fire(edit);
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.requests).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.requests).toHaveLength(2);
    expect(server.requests[1]?.params).toEqual({ known: { "file:///project/a.py": "1", "file:///project/b/c.ipynb": "1" } });
    expect(model.totals()?.findings).toBe(2);
  });

  test("goes on when nobody looks any more, for the badge", async () => {
    await look();
    view.visible = false;
    fake.events.visibility.fire({ visible: false });
    files = [scanned("a.py", [finding(), finding()], { id: "2" })];
    fake.events.changed.fire({ document: { languageId: "python" }, contentChanges: [{}] });
    await vi.runAllTimersAsync();
    expect(server.requests).toHaveLength(2);
    expect(view.badge?.value).toBe(2);
  });

  test("that is asked for during another one sees what has changed since", async () => {
    await look();
    let first = (): void => undefined;
    const answer = server.answers.get(SCAN);
    server.answers.set(SCAN, async (...given) => {
      server.answers.set(SCAN, answer as never);
      await new Promise<void>((done) => (first = done));
      return answer?.(...given);
    });
    const before = model.refresh();
    const after = Promise.all([model.refresh(), model.refresh()]);
    first();
    await Promise.all([before, after]);
    // one more for both
    expect(server.requests).toHaveLength(3);
  });

  test("tells only of what differs", async () => {
    const changed = vi.fn();
    model.onDidChangeFindings(changed);
    await look();
    expect(changed).toHaveBeenCalledTimes(1);
    same = files.map(({ uri }) => uri);
    files = [];
    await model.refresh();
    expect(changed).toHaveBeenCalledTimes(1);
    server.answers.set(SCAN, () => ({ level: "compat", target: "2.21", keras: null, read: 2, files, same, steps: STEPS }));
    await model.refresh();
    expect(changed).toHaveBeenCalledTimes(2);
  });

  test("is told when it takes long, and not after each edit", async () => {
    expect(model.isReading()).toBe(false);
    await look();
    let end = (): void => undefined;
    server.answers.set(SCAN, async () => {
      await new Promise<void>((done) => (end = done));
      return { level: "symbols", target: "2.21", keras: null, read: 2, files, same, steps: STEPS };
    });
    const done = model.refresh();
    expect(model.isReading()).toBe(false);
    vi.setSystemTime(Date.now() + 1500);
    expect(model.isReading()).toBe(true);
    end();
    await done;
    expect(model.isReading()).toBe(false);
  });

  test.each([
    ["lifted", [scanned("a.py", [])]],
    ["unused", []],
    ["tree", [scanned("a.py", [], { problem: "It is not UTF-8." })]],
  ])("leaves the view %s", async (expected, found) => {
    expect(contextKey("tensorlift.content")).toBe("reading");
    files = found;
    await look();
    expect(contextKey("tensorlift.content")).toBe(expected);
  });

  test("does not mind edits of other languages", async () => {
    await look();
    fake.events.changed.fire({ document: { languageId: "markdown" }, contentChanges: [{}] });
    await vi.runAllTimersAsync();
    expect(server.requests).toHaveLength(1);
  });

  test("waits for a server", async () => {
    server.state = "missing";
    await look();
    expect(server.requests).toEqual([]);
    server.become("running");
    await vi.runAllTimersAsync();
    expect(server.requests).toHaveLength(1);
  });

  test("tells how far it is, and can be cancelled", async () => {
    let token: { isCancellationRequested: boolean } | undefined;
    server.answers.set(SCAN, (_params, given, onProgress) => {
      token = given;
      onProgress?.(45.2);
      return new Promise(() => undefined);
    });
    await look();
    expect(contextKey("tensorlift.scanning")).toBe(true);
    expect(view.message).toBe("Reading the project… 45 %");
    await run("tensorlift.migration.cancel");
    expect(token?.isCancellationRequested).toBe(true);
    expect(contextKey("tensorlift.content")).toBe("reading");
  });

  test("is not begun again by a change, if the first reading was cancelled", async () => {
    let end: (() => void) | undefined;
    server.answers.set(SCAN, () => new Promise((_resolve, reject) => (end = () => { reject(new Error("cancelled")); })));
    await look();
    fake.events.changed.fire({ document: { languageId: "python" }, contentChanges: [{}] });
    await run("tensorlift.migration.cancel");
    end?.();
    await vi.runAllTimersAsync();
    expect(contextKey("tensorlift.content")).toBe("unread");
    fake.events.changed.fire({ document: { languageId: "python" }, contentChanges: [{}] });
    await vi.runAllTimersAsync();
    expect(server.requests).toHaveLength(1);
  });

  test("says why it failed, and keeps what was there", async () => {
    await look();
    server.answers.set(SCAN, () => {
      throw new Error("The server has stopped.");
    });
    await run("tensorlift.migration.refresh");
    expect(view.message).toBe("The server has stopped.");
    expect(model.totals()?.findings).toBe(2);
    expect(contextKey("tensorlift.scanning")).toBe(false);
  });
});

describe("the tree", () => {
  beforeEach(look);

  test("shows a file with its counts, its worst colour and a button to fix it", () => {
    const [folder, file] = children() as [Node, Node];
    expect(item(file)).toMatchObject({
      label: "a.py",
      description: "1 finding, 1 fixable",
      contextValue: "file fixable",
      accessibilityInformation: { label: "File a.py. 1 finding: 1 error; 1 fixable now." },
    });
    expect(item(folder)).toMatchObject({ label: "b", description: "1 finding", contextValue: "folder review" });
    const [[decorations]] = fake.window.registerFileDecorationProvider.mock.calls as unknown as [[FileDecorationProvider]];
    const colour = (node: Node): unknown => decorations.provideFileDecoration(item(node).resourceUri as never, undefined as never);
    expect(colour(file)).toMatchObject({ badge: "1", color: { id: "list.errorForeground" } });
    expect(colour(folder)).toMatchObject({ badge: "1", color: { id: "list.warningForeground" } });
    // real files are not ours to colour
    expect(decorations.provideFileDecoration(fake.Uri.file("/project/a.py") as never, undefined as never)).toBeUndefined();
  });

  test("opens a finding of a file", async () => {
    const [found] = children(children()[1]) as [Node];
    const { label, description } = item(found);
    expect([label, description]).toEqual(["3: tf.log", "tf.log is called tf.math.log in TensorFlow 2"]);
    await click(found);
    expect(fake.commands.executeCommand).toHaveBeenLastCalledWith("vscode.open", fake.Uri.file("/project/a.py"), {
      preview: true,
      selection: new fake.Range(2, 4, 2, 10),
    });
  });

  test("opens a finding of a notebook in its cell", async () => {
    const document = { languageId: "python" };
    const notebook = { cellCount: 2, cellAt: (n: number) => (n === 1 ? { document } : undefined) };
    fake.workspace.openNotebookDocument.mockResolvedValueOnce(notebook);
    const [found] = children(children(children()[0])[0]) as [Node];
    expect(item(found).label).toBe("cell 2, 3: tf.log");
    await click(found);
    expect(fake.window.showNotebookDocument).toHaveBeenCalledWith(notebook, { preview: true });
    expect(fake.window.showTextDocument).toHaveBeenCalledWith(document, { preview: true, viewColumn: 1, selection: new fake.Range(2, 4, 2, 10) });
  });

  test("has items with ids of their own", () => {
    const all = (node?: Node): Node[] => children(node).flatMap((child) => [child, ...all(child)]);
    const ids = all().map((node) => item(node).id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("draws again only what has changed", async () => {
    const drawn: unknown[] = [];
    items.onDidChangeTreeData?.((nodes) => drawn.push(nodes));
    same = [files[1]?.uri ?? ""];
    files = [scanned("a.py", [finding(), finding()], { id: "2" })];
    await model.refresh();
    expect(drawn).toEqual([[children()[1]]]);
    expect(children().map((node) => item(node).description)).toEqual(["1 finding", "2 findings, 2 fixable"]);
  });

  test("shows only what is fixable now, and all again", async () => {
    await run("tensorlift.migration.filterFixable");
    expect(children().map((node) => item(node).label)).toEqual(["a.py"]);
    expect([view.message, contextKey("tensorlift.filtered")]).toEqual(["Fixable now", true]);
    expect(view.badge?.value).toBe(2);
    await run("tensorlift.migration.showAll");
    expect(children()).toHaveLength(2);
    expect([view.message, contextKey("tensorlift.filtered")]).toEqual([undefined, false]);
  });

  test("shows the step that the user chooses from a list with counts", async () => {
    fake.window.showQuickPick.mockImplementationOnce((choices) => {
      const listed = choices as { label: string; description: string }[];
      expect(listed.map(({ label, description }) => [label, description])).toEqual([
        ["$(check) All steps", "2 findings"],
        ["Python and packages", "0 findings"],
        ["Step 1: Symbols", "2 findings"],
        ["Step 2: Contrib", "0 findings"],
      ]);
      return Promise.resolve(listed[3]);
    });
    await run("tensorlift.migration.filterStep");
    expect(children()).toEqual([]);
    // the welcome text tells that nothing matches
    expect(contextKey("tensorlift.content")).toBe("filtered");
    expect(view.message).toBeUndefined();
  });

  test("reveals a file, also one that the filter hides", async () => {
    await run("tensorlift.migration.filterFixable");
    await model.reveal("file:///project/b/c.ipynb");
    const { reveal } = view as unknown as { reveal: Mock };
    expect(reveal).toHaveBeenCalledWith(expect.objectContaining({ kind: "file" }), { select: true, focus: true, expand: true });
    expect(children()).toHaveLength(2);
  });
});
