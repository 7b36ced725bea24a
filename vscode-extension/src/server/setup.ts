import * as vscode from "vscode";
import { type Attempt, type Candidate, findBase } from "./candidates";
import { EnvironmentError, type PrivateEnvironment } from "./environment";
import type { Interpreter, Probe } from "./interpreter";
import { OLDEST_PYTHON } from "./versions";

const CREATE = "Create";
const SELECT = "Select Interpreter…";
const NOT_NOW = "Not Now";
const SHOW_OUTPUT = "Show Output";
const TRY_AGAIN = "Try Again";

/** What {@link Setup} works with. */
export interface SetupParts {
  environment: PrivateEnvironment;
  probe: Probe;
  output: vscode.LogOutputChannel;
  /** The Pythons to make the environment with, in the order in which they are tried. */
  candidates: () => AsyncIterable<Candidate>;
  /** Called when the environment is being made, and when that came to nothing. */
  onProgress: (is: "begun" | "failed") => void;
}

/** Makes the private environment, and talks with the user about it. */
export class Setup {
  private creating: Promise<boolean> | undefined;
  private readonly abort = new AbortController();

  /** What was tried when a Python to make the environment with was last looked for. */
  attempts: readonly Attempt[] = [];

  constructor(private readonly parts: SetupParts) {}

  /**
   * Asks whether to make the environment, and makes it if so.
   *
   * @param reason A sentence that says why it is needed.
   * @returns Whether it is there now.
   */
  async offer(reason: string): Promise<boolean> {
    // looked for first: nobody should consent to what cannot be done
    const base = await this.base();
    if (!base) return false;
    const answer = await vscode.window.showInformationMessage(`${reason} Create a private environment for it?`, CREATE, SELECT, NOT_NOW);
    if (answer === SELECT) await vscode.commands.executeCommand("tensorlift.selectInterpreter");
    return answer === CREATE && (await this.create({ base }));
  }

  /**
   * Makes the environment, with progress that can be cancelled. What fails is told.
   *
   * @param how The Python to use, if it has been looked for; whether to make a new one in any case; what to call it.
   * @returns Whether it is there now.
   */
  create(how: { base?: Interpreter; again?: boolean; title?: string } = {}): Promise<boolean> {
    this.creating ??= this.attempt(how).finally(() => {
      this.creating = undefined;
    });
    return this.creating;
  }

  /** Ends what is being made. */
  dispose(): void {
    this.abort.abort();
  }

  private async attempt({ base, again = false, title = "Creating a private environment for tensorlift" }: Parameters<Setup["create"]>[0] = {}): Promise<boolean> {
    const { environment, output, onProgress } = this.parts;
    const interpreter = base ?? (await this.base());
    if (!interpreter) return false;
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    let failure: Error | undefined;
    onProgress("begun");
    const done = await vscode.window.withProgress(options, async (progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => {
        cancel.abort();
      });
      const signal = AbortSignal.any([cancel.signal, this.abort.signal]);
      try {
        const report = (message: string): void => {
          progress.report({ message });
        };
        await environment.create(interpreter, report, signal, again);
        return true;
      } catch (error) {
        if (signal.aborted) output.info("Creating the private environment was cancelled.");
        else failure = error instanceof Error ? error : new Error(String(error));
        return false;
      }
    });
    if (!done) onProgress("failed");
    if (!failure) return done;
    const message = failure instanceof EnvironmentError ? failure.message : `The private environment could not be created: ${failure.message}.`;
    output.error(message);
    const answer = await vscode.window.showErrorMessage(message, TRY_AGAIN, SHOW_OUTPUT);
    if (answer === SHOW_OUTPUT) output.show(true);
    return answer === TRY_AGAIN && (await this.attempt({ again, title }));
  }

  private async base(): Promise<Interpreter | undefined> {
    const { output, candidates, probe } = this.parts;
    const { base, attempts, incomplete } = await findBase(candidates(), probe);
    this.attempts = attempts;
    for (const { what, outcome } of attempts) output.info(`${what} ${outcome}.`);
    if (base) return base;
    const found = incomplete ? `${incomplete.what} ${incomplete.outcome}.` : "None was found.";
    const message = `tensorlift needs Python ${OLDEST_PYTHON} or later. ${found}`;
    const answer = await vscode.window.showWarningMessage(message, SELECT, SHOW_OUTPUT, TRY_AGAIN);
    if (answer === SELECT) await vscode.commands.executeCommand("tensorlift.selectInterpreter");
    if (answer === SHOW_OUTPUT) output.show(true);
    return answer === TRY_AGAIN ? this.base() : undefined;
  }
}
