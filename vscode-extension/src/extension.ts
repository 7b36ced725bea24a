import * as vscode from "vscode";
import { registerCommands } from "./commands/index";
import { register } from "./commands/register";
import { registerMigration } from "./migration/index";
import { registerNotebooks } from "./notebooks";
import { registerReport } from "./report/panel";
import { NAME } from "./server/protocol";
import { selectInterpreter } from "./server/selectInterpreter";
import { Session } from "./server/session";
import { registerStatus } from "./status";

let session: Session | undefined;

/** Begins the search for the server; everything else follows the session. */
export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel(NAME, { log: true });
  const made = new Session(context, output);
  session = made;
  context.subscriptions.push(
    output,
    made,
    register(made, "tensorlift.createEnvironment", () => made.createEnvironment()),
    register(made, "tensorlift.selectInterpreter", () => selectInterpreter(made)),
  );
  const model = registerMigration(context, made);
  registerCommands(context, made, model);
  registerReport(context, made, model);
  registerNotebooks(context, made);
  registerStatus(context, made, model);
  // not waited for: commands have to be there at once
  void made.restart("tensorlift starts.");
}

/** Ends the server; VS Code waits for it. */
export async function deactivate(): Promise<void> {
  await session?.stop();
}
