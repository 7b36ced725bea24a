import { beforeEach, describe, expect, test, vi, type Mock } from "vitest";
import type { TextDocumentContentProvider } from "vscode";
import type { WorkspaceEdit } from "vscode-languageclient/node";
import { registerCommands } from "../../../src/commands/index";
import type { MigrationModel } from "../../../src/migration/index";
import { FIX, type FixResult, type ScannedFile } from "../../../src/server/protocol";
import { FakeSession, run } from "../fakeSession";
import { finding, scanned } from "../scanned";
import * as fake from "../vscode";

const A = "file:///project/a.py";
const NOTEBOOK = "file:///project/n.ipynb";

let server: FakeSession;
let files: ScannedFile[];
let model: { refresh: Mock<() => Promise<void>>; reveal: Mock<(uri: string) => Promise<void>> };

beforeEach(() => {
  fake.reset();
  fake.workspace.workspaceFolders = [{ uri: fake.Uri.file("/project"), name: "project", index: 0 }];
  fake.workspace.asRelativePath.mockImplementation((uri) => (typeof uri === "string" ? uri : uri.path).replace("/project/", ""));
  files = [scanned("a.py", [finding(), finding({ safety: "review" }), finding({ safety: "manual" })]), scanned("lib/b.py"), scanned("n.ipynb")];
  server = new FakeSession();
  model = { refresh: vi.fn(() => Promise.resolve()), reveal: vi.fn(() => Promise.resolve()) };
  const migration = { ...model, files: () => files, totals: () => ({ findings: 5, fixable: 3, files: 3 }), onDidChange: vi.fn(), onDidChangeVisibility: vi.fn(), isVisible: () => false } as unknown as MigrationModel;
  const context = { subscriptions: [], extension: { id: "tensorlift.tensorlift", packageJSON: {} }, globalState: { get: () => true } };
  registerCommands(context as never, server.session, migration);
});

function answer(values: Partial<FixResult<WorkspaceEdit>> = {}): void {
  const made: WorkspaceEdit = {
    documentChanges: [{ textDocument: { uri: A, version: 1 }, edits: [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, newText: "x" }] }],
  };
  server.answers.set(FIX, () => ({ edit: made, files: 1, fixed: 14, left: 0, problems: [], message: "", ...values }));
}

/** After the changes are made, the workspace looks like this. */
function becomes(after: ScannedFile[]): void {
  let applied = false;
  fake.workspace.applyEdit.mockImplementation(() => {
    applied = true;
    return Promise.resolve(true);
  });
  model.refresh.mockImplementation(() => {
    if (applied) files = after;
    return Promise.resolve();
  });
}

function pick(index: number): void {
  fake.window.showQuickPick.mockImplementationOnce((choices) => Promise.resolve((choices as unknown[])[index]));
}

const messages = () => [fake.window.showInformationMessage, fake.window.showWarningMessage, fake.window.showErrorMessage].flatMap(({ mock }) => mock.calls.map(([text]) => text));

describe("a file", () => {
  test("is fixed at once, and the status bar says so", async () => {
    answer();
    fake.window.activeTextEditor = { document: { uri: fake.Uri.parse(A) } };
    await run("tensorlift.liftFile");
    expect(server.requests).toEqual([{ method: FIX, params: { uris: [A], review: false } }]);
    expect(fake.workspace.applyEdit).toHaveBeenCalledWith({ documentChanges: [expect.objectContaining({ textDocument: { uri: A, version: 1 } })] }, { isRefactoring: true });
    expect(fake.window.setStatusBarMessage).toHaveBeenCalledWith("$(check) 14 findings fixed.", 8000);
    expect(messages()).toEqual([]);
  });

  test("that is not done yet leads to what is left", async () => {
    answer({ left: 3 });
    fake.window.showInformationMessage.mockResolvedValueOnce("Show What Is Left");
    await run("tensorlift.liftFile", fake.Uri.parse(A));
    expect(messages()).toEqual(["14 findings fixed, 3 left."]);
    expect(fake.window.setStatusBarMessage).not.toHaveBeenCalled();
    expect(fake.commands.executeCommand).toHaveBeenCalledWith("tensorlift.migration.focus");
    expect(model.reveal).toHaveBeenCalledWith(A);
  });

  test("without a fix stays as it is", async () => {
    answer({ edit: null, fixed: 0, files: 0, left: 2 });
    await run("tensorlift.liftFile", fake.Uri.parse(A));
    expect(fake.workspace.applyEdit).not.toHaveBeenCalled();
    expect(messages()).toEqual(["There is no safe fix to make here, 2 findings left."]);
  });

  test("that changed meanwhile is not touched", async () => {
    answer();
    fake.workspace.textDocuments = [{ uri: fake.Uri.parse(A), version: 2 }];
    await run("tensorlift.liftFile", fake.Uri.parse(A));
    expect(fake.workspace.applyEdit).not.toHaveBeenCalled();
    expect(messages()).toEqual(["tensorlift: a.py has changed meanwhile. Try again."]);
  });

  test("that VS Code refuses to change is told about", async () => {
    answer();
    fake.workspace.applyEdit.mockResolvedValueOnce(false);
    await run("tensorlift.liftFile", fake.Uri.parse(A));
    expect(messages()).toEqual(["The changes could not be made. The file has changed meanwhile: try again."]);
  });

  test("that is none is asked for", async () => {
    await run("tensorlift.liftFile");
    expect(messages()).toEqual(["tensorlift: Open a Python file or a notebook first."]);
    expect(server.requests).toEqual([]);
  });

  test("that was closed is opened, unless a report is in front", async () => {
    answer();
    await run("tensorlift.liftFile", fake.Uri.parse(A));
    const opened = () => fake.commands.executeCommand.mock.calls.filter(([command]) => command === "vscode.open");
    expect(opened()).toEqual([["vscode.open", fake.Uri.parse(A), { preserveFocus: true, preview: false }]]);
    fake.window.tabGroups.activeTabGroup.activeTab = { input: new fake.TabInputWebview("tensorlift.report") };
    await run("tensorlift.liftFile", fake.Uri.parse(A));
    expect(opened()).toHaveLength(1);
    fake.window.tabGroups.activeTabGroup.activeTab = undefined;
  });

  test("may be a node of the view", async () => {
    answer();
    await run("tensorlift.liftFile", { kind: "file", file: files[0] });
    expect(server.requests[0]?.params).toEqual({ uris: [A], review: false });
  });

  test("may be a notebook that is not open, or one of its cells", async () => {
    answer();
    await run("tensorlift.liftFile", fake.Uri.parse(NOTEBOOK));
    expect(fake.workspace.openNotebookDocument).toHaveBeenCalledWith(fake.Uri.parse(NOTEBOOK));
    const cell = { document: { uri: fake.Uri.parse("vscode-notebook-cell:/project/n.ipynb#W1") } };
    fake.workspace.notebookDocuments = [{ uri: fake.Uri.parse(NOTEBOOK), getCells: () => [cell] }];
    fake.window.activeTextEditor = cell;
    await run("tensorlift.liftFile");
    expect(server.requests[1]?.params).toEqual({ uris: [NOTEBOOK], review: false });
  });

  test("is one of several in the Explorer: then the changes are shown first", async () => {
    answer();
    const uris = [fake.Uri.parse(A), fake.Uri.file("/project/lib/b.py")];
    await run("tensorlift.liftFile", uris[0], uris);
    expect(server.requests[0]?.params).toEqual({ uris: uris.map(String), review: false });
    expect(fake.workspace.applyEdit.mock.calls[0]?.[0]).toHaveProperty("changeAnnotations");
  });
});

describe("the workspace", () => {
  test("asks which fixes, with counts", async () => {
    await run("tensorlift.liftWorkspace");
    const [choices] = fake.window.showQuickPick.mock.calls[0] as [{ label: string; description: string }[]];
    expect(choices.map(({ label, description }) => [label, description])).toEqual([
      ["$(check) Safe fixes only", "3 findings"],
      ["$(eye) All fixes, also those to review", "4 findings, 1 to review"],
    ]);
    expect(server.requests).toEqual([]);
  });

  test("is fixed after a preview, notebooks open", async () => {
    answer({ files: 3, left: 2 });
    becomes([scanned("a.py", [finding(), finding()])]);
    pick(0);
    await run("tensorlift.liftWorkspace");
    expect(server.requests.map(({ params }) => params)).toEqual([{ review: false }]);
    expect(fake.workspace.openNotebookDocument.mock.calls.map(([uri]) => String(uri))).toEqual([NOTEBOOK]);
    expect(fake.workspace.applyEdit.mock.calls[0]?.[0]).toMatchObject({ changeAnnotations: { ask: { needsConfirmation: true } } });
    expect(messages()).toEqual(["14 findings fixed in 3 files, 2 left. Undo in one of the files takes back all."]);
  });

  test("claims no fixes whose tick was taken away", async () => {
    answer({ files: 3, left: 2 });
    becomes(files);
    pick(0);
    await run("tensorlift.liftWorkspace");
    expect(messages()).toEqual(["The fixes are made, 5 left."]);
  });

  test("tells of new files, and saves what VS Code leaves unsaved", async () => {
    const edits = [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, newText: "x" }];
    const create = { kind: "create", uri: "file:///project/helper.py" } as const;
    answer({ files: 2, edit: { documentChanges: [create, { textDocument: { uri: A, version: null }, edits }] } });
    becomes([]);
    const save = vi.fn(() => Promise.resolve(true));
    const document = (uri: string, isDirty: boolean) => ({ uri: fake.Uri.parse(uri), version: 1, isDirty, save });
    fake.workspace.textDocuments = [document(A, true), document("file:///project/other.py", true), document(create.uri, false)];
    // the model sees the files as they are saved
    model.refresh.mockImplementation(() => {
      if (save.mock.calls.length) files = [];
      return Promise.resolve();
    });
    pick(0);
    await run("tensorlift.liftWorkspace");
    expect(save).toHaveBeenCalledOnce();
    expect(fake.window.setStatusBarMessage).toHaveBeenCalledWith(
      "$(check) 14 findings fixed in 2 files and 1 helper file made. Undo in one of the files takes back all.",
      8000,
    );
  });

  test("saves nothing for those who do not want it", async () => {
    answer();
    const save = vi.fn();
    fake.workspace.textDocuments = [{ uri: fake.Uri.parse(A), version: 1, isDirty: true, save }];
    fake.changeSettings({ "files.refactoring.autoSave": false });
    pick(0);
    await run("tensorlift.liftWorkspace");
    expect(save).not.toHaveBeenCalled();
  });

  test("asks for both kinds of fixes to tell them apart", async () => {
    answer();
    pick(1);
    await run("tensorlift.liftWorkspace");
    expect(server.requests.map(({ params }) => params)).toEqual([{ review: true }, { review: false }]);
  });

  test("says nothing when the preview is discarded", async () => {
    answer();
    fake.workspace.applyEdit.mockResolvedValueOnce(false);
    pick(0);
    await run("tensorlift.liftWorkspace");
    expect(messages()).toEqual([]);
    expect(fake.window.setStatusBarMessage).not.toHaveBeenCalled();
  });

  test("says nothing when it is cancelled", async () => {
    server.answers.set(FIX, (_params, token) => {
      fake.progress?.source.cancel();
      expect(token?.isCancellationRequested).toBe(true);
      throw new Error("Request cancelled");
    });
    pick(0);
    await run("tensorlift.liftWorkspace");
    expect(messages()).toEqual([]);
    expect(fake.workspace.applyEdit).not.toHaveBeenCalled();
  });

  test("tells of files that could not be fixed", async () => {
    becomes([]);
    answer({ files: 2, problems: ["a.py is not valid Python now.", "b.py is not valid Python now."].map((message) => ({ uri: A, message })) });
    fake.window.showWarningMessage.mockResolvedValueOnce("Show Output");
    pick(0);
    await run("tensorlift.liftWorkspace");
    expect(messages()).toEqual(["14 findings fixed in 2 files. Undo in one of the files takes back all. a.py is not valid Python now. 1 more file is left as it is."]);
    expect(server.output.warn).toHaveBeenCalledTimes(2);
    expect(server.output.show).toHaveBeenCalled();
  });
});

test("a folder of the view is fixed as a folder, with the notebooks in it", async () => {
  answer();
  pick(0);
  await run("tensorlift.liftFolder", { kind: "folder", uri: "file:///project/lib", path: "lib" });
  expect(server.requests[0]?.params).toEqual({ folder: "file:///project/lib", review: false });
  expect(fake.workspace.openNotebookDocument).not.toHaveBeenCalled();
});

test("a folder of the palette is picked, and has to be of the workspace", async () => {
  fake.window.showOpenDialog.mockResolvedValueOnce([fake.Uri.file("/elsewhere")]);
  await run("tensorlift.liftFolder");
  expect(messages()).toEqual(["tensorlift: That folder is not in the workspace. Open it first."]);
});

describe("notebooks", () => {
  const CELL = "vscode-notebook-cell:/project/n.ipynb#W1";
  const save = vi.fn(() => Promise.resolve(true));
  const range = { start: { line: 1, character: 4 }, end: { line: 1, character: 10 } };
  const document = {
    uri: fake.Uri.parse(CELL),
    version: 1,
    getText: () => "import tensorflow as tf\nx = tf.log(1)",
    offsetAt: ({ line, character }: fake.Position) => line * 24 + character,
  };

  beforeEach(() => {
    save.mockClear();
    const cell = { document, index: 2 };
    fake.workspace.notebookDocuments = [{ uri: fake.Uri.parse(NOTEBOOK), save, getCells: () => [cell] }];
    const changes = [A, CELL].map((uri) => ({ textDocument: { uri, version: null }, edits: [{ range, newText: "tf.math.log" }] }));
    answer({ edit: { documentChanges: changes } });
    pick(0);
  });

  const applied = () => fake.workspace.applyEdit.mock.calls.map(([edit]) => edit as WorkspaceEdit);

  function picker(): ReturnType<typeof fake.window.createQuickPick> {
    const made = fake.window.createQuickPick();
    fake.window.createQuickPick.mockReturnValueOnce(made);
    return made;
  }

  test("are ticked in a list of their own, and changed after the files", async () => {
    const list = picker();
    await run("tensorlift.liftWorkspace");
    expect(list.items).toMatchObject([{ label: "n.ipynb", description: "1 change" }]);
    expect(applied()).toMatchObject([
      { documentChanges: [{ kind: "create", uri: A }, { textDocument: { uri: A } }] },
      { documentChanges: [{ textDocument: { uri: CELL }, edits: [{ range, newText: "tf.math.log" }] }] },
    ]);
    expect(applied()[0]?.documentChanges).toHaveLength(2);
    // no question a second time
    expect(applied()[1]?.changeAnnotations).toBeUndefined();
    expect(save).toHaveBeenCalledOnce();
  });

  test("are left unsaved if VS Code saves no files either", async () => {
    fake.changeSettings({ "files.refactoring.autoSave": false });
    await run("tensorlift.liftWorkspace");
    expect(applied()).toHaveLength(2);
    expect(save).not.toHaveBeenCalled();
  });

  test("whose tick is taken away stay as they are", async () => {
    const list = picker();
    list.show.mockImplementation(() => {
      list.selectedItems = [];
      list.events.accepted.fire();
    });
    await run("tensorlift.liftWorkspace");
    expect(applied()).toHaveLength(1);
    expect(save).not.toHaveBeenCalled();
  });

  test("stay as they are if the preview is discarded, and files if the list is", async () => {
    fake.workspace.applyEdit.mockResolvedValueOnce(false);
    await run("tensorlift.liftWorkspace");
    expect(applied()).toHaveLength(1);
    const list = picker();
    list.show.mockImplementation(() => {
      list.events.hidden.fire();
    });
    pick(0);
    await run("tensorlift.liftWorkspace");
    expect(applied()).toHaveLength(1);
    expect(messages()).toEqual([]);
  });

  test("show their changes cell by cell", async () => {
    const list = picker();
    list.show.mockImplementation(() => {
      list.events.pressed.fire({ item: list.items[0] });
      list.events.accepted.fire();
    });
    await run("tensorlift.liftWorkspace");
    const [, title, [[, before, after] = []]] = fake.commands.executeCommand.mock.calls.find(([command]) => command === "vscode.changes") as [
      string,
      string,
      fake.Uri[][],
    ];
    expect([title, before]).toEqual(["n.ipynb", document.uri]);
    const [, [, provider]] = fake.workspace.registerTextDocumentContentProvider.mock.calls as unknown as [unknown, [string, TextDocumentContentProvider]];
    expect(provider.provideTextDocumentContent(after as never, undefined as never)).toBe("import tensorflow as tf\nx = tf.math.log(1)");
  });
});
