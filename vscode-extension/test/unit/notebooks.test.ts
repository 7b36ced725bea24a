import type { Disposable, ExtensionContext } from "vscode";
import { afterEach, beforeEach, expect, test } from "vitest";
import { registerNotebooks } from "../../src/notebooks";
import { FIX } from "../../src/server/protocol";
import { FakeSession } from "./fakeSession";
import * as fake from "./vscode";

const SETTING = "notebook.codeActionsOnSave";
const KIND = "notebook.source.fixAll.tensorlift";
const EDIT = { documentChanges: [] };

let session: FakeSession;
let subscriptions: Disposable[];
const cell = (languageId: string) => ({ document: { languageId } });
const notebook = (...languages: string[]) => ({ uri: fake.Uri.parse("file:///n.ipynb"), getCells: () => languages.map(cell) });

beforeEach(() => {
  fake.reset();
  session = new FakeSession();
  session.answers.set(FIX, () => ({ edit: EDIT }));
  subscriptions = [];
  registerNotebooks({ subscriptions } as unknown as ExtensionContext, session.session);
});

afterEach(() => {
  for (const subscription of subscriptions) subscription.dispose();
});

/** Saves a notebook; returns the edit that VS Code makes before. */
async function save(saved: ReturnType<typeof notebook>, reason = fake.TextDocumentSaveReason.Manual): Promise<unknown> {
  let edit: Promise<unknown> | undefined;
  fake.events.savingNotebook.fire({
    notebook: saved,
    reason,
    waitUntil: (promise: Promise<unknown>) => {
      edit = promise;
    },
  });
  return await edit;
}

test.each(["markdown", "shellscript"])("a notebook that begins with a %s cell is fixed when it is saved", async (language) => {
  fake.settings.set(SETTING, { [KIND]: "explicit" });
  expect(await save(notebook(language, "python"))).toBe(EDIT);
  expect(session.requests).toEqual([{ method: FIX, params: { uris: ["file:///n.ipynb"] } }]);
});

test.each([
  ["the kind above it", { "notebook.source.fixAll": "explicit" }, true],
  ["the old form", [KIND], true],
  ["the old value", { [KIND]: true }, true],
  ["another kind", { "notebook.source.organizeImports": "explicit" }, false],
  ["never, though the kind above it is on", { "notebook.source.fixAll": "explicit", [KIND]: "never" }, false],
])("the setting may be %s", async (_what, setting, isFixed) => {
  fake.settings.set(SETTING, setting);
  expect(await save(notebook("markdown", "python"))).toBe(isFixed ? EDIT : undefined);
});

test("what VS Code asks for itself, or what is not Python, is left to it", async () => {
  fake.settings.set(SETTING, { [KIND]: "explicit" });
  expect(await save(notebook("python", "markdown"))).toBeUndefined();
  expect(await save(notebook("markdown"))).toBeUndefined();
  expect(await save(notebook())).toBeUndefined();
});

test("nothing is fixed when VS Code saves by itself, or without a server", async () => {
  fake.settings.set(SETTING, { [KIND]: "explicit" });
  expect(await save(notebook("markdown", "python"), fake.TextDocumentSaveReason.AfterDelay)).toBeUndefined();
  session.become("starting");
  expect(await save(notebook("markdown", "python"))).toBeUndefined();
});

test("where there is nothing to fix, the edit is empty", async () => {
  fake.settings.set(SETTING, { [KIND]: "explicit" });
  session.answers.set(FIX, () => ({ edit: null }));
  session.client = () => ({ protocol2CodeConverter: { asWorkspaceEdit: () => Promise.resolve(undefined) } });
  expect(await save(notebook("markdown", "python"))).toBeInstanceOf(fake.WorkspaceEdit);
});
