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
  let target = vscode.Uri.parse(place.uri);
  if (place.cell !== undefined) {
    const notebook = await vscode.workspace.openNotebookDocument(target);
    // the notebook may have lost cells since it was read
    if (place.cell <= notebook.cellCount) target = notebook.cellAt(place.cell - 1).document.uri;
  }
  await vscode.commands.executeCommand("vscode.open", target, { ...options, selection });
}
