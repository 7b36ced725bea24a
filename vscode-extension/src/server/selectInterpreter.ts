import * as vscode from "vscode";
import { clientSettings } from "../settings";
import { onPath } from "./candidates";
import { NAME } from "./protocol";
import { searchPath } from "./searchPath";
import type { Session } from "./session";

interface Item extends vscode.QuickPickItem {
  /** The new value of the setting; undefined takes it away. */
  path?: string | undefined;
  browse?: boolean;
}

/** Lets the user choose the Python that tensorlift runs in, and writes it into the setting. */
export async function selectInterpreter(session: Session): Promise<void> {
  const { interpreter } = clientSettings();
  const items = await choices(session, interpreter);
  const picked = await vscode.window.showQuickPick(items, {
    title: "Select the Python that tensorlift runs in",
    placeHolder: interpreter ? `Now: ${interpreter}` : "Without a choice it is that of the Python extension, if tensorlift is installed there",
    matchOnDescription: true,
  });
  if (!picked) return;
  let { path } = picked;
  if (picked.browse) {
    const chosen = await vscode.window.showOpenDialog({ title: "Select Python", openLabel: "Select", canSelectMany: false });
    path = chosen?.[0]?.fsPath;
    if (!path) return;
  }
  if ((path ?? "") === interpreter) {
    await session.restart("The same interpreter was selected again.");
    return;
  }
  const section = vscode.workspace.getConfiguration(NAME);
  const inWorkspace = section.inspect("interpreter")?.workspaceValue !== undefined;
  // the session follows the setting
  await section.update("interpreter", path, inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}

async function choices(session: Session, present: string): Promise<Item[]> {
  const items: Item[] = [{ label: "$(folder-opened) Browse…", alwaysShow: true, browse: true }];
  if (present) items.push({ label: "$(discard) Take the setting away", description: "Use the interpreter of the Python extension", path: undefined });
  const paths = new Set<string>();
  const add = (path: string, description: string): void => {
    if (!paths.has(path)) items.push({ label: path, description, path });
    paths.add(path);
  };
  for (const { path, version } of await session.python.known()) add(path, version ? `Python ${version}` : "the Python extension");
  for await (const { command } of onPath(searchPath())) {
    // a launcher with arguments is not one interpreter
    if (command.length === 1 && command[0]) add(command[0], "on the PATH");
  }
  return items;
}
