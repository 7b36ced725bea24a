import * as vscode from "vscode";
import { openPlace, type Place } from "../open";
import type { Session, State } from "../server/session";
import { decorations, MigrationItems, OPEN_FINDING } from "./items";
import { Migration, type MigrationModel } from "./model";
import { counted, filterDescription, stepTitle } from "./texts";
import type { Node } from "./tree";

export type { MigrationModel } from "./model";

/** The id of the Migration view. */
export const VIEW = "tensorlift.migration";

// milliseconds without further changes before the workspace is read again
const SETTLED = 1500;

const FILES = "**/*.{py,pyi,ipynb,toml,cfg,txt,yml,yaml}";

/** Makes the Migration view, and tells the rest of the extension about the project's findings. */
export function registerMigration(context: vscode.ExtensionContext, session: Session): MigrationModel {
  const model = new Migration(session);
  const items = new MigrationItems(model);
  const view = vscode.window.createTreeView<Node>(VIEW, { treeDataProvider: items, showCollapseAll: true });
  const keys = new ContextKeys();
  const update = (): void => {
    show(model, session, view, keys, rescan.isDue);
  };
  const rescan = new Rescan(model, session, view);
  context.subscriptions.push(
    model,
    view,
    rescan,
    vscode.window.registerFileDecorationProvider(decorations),
    model.onDidRedraw((change) => {
      items.redraw(change);
    }),
    model.onDidChange(update),
    session.onDidChangeState(update),
    vscode.commands.registerCommand("tensorlift.migration.refresh", () => rescan.now()),
    vscode.commands.registerCommand("tensorlift.migration.cancel", () => {
      rescan.cancel();
    }),
    vscode.commands.registerCommand("tensorlift.migration.filterStep", () => chooseStep(model)),
    vscode.commands.registerCommand("tensorlift.migration.filterFixable", () => {
      model.setFilter({ ...model.tree.filter, fixableOnly: true });
    }),
    vscode.commands.registerCommand("tensorlift.migration.showAll", () => {
      model.setFilter({ fixableOnly: false });
    }),
    vscode.commands.registerCommand(OPEN_FINDING, (place: Place) => openPlace(place, { preview: true })),
  );
  update();

  return {
    totals: () => model.totals(),
    onDidChange: model.onDidChange,
    onDidChangeFindings: model.onDidChangeFindings,
    isReading: () => model.reading,
    refresh: () => model.refresh(),
    files: () => model.tree.all(),
    isVisible: () => view.visible,
    onDidChangeVisibility: view.onDidChangeVisibility,
    async reveal(uri) {
      const node = model.tree.file(uri);
      if (!node) return;
      if (!node.counts.findings) model.setFilter({ fixableOnly: false });
      await view.reveal(node, { select: true, focus: true, expand: true });
    },
  };
}

/** Reads the workspace when somebody looks at the view for the first time, and from then on when what was read may no longer hold. */
class Rescan implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;
  private due = true;
  private cancelled = false;

  constructor(
    private readonly model: Migration,
    private readonly session: Session,
    private readonly view: vscode.TreeView<Node>,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher(FILES);
    const changed = (): void => {
      this.later();
    };
    this.subscriptions = [
      watcher,
      watcher.onDidChange(changed),
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length && document.languageId === "python") this.later();
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(changed),
      view.onDidChangeVisibility(() => {
        this.ifDue();
      }),
      session.onDidChangeState(() => {
        // another server, or the same with other settings
        if (session.state === "running") this.later(0);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("tensorlift")) this.later();
      }),
    ];
    this.ifDue();
  }

  /** Whether what is known of the workspace may no longer hold. */
  get isDue(): boolean {
    return this.due;
  }

  /** Ends the reading that is under way. If it was the first one, no change begins it again, but the user does. */
  cancel(): void {
    this.cancelled = true;
    this.due = false;
    clearTimeout(this.timer);
    this.model.cancel();
  }

  /** Reads the workspace, and says what is wrong if that fails. */
  async now(): Promise<void> {
    this.due = this.cancelled = false;
    clearTimeout(this.timer);
    await vscode.window.withProgress({ location: { viewId: VIEW } }, () => this.model.refresh());
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private later(delay = SETTLED): void {
    if (this.cancelled && !this.model.scanned) return;
    this.due = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.ifDue();
    }, delay);
  }

  private ifDue(): void {
    const { state } = this.session;
    // badge and status item are seen without the view, and to read again costs little
    const wanted = this.view.visible || this.model.scanned;
    if (!this.due || !wanted || !vscode.workspace.workspaceFolders?.length || state === "missing" || state === "failed") return;
    if (this.model.scanning) this.later();
    else void this.now();
  }
}

/** Brings title, badge and context keys of the view up to date. */
function show(model: Migration, { state }: Session, view: vscode.TreeView<Node>, keys: ContextKeys, due: boolean): void {
  const { findings } = model.totals() ?? { findings: 0 };
  const { filter } = model.tree;
  const filtered = filter.step !== undefined || filter.fixableOnly;
  view.badge = findings ? { value: findings, tooltip: `${counted(findings, "finding")} of TensorFlow 1` } : undefined;
  view.message = message(model, state);
  keys.set("tensorlift.scanning", model.scanning);
  keys.set("tensorlift.content", content(model, due));
  keys.set("tensorlift.filtered", filtered);
  keys.set("tensorlift.fixableOnly", filter.fixableOnly);
}

/** What the view has to show, as the texts for an empty tree tell it apart. */
function content(model: Migration, due: boolean): "tree" | "reading" | "unread" | "filtered" | "lifted" | "unused" {
  if (!model.scanned) return model.scanning || due ? "reading" : "unread";
  // the tree itself comes a little later
  if (model.tree.children().length) return "tree";
  if ([...model.tree.all()].some(({ findings }) => findings.length)) return "filtered";
  return model.usesTensorFlow ? "lifted" : "unused";
}

/** What stands above the tree, or takes the place of the welcome text: a description would not be seen, as the view is alone in its container. */
function message(model: Migration, state: State): string | undefined {
  const { filter, counts } = model.tree;
  if (!model.scanned) {
    if (model.percentage !== undefined) return `Reading the project… ${Math.round(model.percentage)} %`;
    // the welcome text says what is wrong with the server
    if (state === "missing" || state === "failed") return undefined;
  }
  if (model.problem !== undefined) return model.problem;
  return counts.findings ? filterDescription(filter, model.steps) || undefined : undefined;
}

/** Context keys, each set only when it changes. */
class ContextKeys {
  private readonly values = new Map<string, unknown>();

  set(key: string, value: unknown): void {
    if (this.values.get(key) === value) return;
    this.values.set(key, value);
    void vscode.commands.executeCommand("setContext", key, value);
  }
}

async function chooseStep(model: Migration): Promise<void> {
  if (!model.scanned) await model.refresh();
  const { filter } = model.tree;
  const counts = model.tree.countsByStep();
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const mark = (step: string | undefined): string => (filter.step === step ? "$(check) " : "");
  const choices: (vscode.QuickPickItem & { step?: string })[] = model.steps.map((step) => ({
    label: mark(step.id) + stepTitle(step),
    description: counted(counts.get(step.id) ?? 0, "finding"),
    detail: step.summary,
    step: step.id,
  }));
  const picked = await vscode.window.showQuickPick([{ label: `${mark(undefined)}All steps`, description: counted(all, "finding") }, ...choices], {
    placeHolder: "Show the findings of which step of the migration guide?",
    matchOnDetail: true,
  });
  if (picked) model.setFilter({ ...filter, step: picked.step });
}
