import * as vscode from "vscode";

/** A place in a file or notebook. */
export interface Place {
  uri: string;
  /** From 1, as the server counts. */
  line: number;
  /** From 0, in UTF-16 units. */
  character: number;
  /** The end; without it the place is a point. */
  endLine?: number | undefined;
  endCharacter?: number | undefined;
  /** The cell of a notebook, from 1. */
  cell?: number | undefined;
}

/** Shows a place in an editor. */
export async function openPlace(place: Place, options: vscode.TextDocumentShowOptions = {}): Promise<void> {
  const line = place.line - 1;
  const selection = new vscode.Range(line, place.character, (place.endLine ?? place.line) - 1, place.endCharacter ?? place.character);
  const uri = vscode.Uri.parse(place.uri);
  if (place.cell === undefined) {
    await vscode.commands.executeCommand("vscode.open", uri, { ...options, selection });
    return;
  }
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  // opened by the cell alone, the tab would have the cell's name
  await vscode.window.showNotebookDocument(notebook, options);
  // the notebook may have lost cells since it was read
  if (place.cell > notebook.cellCount) return;
  // now there is a notebook in an editor, and no other is to be opened beside it
  const { viewColumn } = vscode.window.tabGroups.activeTabGroup;
  await vscode.window.showTextDocument(notebook.cellAt(place.cell - 1).document, { ...options, viewColumn, selection });
}
