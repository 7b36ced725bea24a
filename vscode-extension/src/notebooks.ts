import * as vscode from "vscode";

const KIND = vscode.CodeActionKind.Notebook.append("source.fixAll.tensorlift");

/**
 * Answers for the cells that are not Python when a notebook is to be fixed as a whole.
 *
 * VS Code asks for code actions of a notebook in its first cell only, and the server knows Python cells only; so a notebook that begins with
 * a title would never be fixed on save.
 */
class NotebookFixes implements vscode.CodeActionProvider {
  async provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    context: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[] | undefined> {
    if (document.languageId === "python" || !context.only?.contains(KIND)) return undefined;
    const notebook = vscode.workspace.notebookDocuments.find((one) => one.getCells().some((cell) => cell.document === document));
    const cell = notebook?.getCells().find((one) => one.document.languageId === "python");
    if (!cell) return undefined;
    const start = new vscode.Range(0, 0, 0, 0);
    return vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", cell.document.uri, start, KIND.value, 1);
  }
}

/** Makes fix-on-save work in notebooks that begin with text. */
export function registerNotebooks(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.languages.registerCodeActionsProvider({ notebookType: "jupyter-notebook" }, new NotebookFixes(), { providedCodeActionKinds: [KIND] }),
  );
}
