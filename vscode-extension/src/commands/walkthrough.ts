import * as vscode from "vscode";

const SEEN = "walkthrough.seen";
const IMPORTS_TENSORFLOW = /^\s*(?:import|from)\s+tensorflow\b/m;

/** Opens the walkthrough. */
export async function openWalkthrough(context: vscode.ExtensionContext): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.openWalkthrough", `${context.extension.id}#tensorlift.start`, false);
}

/** Opens the walkthrough beside the first code with TensorFlow that is ever opened, once and never again. */
export function welcome(context: vscode.ExtensionContext): void {
  if (context.globalState.get(SEEN)) return;
  const subscription = vscode.workspace.onDidOpenTextDocument(look);
  context.subscriptions.push(subscription);
  vscode.workspace.textDocuments.forEach(look);

  function look(document: vscode.TextDocument): void {
    if (document.languageId !== "python" || context.globalState.get(SEEN) || !IMPORTS_TENSORFLOW.test(document.getText())) return;
    subscription.dispose();
    void context.globalState.update(SEEN, true);
    // who wants no walkthroughs after an installation wants none here
    if (!vscode.workspace.getConfiguration("workbench").get<boolean>("welcomePage.walkthroughs.openOnInstall", true)) return;
    void vscode.commands.executeCommand("workbench.action.openWalkthrough", `${context.extension.id}#tensorlift.start`, true);
  }
}
