import * as vscode from "vscode";
import type { Node } from "../migration/tree";

/** What a menu hands to a command: a resource, or a node of the Migration view. */
export type Argument = vscode.Uri | Node | undefined;

/** The file that a command is for: the one of the menu, else the one in the active editor. */
export function fileOf(argument: Argument): vscode.Uri {
  const given = resourceOf(argument);
  if (given) return notebookOf(given);
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (notebook) return notebook.uri;
  const document = vscode.window.activeTextEditor?.document;
  if (!document) throw new Error("Open a Python file or a notebook first.");
  return notebookOf(document.uri);
}

/** The folder that a command is for: the one of the menu, else one that the user picks; undefined if they do not. */
export async function folderOf(argument: Argument): Promise<vscode.Uri | undefined> {
  const given = resourceOf(argument);
  if (given) return given;
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (!folders.length) throw new Error("Open a folder first.");
  const picked = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: folders[0]?.uri,
    openLabel: "Fix Folder",
  });
  const [folder] = picked ?? [];
  if (folder && !vscode.workspace.getWorkspaceFolder(folder)) throw new Error("That folder is not in the workspace. Open it first.");
  return folder;
}

function resourceOf(argument: Argument): vscode.Uri | undefined {
  if (!argument || !("kind" in argument)) return argument;
  if (argument.kind === "folder") return vscode.Uri.parse(argument.uri);
  return vscode.Uri.parse(argument.kind === "file" ? argument.file.uri : argument.parent.file.uri);
}

/** The notebook of a cell, for the URI of a cell. */
function notebookOf(uri: vscode.Uri): vscode.Uri {
  const cells = vscode.workspace.notebookDocuments.find((notebook) => notebook.getCells().some(({ document }) => document.uri.toString() === uri.toString()));
  return cells?.uri ?? uri;
}
