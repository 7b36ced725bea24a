import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { register } from "../commands/register";
import type { MigrationModel } from "../migration/index";
import { openPlace } from "../open";
import { REPORT, type ReportParams, type ReportResult } from "../server/protocol";
import type { OnProgress, Session } from "../server/session";
import { failurePage, TITLE, waitingPage } from "./waiting";

const VIEW_TYPE = "tensorlift.report";

// milliseconds without further changes before the report is made again
const SETTLED = 500;

/** What the page of the report asks for. */
type Message =
  | { command: "open"; uri: string; line: number; character: number; cell?: number }
  | { command: "fixFile"; uri: string }
  | { command: "refresh" };

/** The report of the workspace, in one panel. */
class ReportPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private making: vscode.CancellationTokenSource | undefined;
  private complete = false;
  /** Whether the project has changed since the report was asked for. */
  private stale = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly session: Session,
    private readonly model: MigrationModel,
    private readonly icon: vscode.Uri,
  ) {
    this.subscriptions = [
      model.onDidChangeFindings(() => {
        this.stale = true;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => {
          this.follow();
        }, SETTLED);
      }),
      // a page that says why there was no report is not the last word: after a reload the settings may come late
      session.onDidChangeState(() => {
        if (session.state === "running" && this.panel && !this.complete && !this.making) void this.begin();
      }),
    ];
  }

  /** Shows the report of what the workspace is like now. */
  async show(): Promise<void> {
    if (this.panel) this.panel.reveal();
    else this.adopt(vscode.window.createWebviewPanel(VIEW_TYPE, TITLE, vscode.ViewColumn.Active, { retainContextWhenHidden: true }));
    await this.begin();
  }

  /** Makes the first report in a panel; from then on it follows the project. */
  async begin(): Promise<void> {
    await this.refresh();
    // changes are noticed from the first reading on, which costs little after the report
    if (!this.panel || this.model.totals()) return;
    await this.model.refresh();
    this.stale = false;
  }

  /** Takes over a panel: a new one, or that of the last time. */
  adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    this.complete = false;
    panel.iconPath = this.icon;
    panel.webview.options = { enableScripts: true, localResourceRoots: [] };
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.making?.cancel();
    });
    panel.onDidChangeViewState(() => {
      this.follow();
    });
    panel.webview.onDidReceiveMessage((message: Message) => this.receive(message));
  }

  /** Makes the report again; an older one stays until the new one is there. */
  async refresh(): Promise<void> {
    const { panel } = this;
    if (!panel) return;
    this.stale = false;
    this.making?.cancel();
    const source = new vscode.CancellationTokenSource();
    this.making = source;
    try {
      if (!this.complete) panel.webview.html = waitingPage(newNonce());
      const html = await this.make({ nonce: newNonce(), cspSource: panel.webview.cspSource }, source.token, (percentage) => {
        if (!this.complete) void panel.webview.postMessage({ percentage });
      });
      if (source.token.isCancellationRequested) return;
      panel.webview.html = html;
      this.complete = true;
    } catch (error) {
      if (source.token.isCancellationRequested) return;
      panel.webview.html = failurePage(newNonce(), error instanceof Error ? error.message : String(error));
      this.complete = false;
    } finally {
      if (this.making === source) this.making = undefined;
      source.dispose();
    }
  }

  /** Writes the report into a file that any browser shows. */
  async save(): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const target = await vscode.window.showSaveDialog({
      title: "Save the Migration Report",
      filters: { HTML: ["html"] },
      ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, "tensorlift-report.html") } : {}),
    });
    if (!target) return;
    const html = await this.make({ nonce: "", cspSource: "" });
    await vscode.workspace.fs.writeFile(target, Buffer.from(html, "utf8"));
    const picked = await vscode.window.showInformationMessage(`The report is in ${vscode.workspace.asRelativePath(target)}.`, "Open in Browser");
    if (picked) await vscode.env.openExternal(target);
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const subscription of this.subscriptions) subscription.dispose();
    this.making?.cancel();
    this.panel?.dispose();
  }

  /** Makes the report again if it is seen and the project has changed. */
  private follow(): void {
    if (this.stale && this.complete && this.panel?.visible) void this.refresh();
  }

  private async make(params: ReportParams, token?: vscode.CancellationToken, onProgress?: OnProgress): Promise<string> {
    const options = { location: vscode.ProgressLocation.Window, title: "Making the migration report" };
    return vscode.window.withProgress(options, async (progress) => {
      const { html } = await this.session.request<ReportResult>(REPORT, params, token, (percentage) => {
        progress.report({ message: `${Math.round(percentage)} %` });
        onProgress?.(percentage);
      });
      return html;
    });
  }

  private async receive(message: Message): Promise<void> {
    if (message.command === "open") await openPlace(message, { viewColumn: vscode.ViewColumn.Beside });
    else if (message.command === "fixFile") await vscode.commands.executeCommand("tensorlift.liftFile", vscode.Uri.parse(message.uri));
    else await this.refresh();
  }
}

/** Registers the report and its commands. */
export function registerReport(context: vscode.ExtensionContext, session: Session, model: MigrationModel): void {
  const report = new ReportPanel(session, model, vscode.Uri.joinPath(context.extensionUri, "media/icon.svg"));
  context.subscriptions.push(
    report,
    register(session, "tensorlift.showReport", () => report.show()),
    register(session, "tensorlift.refreshReport", () => report.refresh()),
    register(session, "tensorlift.saveReport", () => report.save()),
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      async deserializeWebviewPanel(panel) {
        report.adopt(panel);
        await report.begin();
      },
    }),
  );
}

function newNonce(): string {
  return randomBytes(16).toString("base64");
}
