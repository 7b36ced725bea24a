import * as vscode from "vscode";
import { NAME } from "../server/protocol";

interface Property {
  enum?: (string | number | null)[];
  enumDescriptions?: string[];
}

interface Choice extends vscode.QuickPickItem {
  value: string | number | null;
}

/** The settings that can be chosen from a list, with the question that is asked. */
const QUESTIONS = {
  level: "How far shall the code be lifted?",
  target: "Which TensorFlow shall the code run on?",
} as const;

/** Lets the user choose a setting from the values that the extension's manifest lists, and writes it for the workspace. */
export async function choose(setting: keyof typeof QUESTIONS, packageJson: unknown): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(NAME);
  const current = configuration.get<string | number | null>(setting) ?? null;
  const picked = await vscode.window.showQuickPick(choices(property(packageJson, setting), current), {
    title: QUESTIONS[setting],
    placeHolder: vscode.workspace.workspaceFolders ? "For this workspace" : "For all projects without a setting of their own",
    matchOnDetail: true,
  });
  if (!picked || picked.value === current) return;
  const target = vscode.workspace.workspaceFolders ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await configuration.update(setting, picked.value ?? undefined, target);
}

function choices({ enum: values = [], enumDescriptions = [] }: Property, current: string | number | null): Choice[] {
  return values.map((value, index) => ({
    value,
    label: `${value === current ? "$(check) " : ""}${value ?? "The project's own setting"}`,
    description: value === current ? "now" : "",
    detail: (enumDescriptions[index] ?? "").replaceAll("`", ""),
  }));
}

function property(packageJson: unknown, setting: string): Property {
  const { contributes } = packageJson as { contributes: { configuration: Section | Section[] } };
  const sections = [contributes.configuration].flat();
  return sections.map(({ properties }) => properties[`${NAME}.${setting}`]).find((found) => found) ?? {};
}

interface Section {
  properties: Record<string, Property>;
}
