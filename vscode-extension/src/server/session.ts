import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

/** What the session is doing. */
export type State = "stopped" | "searching" | "missing" | "starting" | "running" | "restarting" | "failed";

/** Called with the percentage, and with what is done at the moment. */
export type OnProgress = (percentage: number, message?: string) => void;

/** The server of one window: finds it, keeps it running and talks to it. */
export class Session implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();

  /** Fires when {@link state} or {@link detail} has changed. */
  readonly onDidChangeState: vscode.Event<void> = this.changed.event;

  state: State = "stopped";

  /** A sentence about the state. */
  detail = "";

  /** The version of the server that is running. */
  serverVersion: string | undefined;

  constructor(
    readonly context: vscode.ExtensionContext,
    readonly output: vscode.LogOutputChannel,
  ) {}

  /**
   * Sends a request, after a start that is under way.
   *
   * @throws An error whose message is for the user.
   */
  request<R>(method: string, params: object, token?: vscode.CancellationToken, onProgress?: OnProgress): Promise<R> {
    return Promise.reject(new Error([method, params, token, onProgress].join()));
  }

  /** Runs a command of the server. */
  execute<R>(serverCommand: string, ...args: unknown[]): Promise<R> {
    return this.request<R>("workspace/executeCommand", { command: serverCommand, arguments: args });
  }

  /** Looks for the server again and starts it. */
  restart(reason: string): Promise<void> {
    this.output.info(reason);
    return Promise.resolve();
  }

  /** Markdown for the debug information: versions, settings, and every path that was tried. */
  describe(): string {
    return "";
  }

  /** The running client. */
  client(): LanguageClient | undefined {
    return undefined;
  }

  dispose(): void {
    this.changed.dispose();
  }
}
