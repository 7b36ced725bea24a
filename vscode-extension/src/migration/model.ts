import * as vscode from "vscode";
import { SCAN, type ScanParams, type ScanResult, type ScannedFile, type Step } from "../server/protocol";
import type { Session } from "../server/session";
import { MigrationTree, type Change, type Filter } from "./tree";

/** How much there is to do in the workspace. */
export interface Totals {
  findings: number;
  /** Findings with a safe fix. */
  fixable: number;
  /** Files with findings. */
  files: number;
}

/** What the rest of the extension knows of the project's findings. */
export interface MigrationModel {
  /** How much there is to do in the workspace; undefined until it has been read. */
  totals(): Totals | undefined;
  /** Fires when {@link totals} may have changed, and when reading begins or ends. */
  readonly onDidChange: vscode.Event<void>;
  /** Fires when what is in the project's files has changed since it was read last. */
  readonly onDidChangeFindings: vscode.Event<void>;
  /** Whether the workspace is being read, and for long enough to say so. */
  isReading(): boolean;
  /** Reads the workspace again, what has not changed at no cost. */
  refresh(): Promise<void>;
  /** The files that were read last. */
  files(): Iterable<ScannedFile>;
  /** Whether the Migration view can be seen. */
  isVisible(): boolean;
  readonly onDidChangeVisibility: vscode.Event<unknown>;
  /** Shows a file in the Migration view. */
  reveal(uri: string): Promise<void>;
}

// milliseconds after which a reading is told
const LONG = 1000;

/** Reads the workspace through the server and keeps what it found. */
export class Migration implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly found = new vscode.EventEmitter<void>();
  private readonly redrawn = new vscode.EventEmitter<Change>();
  private running: { done: Promise<void>; source: vscode.CancellationTokenSource; since: number } | undefined;
  private last: Omit<ScanResult, "files" | "same"> | undefined;
  private counted: Totals | undefined;

  readonly tree = new MigrationTree();

  /** Fires when anything but the tree's nodes has changed. */
  readonly onDidChange = this.changed.event;

  /** Fires when a reading has found something else than the one before. */
  readonly onDidChangeFindings = this.found.event;

  /** Fires with the nodes that have to be drawn again. */
  readonly onDidRedraw = this.redrawn.event;

  /** How far the reading that is under way has come. */
  percentage: number | undefined;

  /** Why the last reading failed. */
  problem: string | undefined;

  constructor(private readonly session: Session) {}

  get scanning(): boolean {
    return this.running !== undefined;
  }

  /** Whether a reading takes so long that it is worth a word; those after an edit take no time. */
  get reading(): boolean {
    return this.running !== undefined && (!this.scanned || Date.now() - this.running.since > LONG);
  }

  get scanned(): boolean {
    return this.last !== undefined;
  }

  /** The steps of the migration guide. */
  get steps(): readonly Step[] {
    return this.last?.steps ?? [];
  }

  totals(): Totals | undefined {
    return this.counted;
  }

  /** Whether a file of the project uses TensorFlow, of either version. */
  get usesTensorFlow(): boolean {
    for (const { tensorflow } of this.tree.all()) if (tensorflow) return true;
    return false;
  }

  /** Reads the workspace; after a reading that is under way, which may not have seen the latest changes. */
  async refresh(): Promise<void> {
    if (this.running) {
      const { done, source } = this.running;
      await done;
      if (source.token.isCancellationRequested) return;
    }
    if (!this.running) {
      const source = new vscode.CancellationTokenSource();
      this.running = { source, done: this.scan(source.token), since: Date.now() };
      this.changed.fire();
    }
    await this.running.done;
  }

  /** Ends the reading that is under way; what was known stays. */
  cancel(): void {
    this.running?.source.cancel();
  }

  /** Shows other findings. */
  setFilter(filter: Filter): void {
    this.tree.setFilter(filter);
    this.redrawn.fire("all");
    this.changed.fire();
  }

  dispose(): void {
    this.cancel();
    this.changed.dispose();
    this.found.dispose();
    this.redrawn.dispose();
  }

  private async scan(token: vscode.CancellationToken): Promise<void> {
    try {
      const params: ScanParams = { known: this.tree.known() };
      const { files, same, ...rest } = await this.session.request<ScanResult>(SCAN, params, token, (percentage) => {
        this.percentage = percentage;
        this.changed.fire();
      });
      if (token.isCancellationRequested) return;
      const change = this.tree.update(files, same);
      const differs = change === "all" || change.length > 0 || settingsOf(rest) !== settingsOf(this.last);
      this.last = rest;
      this.counted = totalsOf(this.tree.all());
      this.problem = undefined;
      if (change === "all" || change.length) this.redrawn.fire(change);
      if (differs) this.found.fire();
    } catch (error) {
      if (token.isCancellationRequested) return;
      this.problem = error instanceof Error ? error.message : String(error);
      this.session.output.warn(`Reading the workspace failed: ${this.problem}`);
    } finally {
      this.running?.source.dispose();
      this.running = undefined;
      this.percentage = undefined;
      this.changed.fire();
    }
  }
}

function settingsOf(result: Pick<ScanResult, "level" | "target" | "keras"> | undefined): string {
  return [result?.level, result?.target, result?.keras].join(" ");
}

function totalsOf(files: Iterable<ScannedFile>): Totals {
  const totals = { findings: 0, fixable: 0, files: 0 };
  for (const { findings } of files) {
    if (findings.length) totals.files += 1;
    totals.findings += findings.length;
    for (const { safety } of findings) if (safety === "safe") totals.fixable += 1;
  }
  return totals;
}
