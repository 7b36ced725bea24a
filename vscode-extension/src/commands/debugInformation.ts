import * as vscode from "vscode";
import { SHOW_DEBUG_INFORMATION } from "../server/protocol";
import type { Session } from "../server/session";

/** Copies what a bug report needs: versions, settings, paths that were tried, and what the server knows of itself. */
export async function copyDebugInformation(session: Session): Promise<void> {
  let server: string;
  try {
    server = session.state === "running" ? await session.execute<string>(SHOW_DEBUG_INFORMATION) : "The server is not running.";
  } catch (error) {
    server = error instanceof Error ? error.message : String(error);
  }
  const text = `${session.describe().trim()}\n\n## Server\n\n${server.trim()}\n`;
  await vscode.env.clipboard.writeText(text);
  const picked = await vscode.window.showInformationMessage("The debug information is on the clipboard.", "Show");
  if (picked) await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: text, language: "markdown" }));
}
