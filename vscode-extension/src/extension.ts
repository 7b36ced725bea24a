import * as vscode from "vscode";
import { registerCommands } from "./commands/index";
import { registerMigration } from "./migration/index";
import { registerNotebooks } from "./notebooks";
import { registerReport } from "./report/panel";
import { NAME } from "./server/protocol";
import { Session } from "./server/session";
import { registerStatus } from "./status";

let session: Session | undefined;

/** Starts the session; everything else follows it. */
export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel(NAME, { log: true });
  session = new Session(context, output);
  const model = registerMigration(context, session);
  registerCommands(context, session, model);
  registerReport(context, session);
  registerNotebooks(context, session);
  registerStatus(context, session, model);
}

/** Stops the server; VS Code waits for it. */
export function deactivate(): void {
  session?.dispose();
}
