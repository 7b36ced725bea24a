import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { register } from "../commands/register";
import { openPlace } from "../open";
import { REPORT, type ReportParams, type ReportResult } from "../server/protocol";
import type { Session } from "../server/session";

const VIEW_TYPE = "tensorlift.report";
const TITLE = "Migration Report";

/** What the page of the report asks for. */
type Message =
  | { command: "open"; uri: string; line: number; character: number; cell?: number }
  | { command: "fixFile"; uri: string }
  | { command: "refresh" };

/** The report of the workspace, in one panel. */
class ReportPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private making: vscode.CancellationTokenSource | undefined;

  constructor(private readonly session: Session) {}

  /** Shows the report, with what the workspace is like now. */
  async show(): Promise<void> {
    if (this.panel) this.panel.reveal();
    else this.adopt(vscode.window.createWebviewPanel(VIEW_TYPE, TITLE, vscode.ViewColumn.Active, { retainContextWhenHidden: true }));
    await this.refresh();
  }

  /** Takes over a panel, new or of the last time. */
  adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    panel.webview.options = { enableScripts: true, localResourceRoots: [] };
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.making?.cancel();
    });
    panel.webview.onDidReceiveMessage((message: Message) => this.receive(message));
  }

  /** Makes the report again. */
  async refresh(): Promise<void> {
    const { panel } = this;
    if (!panel) return;
    this.making?.cancel();
    const source = new vscode.CancellationTokenSource();
    this.making = source;
    try {
      // an older report stays until the new one is there
      if (!panel.webview.html) panel.webview.html = placeholder("Reading the workspace…");
      const html = await this.make(panel.webview.cspSource, source.token);
      if (!source.token.isCancellationRequested) panel.webview.html = html;
    } catch (error) {
      if (source.token.isCancellationRequested) return;
      panel.webview.html = placeholder(error instanceof Error ? error.message : String(error));
    } finally {
      if (this.making === source) this.making = undefined;
      source.dispose();
    }
  }

  /** Writes the report into a file that any browser shows. */
  async save(): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const name = "tensorlift-report.html";
    const target = await vscode.window.showSaveDialog({
      title: "Save the Migration Report",
      filters: { HTML: ["html"] },
      ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
    });
    if (!target) return;
    const html = await this.make("'none'", new vscode.CancellationTokenSource().token);
    await vscode.workspace.fs.writeFile(target, Buffer.from(html, "utf8"));
    const picked = await vscode.window.showInformationMessage(`The report is in ${vscode.workspace.asRelativePath(target)}.`, "Open in Browser");
    if (picked) await vscode.env.openExternal(target);
  }

  dispose(): void {
    this.making?.cancel();
    this.panel?.dispose();
  }

  private async make(cspSource: string, token: vscode.CancellationToken): Promise<string> {
    return vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: "Making the migration report" }, async (progress) => {
      const params: ReportParams = { nonce: randomBytes(16).toString("base64"), cspSource };
      const { html } = await this.session.request<ReportResult>(REPORT, params, token, (percentage) => {
        progress.report({ message: `${Math.round(percentage)} %` });
      });
      return html;
    });
  }

  private async receive(message: Message): Promise<void> {
    if (message.command === "open") await openPlace({ ...message, line: message.line }, { viewColumn: vscode.ViewColumn.Beside });
    else if (message.command === "fixFile") await vscode.commands.executeCommand("tensorlift.liftFile", vscode.Uri.parse(message.uri));
    else await this.refresh();
  }
}

/** Registers the report and its commands. */
export function registerReport(context: vscode.ExtensionContext, session: Session): void {
  const report = new ReportPanel(session);
  context.subscriptions.push(
    report,
    register(session, "tensorlift.showReport", () => report.show()),
    register(session, "tensorlift.refreshReport", () => report.refresh()),
    register(session, "tensorlift.saveReport", () => report.save()),
    vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      async deserializeWebviewPanel(panel) {
        report.adopt(panel);
        await report.refresh();
      },
    }),
  );
}

function placeholder(text: string): string {
  const shown = text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>${TITLE}</title>
</head>
<body><p role="status">${shown}</p></body>
</html>`;
}
