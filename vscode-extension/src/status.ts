import * as vscode from "vscode";
import type { MigrationModel } from "./migration/index";
import { NAME } from "./server/protocol";
import type { Session, State } from "./server/session";

/** What the status item tells. */
export interface StatusFacts {
  state: State;
  /** A sentence about the state. */
  detail: string;
  version: string | undefined;
  /** The findings of the file or notebook that is open; undefined if there is none. */
  here: { name: string; findings: number } | undefined;
  /** Whether the workspace is being read. */
  reading: boolean;
  /** The findings of the workspace; undefined until it has been read. */
  everywhere: { findings: number; fixable: number; files: number } | undefined;
}

/** How the status item looks. */
export interface StatusLook {
  text: string;
  /** Markdown. */
  tooltip: string;
  label: string;
  background?: "warning" | "error";
}

/** An entry of the menu of the status item. */
export interface Action extends vscode.QuickPickItem {
  /** The command that it runs; separators have none. */
  command?: string;
}

const LINKS: readonly [command: string, title: string][] = [
  ["tensorlift.liftFile", "Fix this file"],
  ["tensorlift.showReport", "Migration report"],
  ["tensorlift.showActions", "All actions"],
];

const NOT_RUNNING: Partial<Record<State, { icon: string; says: string; background?: "warning" | "error" }>> = {
  searching: { icon: "loading~spin", says: "looking for the server" },
  starting: { icon: "loading~spin", says: "starting" },
  restarting: { icon: "loading~spin", says: "restarting" },
  missing: { icon: "warning", says: "not installed", background: "warning" },
  failed: { icon: "error", says: "the server does not run", background: "error" },
  stopped: { icon: "circle-slash", says: "stopped" },
};

/** Says how the status item looks. */
export function look(facts: StatusFacts): StatusLook {
  const { state, detail, version, here, everywhere } = facts;
  const problem = NOT_RUNNING[state];
  if (problem) {
    const { icon, says, background } = problem;
    return {
      text: `$(${icon}) ${NAME}`,
      tooltip: `**${NAME}**: ${says}\n\n${detail}\n\n[Actions](command:tensorlift.showActions)`,
      label: `${NAME}: ${says}`,
      ...(background ? { background } : {}),
    };
  }
  const lines: string[] = [];
  // without findings, it may be that the file has not been read yet
  if (here && (here.findings || everywhere)) lines.push(`${counted(here.findings)} in ${here.name}`);
  if (everywhere) {
    const files = `${everywhere.files} ${everywhere.files === 1 ? "file" : "files"}`;
    lines.push(`${counted(everywhere.findings)} in ${files} of the workspace, ${everywhere.fixable} fixable now`);
  }
  const links = LINKS.filter(([command]) => here ?? command !== "tensorlift.liftFile");
  return {
    text: facts.reading ? `$(loading~spin) ${NAME}` : numbers(here?.findings, everywhere?.findings),
    tooltip: [
      `**${NAME}** ${version ?? ""}`.trim(),
      lines.map((line) => `- ${escape(line)}`).join("\n"),
      links.map(([command, title]) => `[${title}](command:${command})`).join(" · "),
      detail,
    ]
      .filter(Boolean)
      .join("\n\n"),
    label: [NAME, ...(facts.reading ? ["reading the project"] : []), ...lines].join(", "),
  };
}

/** Lists what can be done in a state. */
export function actions(facts: StatusFacts): Action[] {
  const { state, here } = facts;
  const running = state === "running";
  const separator: Action = { label: "", kind: vscode.QuickPickItemKind.Separator };
  const items: Action[] = [];
  const add = (icon: string, label: string, command: string, description?: string): void => {
    items.push({ label: `$(${icon}) ${label}`, command, ...(description ? { description } : {}) });
  };
  if (running) {
    if (here) add("wrench", "Fix This File", "tensorlift.liftFile", counted(here.findings));
    add("folder", "Fix Folder…", "tensorlift.liftFolder");
    add("root-folder", "Fix Workspace…", "tensorlift.liftWorkspace", facts.everywhere && counted(facts.everywhere.findings));
    add("graph", "Show Migration Report", "tensorlift.showReport");
    add("list-tree", "Show Migration View", "tensorlift.migration.focus");
    if (here) add("question", "Explain Symbol Under Cursor", "tensorlift.explainSymbol");
    items.push(separator);
  }
  if (state === "missing") {
    add("add", "Create Private Environment…", "tensorlift.createEnvironment");
    items.push(separator);
  }
  if (running) {
    add("settings", "Choose Level…", "tensorlift.chooseLevel");
    add("versions", "Choose Target…", "tensorlift.chooseTarget");
    add("save", "Fix on Save…", "tensorlift.enableFixOnSave");
  }
  add("snake", "Select Interpreter…", "tensorlift.selectInterpreter");
  add("debug-restart", "Restart Server", "tensorlift.restart", running ? undefined : facts.detail);
  add("output", "Show Output", "tensorlift.showOutput");
  add("copy", "Copy Debug Information", "tensorlift.copyDebugInformation");
  add("mortar-board", "Open Walkthrough", "tensorlift.openWalkthrough");
  return items;
}

/** Shows the state of the server and what is left to do, while there is something to tell it about. */
export function registerStatus(context: vscode.ExtensionContext, session: Session, model: MigrationModel): void {
  const item = vscode.window.createStatusBarItem("tensorlift.status", vscode.StatusBarAlignment.Left, 0);
  item.name = NAME;
  item.command = "tensorlift.showActions";
  const facts = (): StatusFacts => ({
    state: session.state,
    detail: session.detail,
    version: session.serverVersion,
    here: session.state === "running" ? here() : undefined,
    reading: model.isReading(),
    everywhere: model.totals(),
  });
  const update = (): void => {
    if (!activeUris() && !model.isVisible()) {
      item.hide();
      return;
    }
    const { text, tooltip, label, background } = look(facts());
    const markdown = new vscode.MarkdownString(tooltip, true);
    markdown.isTrusted = { enabledCommands: LINKS.map(([command]) => command) };
    item.text = text;
    item.tooltip = markdown;
    item.accessibilityInformation = { label, role: "button" };
    item.backgroundColor = background && new vscode.ThemeColor(`statusBarItem.${background}Background`);
    item.show();
  };
  context.subscriptions.push(
    item,
    session.onDidChangeState(update),
    model.onDidChange(update),
    model.onDidChangeVisibility(update),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.window.onDidChangeActiveNotebookEditor(update),
    vscode.window.onDidChangeVisibleTextEditors(update),
    vscode.window.onDidChangeVisibleNotebookEditors(update),
    vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      const active = new Set(activeUris()?.map(String));
      if (uris.some((uri) => active.has(uri.toString()))) update();
    }),
    vscode.commands.registerCommand("tensorlift.showActions", async () => {
      const picked = await vscode.window.showQuickPick(actions(facts()), { title: NAME, placeHolder: session.detail });
      if (picked?.command) await vscode.commands.executeCommand(picked.command);
    }),
  );
  update();
}

/** The documents of the file or notebook that the user looks at, if it is Python. */
function activeUris(): readonly vscode.Uri[] | undefined {
  const { activeNotebookEditor, activeTextEditor, visibleNotebookEditors, visibleTextEditors } = vscode.window;
  if (activeNotebookEditor) return cellsOf(activeNotebookEditor.notebook);
  if (activeTextEditor) return isPython(activeTextEditor.document) ? [activeTextEditor.document.uri] : undefined;
  // the focus is in a page, such as the walkthrough, with the code beside it
  const beside = visibleTextEditors.find(({ document }) => isPython(document));
  if (beside) return [beside.document.uri];
  return visibleNotebookEditors[0] && cellsOf(visibleNotebookEditors[0].notebook);
}

function cellsOf(notebook: vscode.NotebookDocument): readonly vscode.Uri[] | undefined {
  const cells = notebook.getCells().filter(({ document }) => isPython(document));
  return cells.length ? cells.map(({ document }) => document.uri) : undefined;
}

function isPython({ languageId }: vscode.TextDocument): boolean {
  return languageId === "python";
}

function here(): StatusFacts["here"] {
  const uris = activeUris();
  if (!uris) return undefined;
  const findings = uris.flatMap((uri) => vscode.languages.getDiagnostics(uri)).filter(({ source }) => source === NAME);
  // a cell has the path of its notebook
  return { name: uris[0]?.path.split("/").at(-1) ?? "", findings: findings.length };
}

function numbers(here: number | undefined, everywhere: number | undefined): string {
  if (!here && everywhere === undefined) return NAME;
  if (!here && !everywhere) return `$(check) ${NAME}`;
  if (here === undefined) return `$(checklist) ${NAME}: ${everywhere}`;
  // what was read of the workspace may be a little older than the findings of the file
  if (everywhere === undefined || everywhere < here) return `$(checklist) ${NAME}: ${here}`;
  return `$(checklist) ${NAME}: ${here} of ${everywhere}`;
}

function counted(findings: number): string {
  return findings === 0 ? "No findings" : `${findings} ${findings === 1 ? "finding" : "findings"}`;
}

function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]<>]/g, String.raw`\$&`);
}
