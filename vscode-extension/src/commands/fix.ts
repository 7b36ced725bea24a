import * as vscode from "vscode";
import type { WorkspaceEdit } from "vscode-languageclient/node";
import type { MigrationModel } from "../migration/index";
import { counted } from "../migration/texts";
import { FIX, type FixParams, type FixResult, type ScannedFile } from "../server/protocol";
import type { Session } from "../server/session";
import { takeApart, together, type NotebookPreview } from "./notebookChanges";
import { askFirst, changedDocuments, markSafety } from "./preview";

/** What is to be fixed. */
export type Scope = { uris: vscode.Uri[] } | { folder: vscode.Uri } | "workspace";

/** How it is to be fixed. */
export interface Choice {
  /** Also with fixes to review. */
  review: boolean;
  /** Show the changes before they are made. */
  preview: boolean;
}

// VS Code closes a notebook that no editor shows after three minutes, also while its changes are shown
const KEEP_OPEN = 60_000;

/** Fixes files of the workspace. */
export class Fixer {
  constructor(
    private readonly session: Session,
    private readonly model: MigrationModel,
    private readonly notebooks: NotebookPreview,
    private readonly onFixed: () => void,
  ) {}

  /** Asks how to fix, and fixes. */
  async ask(scope: Scope): Promise<void> {
    const picked = await vscode.window.showQuickPick(this.choices(scope), {
      title: `Fix ${nameOf(scope)}`,
      placeHolder: "Which fixes? The changes are shown before they are made.",
      // the walkthrough takes the focus back when a list closes, such as the one that this command was chosen from
      ignoreFocusOut: true,
    });
    if (picked) await this.fix(scope, { review: picked.review, preview: true });
  }

  /** Fixes; says what came of it. */
  async fix(scope: Scope, choice: Choice): Promise<void> {
    const made = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Fixing ${nameOf(scope)}`, cancellable: true },
      async (progress, token) => {
        try {
          return await this.plan(scope, choice, progress, token);
        } catch (error) {
          if (token.isCancellationRequested) return undefined;
          throw error;
        }
      },
    );
    if (!made) return;
    const { result, edit, notebooks } = made;
    if (!edit || !(await this.apply(edit, choice, notebooks))) {
      // a preview that was discarded needs no words
      if (!edit) await this.tellNothing(scope, result, choice);
      else if (!choice.preview) void vscode.window.showErrorMessage("The changes could not be made. The file has changed meanwhile: try again.");
      return;
    }
    if (!choice.preview && scope !== "workspace" && "uris" in scope) await showChanged(scope.uris);
    this.onFixed();
    if (choice.preview) await saveFiles(edit);
    await this.tell(scope, result, choice, newFiles(edit));
  }

  private async plan(
    scope: Scope,
    { review, preview }: Choice,
    progress: vscode.Progress<{ message?: string; increment?: number }>,
    token: vscode.CancellationToken,
  ): Promise<{ result: FixResult; edit: WorkspaceEdit | undefined; notebooks: vscode.Uri[] } | undefined> {
    let reached = 0;
    const cancelled = (): boolean => token.isCancellationRequested;
    const ask = (more: { review: boolean }, from: number, to: number): Promise<FixResult<WorkspaceEdit>> =>
      this.session.request(FIX, { ...params(scope), ...more } satisfies FixParams, token, (percentage, message) => {
        const now = from + ((to - from) * percentage) / 100;
        progress.report({ increment: now - reached, ...(message === undefined ? {} : { message }) });
        reached = now;
      });
    const notebooks = await this.openNotebooks(scope, review, token);
    if (cancelled()) return undefined;
    const result = await ask({ review }, 0, review && preview ? 50 : 100);
    if (cancelled()) return undefined;
    if (!result.edit || !preview) return { result, edit: result.edit ?? undefined, notebooks };
    // an edit that safe fixes alone would make too is a safe one
    const safe = review ? (await ask({ review: false }, 50, 100)).edit : result.edit;
    if (cancelled()) return undefined;
    return { result, edit: markSafety(result.edit, safe), notebooks };
  }

  /** Opens the notebooks that may change: only an open one can be edited cell by cell. */
  private async openNotebooks(scope: Scope, review: boolean, token: vscode.CancellationToken): Promise<vscode.Uri[]> {
    let uris: vscode.Uri[];
    if (scope !== "workspace" && "uris" in scope) {
      uris = scope.uris.filter(isNotebook);
    } else {
      await this.model.refresh();
      uris = this.filesOf(scope)
        .filter(({ findings }) => findings.some(({ safety }) => safety === "safe" || (review && safety === "review")))
        .map(({ uri }) => vscode.Uri.parse(uri))
        .filter(isNotebook);
    }
    for (const uri of uris) {
      if (token.isCancellationRequested) break;
      await vscode.workspace.openNotebookDocument(uri);
    }
    return uris;
  }

  /** Makes the changes, with a preview those that the user ticks; returns whether it was any. */
  private async apply(edit: WorkspaceEdit, { preview }: Choice, notebooks: vscode.Uri[]): Promise<boolean> {
    if (!preview) return this.make(edit);
    const open = setInterval(() => {
      for (const uri of notebooks) void vscode.workspace.openNotebookDocument(uri);
    }, KEEP_OPEN);
    try {
      const parts = takeApart(edit);
      const wanted = parts.notebooks.length ? await this.notebooks.ask(parts.notebooks) : [];
      if (!wanted) return false;
      const { rest } = parts;
      if (rest && !(await this.make(askFirst(rest, parts.notebooks[0]?.notebook.uri.toString())))) return false;
      if (!wanted.length) return rest !== undefined;
      const made = await this.make(together(wanted));
      if (made) await save(wanted.map(({ notebook }) => notebook));
      return made;
    } finally {
      clearInterval(open);
    }
  }

  private async make(edit: WorkspaceEdit): Promise<boolean> {
    const client = this.session.client();
    if (!client) throw new Error("The server has stopped. Try again when it runs.");
    const [stale] = changedDocuments(edit, vscode.workspace.textDocuments);
    if (stale !== undefined) throw new Error(`${vscode.workspace.asRelativePath(vscode.Uri.parse(stale))} has changed meanwhile. Try again.`);
    return vscode.workspace.applyEdit(await client.protocol2CodeConverter.asWorkspaceEdit(edit), { isRefactoring: true });
  }

  private async tell(scope: Scope, result: FixResult, { preview }: Choice, made: number): Promise<void> {
    let { left } = result;
    let text = counted(result.fixed, "finding") + " fixed" + (result.files > 1 ? ` in ${result.files} files` : "");
    let undo = "";
    if (made) text += ` and ${counted(made, "helper file")} made`;
    if (preview || this.model.totals()) await this.model.refresh();
    if (preview) {
      left = this.filesOf(scope).reduce((sum, { findings }) => sum + findings.length, 0);
      // not everything that was shown was ticked
      if (left !== result.left) text = "The fixes are made";
      else if (result.files > 1) undo = " Undo in one of the files takes back all.";
    }
    await this.show(scope, `${left ? `${text}, ${left} left` : text}.${undo}`, left, result);
  }

  private async tellNothing(scope: Scope, result: FixResult, { review }: Choice): Promise<void> {
    const { left } = result;
    const kind = review ? "fix" : "safe fix";
    await this.show(scope, left ? `There is no ${kind} to make here, ${counted(left, "finding")} left.` : "There is nothing to fix.", left, result);
  }

  private async show(scope: Scope, text: string, left: number, { problems }: FixResult): Promise<void> {
    for (const { message } of problems) this.session.output.warn(message);
    const [problem] = problems;
    const SHOW_LEFT = "Show What Is Left";
    const SHOW_OUTPUT = "Show Output";
    if (problem) {
      const more = problems.length > 1 ? ` ${counted(problems.length - 1, "more file is left as it is", "more files are left as they are")}.` : "";
      const picked = await vscode.window.showWarningMessage(`${text} ${problem.message}${more}`, SHOW_OUTPUT);
      if (picked) this.session.output.show();
    } else if (left) {
      const picked = await vscode.window.showInformationMessage(text, SHOW_LEFT);
      if (picked) await this.showLeft(scope);
    } else {
      vscode.window.setStatusBarMessage(`$(check) ${text}`, 8000);
    }
  }

  private async showLeft(scope: Scope): Promise<void> {
    await vscode.commands.executeCommand("tensorlift.migration.focus");
    await this.model.refresh();
    const [first] = this.filesOf(scope);
    if (first && scope !== "workspace") await this.model.reveal(first.uri);
  }

  private filesOf(scope: Scope): ScannedFile[] {
    const files = [...this.model.files()].filter(({ findings }) => findings.length);
    if (scope === "workspace") return files;
    if ("folder" in scope) {
      const prefix = `${scope.folder.path.replace(/\/$/, "")}/`;
      return files.filter(({ uri }) => vscode.Uri.parse(uri).path.startsWith(prefix));
    }
    const wanted = new Set(scope.uris.map(String));
    return files.filter(({ uri }) => wanted.has(vscode.Uri.parse(uri).toString()));
  }

  private choices(scope: Scope): (vscode.QuickPickItem & { review: boolean })[] {
    const safeties = this.filesOf(scope).flatMap(({ findings }) => findings.map(({ safety }) => safety));
    const count = (wanted: string): number => safeties.filter((safety) => safety === wanted).length;
    const known = this.model.totals() !== undefined;
    const safe = count("safe");
    const review = count("review");
    return [
      {
        label: "$(check) Safe fixes only",
        description: known ? counted(safe, "finding") : "",
        detail: "The program means the same afterwards.",
        review: false,
      },
      {
        label: "$(eye) All fixes, also those to review",
        description: known ? `${counted(safe + review, "finding")}, ${review} to review` : "",
        detail: "What to review is marked so. Take the tick away from what you do not want.",
        review: true,
      },
    ];
  }
}

function params(scope: Scope): FixParams {
  if (scope === "workspace") return {};
  return "folder" in scope ? { folder: scope.folder.toString() } : { uris: scope.uris.map(String) };
}

function nameOf(scope: Scope): string {
  if (scope === "workspace") return "the workspace";
  if ("folder" in scope) return vscode.workspace.asRelativePath(scope.folder);
  const [first, ...more] = scope.uris;
  return first && !more.length ? vscode.workspace.asRelativePath(first) : counted(scope.uris.length, "file");
}

function isNotebook(uri: vscode.Uri): boolean {
  return uri.path.endsWith(".ipynb");
}

/** Opens what was changed without a preview, so that it is seen and can be undone; a report stays in front. */
async function showChanged(uris: vscode.Uri[]): Promise<void> {
  if (vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputWebview) return;
  for (const uri of uris) await vscode.commands.executeCommand("vscode.open", uri, { preserveFocus: true, preview: false });
}

/** How many files an edit makes. */
function newFiles(edit: WorkspaceEdit): number {
  return (edit.documentChanges ?? []).filter((change) => "kind" in change && change.kind === "create").length;
}

/** Saves what was changed: VS Code does so after a refactoring of several files only, and may not have done yet. */
async function saveFiles(edit: WorkspaceEdit): Promise<void> {
  if (!savesRefactorings()) return;
  const uris = new Set((edit.documentChanges ?? []).flatMap((change) => ("textDocument" in change ? [vscode.Uri.parse(change.textDocument.uri).toString()] : [])));
  const unsaved = vscode.workspace.textDocuments.filter(({ uri, isDirty }) => isDirty && uri.scheme === "file" && uris.has(uri.toString()));
  await Promise.all(unsaved.map((document) => document.save()));
}

function savesRefactorings(): boolean {
  return vscode.workspace.getConfiguration("files").get<boolean>("refactoring.autoSave", true);
}

/** Saves notebooks as VS Code saves text files after a refactoring, which leaves notebooks out. */
async function save(notebooks: vscode.NotebookDocument[]): Promise<void> {
  if (!savesRefactorings()) return;
  for (const notebook of notebooks) await notebook.save();
}
