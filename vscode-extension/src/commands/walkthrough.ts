import * as vscode from "vscode";
import type { MigrationModel } from "../migration/index";

const SEEN = "walkthrough.seen";

/** Opens the walkthrough. */
export async function openWalkthrough(context: vscode.ExtensionContext): Promise<void> {
  await context.globalState.update(SEEN, true);
  await vscode.commands.executeCommand("workbench.action.openWalkthrough", `${context.extension.id}#tensorlift.start`, false);
}

/** Opens the walkthrough when TensorFlow 1 is found for the first time ever, unless it would cover something. */
export function welcome(context: vscode.ExtensionContext, model: MigrationModel): void {
  if (context.globalState.get(SEEN)) return;
  const subscription = model.onDidChange(() => {
    if (!model.totals()?.findings) return;
    subscription.dispose();
    const covers = vscode.window.tabGroups.all.some(({ tabs }) => tabs.length);
    // who wants no walkthroughs after an installation wants none here
    const wanted = vscode.workspace.getConfiguration("workbench").get<boolean>("welcomePage.walkthroughs.openOnInstall", true);
    if (!covers && wanted && !context.globalState.get(SEEN)) void openWalkthrough(context);
  });
  context.subscriptions.push(subscription);
}
