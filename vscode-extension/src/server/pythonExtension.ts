import type { PythonExtension as Api } from "@vscode/python-extension";
import * as vscode from "vscode";

/** The id of the Python extension. */
export const PYTHON_EXTENSION = "ms-python.python";

// milliseconds; it may be busy looking for environments
const TIME_LIMIT = 15_000;

/** The interpreters that the Python extension knows; it need not be installed. */
export class PythonExtension implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private subscription: vscode.Disposable | undefined;

  /** Fires when another interpreter has been chosen there. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly output: vscode.LogOutputChannel) {}

  /** Returns the path of the interpreter that is chosen for the first folder of the workspace. */
  async interpreter(): Promise<string | undefined> {
    const environments = await this.environments();
    if (!environments) return undefined;
    const chosen = environments.getActiveEnvironmentPath(vscode.workspace.workspaceFolders?.[0]?.uri);
    const environment = await within(environments.resolveEnvironment(chosen), "resolveEnvironment").catch(() => undefined);
    return environment?.executable.uri?.fsPath ?? chosen.path;
  }

  /** Returns the interpreters that it has found so far. */
  async known(): Promise<{ path: string; version: string | undefined }[]> {
    const environments = await this.environments();
    return (environments?.known ?? []).flatMap(({ executable, version }) => {
      const path = executable.uri?.fsPath;
      return path ? [{ path, version: version ? `${version.major}.${version.minor}.${version.micro}` : undefined }] : [];
    });
  }

  dispose(): void {
    this.subscription?.dispose();
    this.changed.dispose();
  }

  private async environments(): Promise<Api["environments"] | undefined> {
    const extension = vscode.extensions.getExtension<Api>(PYTHON_EXTENSION);
    if (!extension) return undefined;
    try {
      const { environments } = await within(extension.activate(), "activate");
      this.subscription ??= environments.onDidChangeActiveEnvironmentPath(() => {
        this.changed.fire();
      });
      return environments;
    } catch (error) {
      this.output.warn(`The Python extension did not tell its interpreter: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }
}

async function within<R>(promise: Thenable<R>, what: string): Promise<R> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what} did not answer within ${TIME_LIMIT / 1000} s`));
    }, TIME_LIMIT);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
