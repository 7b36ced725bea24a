import { homedir } from "node:os";
import * as vscode from "vscode";
import { NAME } from "./server/protocol";

/** Which files the Problems panel lists. */
export type DiagnosticMode = "openFiles" | "workspace";

/** The settings that only the client reads. */
export interface ClientSettings {
  /** The whole command of the server; empty means that it is looked for. */
  serverCommand: string[];
  /** A path of Python, or a name on the PATH; empty means that of the Python extension. */
  interpreter: string;
  diagnosticMode: DiagnosticMode;
}

const LAUNCH = ["serverCommand", "interpreter", "diagnosticMode"];

/** Returns the settings that the client itself reads. A value of a wrong type counts as not set. */
export function clientSettings(): ClientSettings {
  const section = vscode.workspace.getConfiguration(NAME);
  const command = section.get<unknown>("serverCommand");
  const interpreter = section.get<unknown>("interpreter");
  return {
    serverCommand: Array.isArray(command) ? command.filter((part) => typeof part === "string").map(expand) : [],
    interpreter: typeof interpreter === "string" ? expand(interpreter.trim()) : "",
    diagnosticMode: section.get<unknown>("diagnosticMode") === "workspace" ? "workspace" : "openFiles",
  };
}

/** Returns the whole section, for the server to know the settings from its first check on. */
export function section(): Record<string, unknown> {
  return { ...(vscode.workspace.getConfiguration().get<Record<string, unknown>>(NAME) ?? {}) };
}

/** Whether a change concerns how the server is found or started. */
export function affectsLaunch(change: vscode.ConfigurationChangeEvent): boolean {
  return LAUNCH.some((key) => change.affectsConfiguration(`${NAME}.${key}`));
}

/** Replaces a leading `~`, and the variables `${workspaceFolder}`, `${userHome}` and `${env:NAME}`. */
export function expand(value: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  return value
    .replace(/^~(?=$|[\\/])/, () => homedir())
    .replaceAll("${userHome}", () => homedir())
    .replaceAll("${workspaceFolder}", (variable) => folder ?? variable)
    .replaceAll(/\$\{env:([^}]+)\}/g, (_, name: string) => process.env[name] ?? "");
}
