import * as vscode from "vscode";
import type { MigrationModel } from "../migration/index";
import type { Session } from "../server/session";
import { choose } from "./choose";
import { copyDebugInformation } from "./debugInformation";
import { Explainer, SCHEME } from "./explain";
import { Fixer } from "./fix";
import { enableFixOnSave } from "./fixOnSave";
import { NotebookPreview, SCHEME as PREVIEW } from "./notebookChanges";
import { register } from "./register";
import { fileOf, folderOf, type Argument } from "./targets";
import { openWalkthrough, WalkthroughSteps, welcome } from "./walkthrough";

/** Registers the commands that fix, choose, explain and help. */
export function registerCommands(context: vscode.ExtensionContext, session: Session, model: MigrationModel): void {
  const notebooks = new NotebookPreview();
  const steps = new WalkthroughSteps(session, model);
  const fixer = new Fixer(session, model, notebooks, () => {
    steps.fixed();
  });
  const explainer = new Explainer(session);
  const packageJson: unknown = context.extension.packageJSON;
  const commands: Record<string, (argument: Argument, selected?: unknown) => unknown> = {
    liftFile: (argument, selected) => {
      // the Explorer hands over everything that is selected, the view its nodes
      const more = Array.isArray(selected) ? (selected as Argument[]) : [];
      const uris = more.length > 1 ? more.map(fileOf) : [fileOf(argument)];
      return fixer.fix({ uris }, { review: false, preview: uris.length > 1 });
    },
    reviewFile: (argument) => fixer.fix({ uris: [fileOf(argument)] }, { review: true, preview: true }),
    liftFolder: async (argument) => {
      const folder = await folderOf(argument);
      if (folder) await fixer.ask({ folder });
    },
    liftWorkspace: () => fixer.ask("workspace"),
    chooseLevel: () => choose("level", packageJson),
    chooseTarget: () => choose("target", packageJson),
    explainSymbol: () => explainer.explain(),
    showOutput: () => {
      session.output.show();
    },
    restart: () => session.restart("The user asked for it."),
    copyDebugInformation: () => copyDebugInformation(session),
    enableFixOnSave,
    openWalkthrough: () => openWalkthrough(context),
  };
  for (const [name, run] of Object.entries(commands)) context.subscriptions.push(register(session, `tensorlift.${name}`, run));
  context.subscriptions.push(
    steps,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, explainer),
    vscode.workspace.registerTextDocumentContentProvider(PREVIEW, notebooks),
  );
  welcome(context, model);
}
