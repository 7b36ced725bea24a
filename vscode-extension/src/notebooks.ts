import * as vscode from "vscode";
import type { WorkspaceEdit } from "vscode-languageclient/node";
import { FIX, type FixParams, type FixResult } from "./server/protocol";
import type { Session } from "./server/session";

// The setting may name the kind itself or one above it; the nearest counts.
const KINDS = ["notebook.source.fixAll.tensorlift", "notebook.source.fixAll", "notebook.source"];

/**
 * Makes fix-on-save work in notebooks that begin with text.
 *
 * For the fixes of a whole notebook VS Code asks in its first cell only, and the server answers in Python cells only.
 */
export function registerNotebooks(context: vscode.ExtensionContext, session: Session): void {
  context.subscriptions.push(
    vscode.workspace.onWillSaveNotebookDocument((event) => {
      const { notebook, reason } = event;
      const [first, ...others] = notebook.getCells();
      if (!first || isPython(first) || !others.some(isPython)) return;
      if (session.state !== "running" || reason !== vscode.TextDocumentSaveReason.Manual || !wanted(notebook)) return;
      event.waitUntil(fixes(session, notebook));
    }),
  );
}

// The server is asked, not VS Code: that cancels what it asks of extensions when another one starts, and saving a text cell may start one.
async function fixes(session: Session, { uri }: vscode.NotebookDocument): Promise<vscode.WorkspaceEdit> {
  const params: FixParams = { uris: [uri.toString()] };
  const { edit } = await session.request<FixResult<WorkspaceEdit>>(FIX, params);
  return (await session.client()?.protocol2CodeConverter.asWorkspaceEdit(edit)) ?? new vscode.WorkspaceEdit();
}

function wanted({ uri }: vscode.NotebookDocument): boolean {
  const setting = vscode.workspace.getConfiguration("notebook", uri).get<Record<string, unknown> | string[]>("codeActionsOnSave", {});
  // the old form is a list of kinds
  if (Array.isArray(setting)) return setting.some((kind) => KINDS.includes(kind));
  const value = KINDS.map((kind) => setting[kind]).find((found) => found !== undefined);
  return value === true || value === "explicit" || value === "always";
}

function isPython({ document }: vscode.NotebookCell): boolean {
  return document.languageId === "python";
}
