import * as vscode from "vscode";
import type { TextDocumentEdit, WorkspaceEdit } from "vscode-languageclient/node";
import { counted } from "../migration/texts";
import { REVIEW } from "./preview";

/** The scheme of what cells will be. */
export const SCHEME = "tensorlift-preview";

type CellEdit = TextDocumentEdit & { textDocument: { uri: string } };

/** The changes of one notebook. */
export interface NotebookChange {
  notebook: vscode.NotebookDocument;
  cells: { cell: vscode.NotebookCell; edit: CellEdit }[];
}

/** Takes an edit apart into what VS Code can show in its Refactor Preview and the changes of notebooks, whose cells it mixes up there. */
export function takeApart(edit: WorkspaceEdit): { rest: WorkspaceEdit | undefined; notebooks: NotebookChange[] } {
  const cells = new Map(
    vscode.workspace.notebookDocuments.flatMap((notebook) => notebook.getCells().map((cell) => [cell.document.uri.toString(), { notebook, cell }] as const)),
  );
  const notebooks = new Map<vscode.NotebookDocument, NotebookChange>();
  const rest = (edit.documentChanges ?? []).filter((change) => {
    const found = "textDocument" in change ? cells.get(vscode.Uri.parse(change.textDocument.uri).toString()) : undefined;
    if (!found) return true;
    const changes = notebooks.get(found.notebook) ?? { notebook: found.notebook, cells: [] };
    changes.cells.push({ cell: found.cell, edit: change as CellEdit });
    notebooks.set(found.notebook, changes);
    return false;
  });
  return { rest: rest.length ? { ...edit, documentChanges: rest } : undefined, notebooks: [...notebooks.values()] };
}

/** Puts the changes of notebooks together again, without annotations. */
export function together(changes: readonly NotebookChange[]): WorkspaceEdit {
  const plain = ({ textDocument, edits }: CellEdit): TextDocumentEdit => ({
    textDocument,
    edits: edits.map(({ range, newText }) => ({ range, newText })),
  });
  return { documentChanges: changes.flatMap(({ cells }) => cells.map(({ edit }) => plain(edit))) };
}

/** Shows what cells would be like. */
export class NotebookPreview implements vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? "";
  }

  /**
   * Asks which notebooks to change; all of them are ticked.
   *
   * @returns Those that are; undefined if the user gives up.
   */
  async ask(changes: readonly NotebookChange[]): Promise<NotebookChange[] | undefined> {
    const picker = vscode.window.createQuickPick<vscode.QuickPickItem & { change: NotebookChange }>();
    const show: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon("diff-multiple"), tooltip: "Show Changes" };
    picker.title = "Fix these notebooks too?";
    picker.placeholder = "Changes of notebooks are not part of the Refactor Preview; the button beside a notebook shows them";
    picker.canSelectMany = true;
    picker.ignoreFocusOut = true;
    picker.items = changes.map((change) => ({
      label: vscode.workspace.asRelativePath(change.notebook.uri),
      description: describe(change),
      buttons: [show],
      change,
    }));
    picker.selectedItems = picker.items;
    try {
      return await new Promise((done) => {
        picker.onDidTriggerItemButton(({ item }) => this.show(item.change));
        picker.onDidAccept(() => {
          done(picker.selectedItems.map(({ change }) => change));
        });
        picker.onDidHide(() => {
          done(undefined);
        });
        picker.show();
      });
    } finally {
      picker.dispose();
    }
  }

  private async show({ notebook, cells }: NotebookChange): Promise<void> {
    const resources = cells.map(({ cell, edit }) => {
      const { document } = cell;
      const after = vscode.Uri.from({ scheme: SCHEME, path: `${notebook.uri.path}/${cell.index + 1}.py` });
      this.texts.set(after.toString(), changed(document, edit.edits));
      return [document.uri, document.uri, after];
    });
    await vscode.commands.executeCommand("vscode.changes", vscode.workspace.asRelativePath(notebook.uri), resources);
  }
}

function describe({ cells }: NotebookChange): string {
  const edits = cells.flatMap(({ edit }) => edit.edits);
  const review = edits.filter((edit) => "annotationId" in edit && edit.annotationId === REVIEW).length;
  return counted(edits.length, "change") + (review ? `, ${review} to review` : "");
}

/** The text of a document after edits. */
function changed(document: vscode.TextDocument, edits: TextDocumentEdit["edits"]): string {
  const offset = ({ line, character }: { line: number; character: number }): number => document.offsetAt(new vscode.Position(line, character));
  return edits
    .map(({ range, newText }) => ({ start: offset(range.start), end: offset(range.end), newText }))
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, newText }) => text.slice(0, start) + newText + text.slice(end), document.getText());
}
