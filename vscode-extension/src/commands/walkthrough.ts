import * as vscode from "vscode";
import type { MigrationModel } from "../migration/index";
import type { Session } from "../server/session";

const SEEN = "walkthrough.seen";

// milliseconds for a page that opens to know its steps
const OPENS = 1000;

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

/**
 * Ticks the steps of the walkthrough that are done.
 *
 * VS Code ticks a step when a context key becomes true after the walkthrough was loaded, and never one whose key was true before. So each key is
 * true for a moment only, and again each time that the walkthrough may have been opened.
 */
export class WalkthroughSteps implements vscode.Disposable {
  private readonly done = new Set<string>();
  private readonly subscriptions: vscode.Disposable;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly session: Session,
    private readonly model: MigrationModel,
  ) {
    const later = (): void => {
      this.later();
    };
    this.subscriptions = vscode.Disposable.from(
      session.onDidChangeState(later),
      model.onDidChangeVisibility(later),
      vscode.window.tabGroups.onDidChangeTabs(later),
    );
    this.later();
  }

  /** Something was fixed. */
  fixed(): void {
    this.done.add("fixed");
    this.later();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.subscriptions.dispose();
  }

  private later(): void {
    if (this.session.state === "running") this.done.add("running");
    if (this.model.isVisible()) this.done.add("seen");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.tick(), OPENS);
  }

  private async tick(): Promise<void> {
    // pages of VS Code's own, such as the walkthrough, have no input that extensions know
    const pages = vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ input }) => input === undefined));
    if (!pages) return;
    for (const step of this.done) {
      for (const value of [true, false]) await vscode.commands.executeCommand("setContext", `tensorlift.walkthrough.${step}`, value);
    }
  }
}
