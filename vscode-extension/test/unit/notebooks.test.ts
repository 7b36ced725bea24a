import type { CodeActionProvider, ExtensionContext } from "vscode";
import { beforeEach, expect, test } from "vitest";
import { registerNotebooks } from "../../src/notebooks";
import * as fake from "./vscode";

const KIND = "notebook.source.fixAll.tensorlift";

let provider: CodeActionProvider;
const cell = (name: string, languageId: string) => ({ document: { uri: fake.Uri.parse(`vscode-notebook-cell:/n.ipynb#${name}`), languageId } });
const [title, shell, first, second] = [cell("a", "markdown"), cell("b", "shellscript"), cell("c", "python"), cell("d", "python")];

beforeEach(() => {
  fake.reset();
  fake.workspace.notebookDocuments = [{ getCells: () => [cell("x", "python")] }, { getCells: () => [title, shell, first, second] }];
  registerNotebooks({ subscriptions: [] } as unknown as ExtensionContext);
  const [[, registered]] = fake.languages.registerCodeActionsProvider.mock.calls as unknown as [[unknown, CodeActionProvider]];
  provider = registered;
});

async function ask({ document }: ReturnType<typeof cell>, only: string | undefined): Promise<unknown> {
  const context = { only: only === undefined ? undefined : new fake.CodeActionKind(only) };
  return await provider.provideCodeActions(document as never, undefined as never, context as never, undefined as never);
}

test.each([
  ["a title", title],
  ["a shell cell", shell],
])("a notebook that begins with %s is fixed through its first Python cell", async (_what, asked) => {
  fake.commands.executeCommand.mockResolvedValueOnce(["the fix"]);
  expect(await ask(asked, KIND)).toEqual(["the fix"]);
  expect(fake.commands.executeCommand).toHaveBeenCalledWith("vscode.executeCodeActionProvider", first.document.uri, expect.anything(), KIND, 1);
});

test.each([
  ["a Python cell, which the server is asked for itself", first, KIND],
  ["the light bulb", title, undefined],
  ["other kinds", title, "notebook.source.organizeImports"],
  ["quick fixes", title, "quickfix"],
])("nothing is offered for %s", async (_what, asked, only) => {
  expect(await ask(asked, only)).toBeUndefined();
  expect(fake.commands.executeCommand).not.toHaveBeenCalled();
});

test("a notebook without Python is left alone", async () => {
  fake.workspace.notebookDocuments = [{ getCells: () => [title] }];
  expect(await ask(title, KIND)).toBeUndefined();
});
