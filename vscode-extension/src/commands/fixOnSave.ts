import * as vscode from "vscode";

const KIND = "source.fixAll.tensorlift";

/** Asks where, and has Python files and notebooks fixed whenever they are saved. */
export async function enableFixOnSave(): Promise<void> {
  const places = [
    { label: "This Workspace", detail: "Written to the workspace's settings.", target: vscode.ConfigurationTarget.Workspace },
    { label: "All Projects", detail: "Written to your user settings.", target: vscode.ConfigurationTarget.Global },
  ];
  const picked = await vscode.window.showQuickPick(vscode.workspace.workspaceFolders ? places : places.slice(1), {
    title: "Make the safe fixes whenever a Python file or notebook is saved",
    placeHolder: "Where?",
  });
  if (!picked) return;
  const editor = vscode.workspace.getConfiguration("editor", { languageId: "python" });
  await add(editor, KIND, picked.target, true);
  await add(vscode.workspace.getConfiguration("notebook"), `notebook.${KIND}`, picked.target, false);
  vscode.window.setStatusBarMessage("$(check) Safe fixes are made on save", 8000);
}

/** Adds a kind to the code actions on save, and leaves those that are there. */
async function add(configuration: vscode.WorkspaceConfiguration, kind: string, target: vscode.ConfigurationTarget, python: boolean): Promise<void> {
  const found = configuration.inspect<Record<string, unknown> | string[]>("codeActionsOnSave");
  const inWorkspace = target === vscode.ConfigurationTarget.Workspace;
  const before = python
    ? inWorkspace
      ? found?.workspaceLanguageValue
      : found?.globalLanguageValue
    : inWorkspace
      ? found?.workspaceValue
      : found?.globalValue;
  // the old form is a list of kinds
  const kinds = Array.isArray(before) ? Object.fromEntries(before.map((name) => [name, "explicit"])) : before;
  await configuration.update("codeActionsOnSave", { ...kinds, [kind]: "explicit" }, target, python);
}
