import * as vscode from "vscode";
import type { SearchPath } from "./candidates";

/** Where the user's Pythons are looked for: on the PATH, but while the workspace is not trusted nowhere inside of it. */
export function searchPath(): SearchPath {
  const folders = vscode.workspace.isTrusted ? [] : (vscode.workspace.workspaceFolders ?? []);
  return { path: process.env["PATH"] ?? "", without: folders.map(({ uri }) => uri.fsPath) };
}
