import * as vscode from "vscode";
import type { Session } from "../server/session";

/** Registers a command that tells the user in a sentence when it fails. */
export function register(session: Session, id: string, run: (...args: never[]) => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: never[]) => {
    try {
      return await run(...args);
    } catch (error) {
      if (error instanceof vscode.CancellationError) return undefined;
      const message = error instanceof Error ? error.message : String(error);
      session.output.error(`${id}: ${message}`);
      void vscode.window.showErrorMessage(`tensorlift: ${message}`);
      return undefined;
    }
  });
}
