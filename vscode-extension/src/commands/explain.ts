import * as vscode from "vscode";
import { EXPLAIN } from "../server/protocol";
import type { Session } from "../server/session";

/** The scheme of explanations. */
export const SCHEME = "tensorlift-explain";

/** Explains rules and symbols on pages of their own. */
export class Explainer implements vscode.TextDocumentContentProvider {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly pages = new Map<string, string>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly session: Session) {}

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.pages.get(uri.toString()) ?? "This page is gone. Run *Explain Symbol Under Cursor* again.";
  }

  /** Explains what is under the cursor; asks for a name if that is no Python. */
  async explain(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId === "python") {
      const { line, character } = editor.selection.active;
      const place = { uri: editor.document.uri.toString(), position: { line, character } };
      await this.show(await this.session.execute<string | null>(EXPLAIN, place));
      return;
    }
    const name = await vscode.window.showInputBox({ prompt: "A symbol of TensorFlow 1 or a rule", placeHolder: "tf.placeholder, TL101" });
    if (name?.trim()) await this.show(await this.session.execute<string | null>(EXPLAIN, name.trim()));
  }

  private async show(page: string | null): Promise<void> {
    const text = page?.trim() ?? "";
    if (!text.includes("\n")) {
      // a sentence, which says that there is nothing to explain
      void vscode.window.showInformationMessage(text.replaceAll("`", "") || "There is no symbol of TensorFlow under the cursor.");
      return;
    }
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${titleOf(text)}.md` });
    this.pages.set(uri.toString(), text);
    this.changed.fire(uri);
    await vscode.commands.executeCommand("markdown.showPreview", uri);
  }
}

/** The name of a page: its first heading or name in code, as far as a path can hold it. */
function titleOf(page: string): string {
  const title = /^#+\s*(.+)$/m.exec(page)?.[1] ?? /`([^`]+)`/.exec(page)?.[1] ?? "Explanation";
  return title.replace(/[`*]/g, "").replace(/[\\/:?#]/g, " ").trim().slice(0, 60);
}
