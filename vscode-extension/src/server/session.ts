import { mkdirSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { affectsLaunch, clientSettings, section } from "../settings";
import { Backoff } from "./backoff";
import { type Candidate, onPath } from "./candidates";
import { connect, type Connection } from "./client";
import { type Choice, type Discovery, findServer, type Launch } from "./discovery";
import { PrivateEnvironment, shippedWheel } from "./environment";
import { type Probe, prober } from "./interpreter";
import { NAME } from "./protocol";
import { PythonExtension } from "./pythonExtension";
import { Queue } from "./queue";
import { searchPath } from "./searchPath";
import { Setup } from "./setup";
import { isOlder, OLDEST_SERVER } from "./versions";

/** What the session is doing. */
export type State = "stopped" | "searching" | "missing" | "starting" | "running" | "restarting" | "failed";

/** Called with the percentage, and with what is done at the moment. */
export type OnProgress = (percentage: number, message?: string) => void;

const RESTART = "Restart";
const SHOW_OUTPUT = "Show Output";
const OPEN_SETTINGS = "Open Settings";
const CREATE_AGAIN = "Create It Again";

/** What a session works with. */
export interface SessionParts {
  /** A folder of the extension's own, in which everything is run: Python imports modules from its working directory. */
  cwd: string;
  probe: Probe;
  environment: PrivateEnvironment;
}

/** The server of one window: finds it, keeps it running and talks to it. */
export class Session implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: readonly { dispose(): unknown }[];
  private readonly queue = new Queue(() => this.turn());
  private readonly backoff = new Backoff();
  private connection: Connection | undefined;
  private launch: Launch | undefined;
  private found: Discovery | undefined;
  private forced = false;
  private asked = false;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  /** Fires when {@link state} or {@link detail} has changed. */
  readonly onDidChangeState: vscode.Event<void> = this.changed.event;

  /** The Pythons of the user. */
  readonly python: PythonExtension;

  /** The private environment. */
  readonly setup: Setup;

  state: State = "stopped";

  /** A sentence about the state. */
  detail = "";

  /** The version of the server that is running. */
  serverVersion: string | undefined;

  constructor(
    readonly context: vscode.ExtensionContext,
    readonly output: vscode.LogOutputChannel,
    private readonly parts: SessionParts = sessionParts(context, output),
  ) {
    const { environment, probe } = parts;
    this.python = new PythonExtension(output);
    this.setup = new Setup({
      environment,
      probe,
      output,
      candidates: () => this.candidates(),
      onProgress: (is) => {
        // a server that runs from elsewhere is not concerned
        if (this.connection) return;
        if (is === "begun") this.enter("starting", "The private environment is being created.");
        else this.enter("missing", this.found?.reason ?? "tensorlift is not installed.");
      },
    });
    this.subscriptions = [
      this.python,
      this.python.onDidChange(() => void this.reconsider("The interpreter of the Python extension has changed.")),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (affectsLaunch(change)) void this.restart("The settings have changed.");
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.reconsider("The workspace is trusted now.")),
    ];
  }

  /**
   * Sends a request, after a start that is under way.
   *
   * @throws An error whose message is for the user.
   */
  async request<R>(method: string, params: object, token?: vscode.CancellationToken, onProgress?: OnProgress): Promise<R> {
    const connection = await this.ready(token);
    return connection.request<R>(method, params, token, onProgress);
  }

  /** Runs a command of the server. */
  execute<R>(serverCommand: string, ...args: unknown[]): Promise<R> {
    return this.request<R>("workspace/executeCommand", { command: serverCommand, arguments: args });
  }

  /** Looks for the server again and starts it. Of several calls meanwhile one is done. */
  restart(reason: string): Promise<void> {
    this.output.info(reason);
    this.backoff.reset();
    this.forced = true;
    return this.queue.run();
  }

  /** Makes the private environment, and starts the server from it. One that is there is made again if the user says so. */
  async createEnvironment(): Promise<void> {
    const again = (await this.parts.environment.state()) === "ready";
    if (again && (await vscode.window.showInformationMessage("The private environment is there already.", CREATE_AGAIN)) === undefined) return;
    await this.makeEnvironment(again);
  }

  private async makeEnvironment(again: boolean): Promise<void> {
    if (await this.setup.create({ again })) await this.restart("The private environment has been created.");
  }

  /** Markdown for the debug information: versions, settings, and every path that was tried. */
  describe(): string {
    const { version } = this.context.extension.packageJSON as { version: string };
    const { launch } = this;
    const attempts = [...(this.found?.attempts ?? []), ...this.setup.attempts];
    return [
      "# tensorlift",
      "",
      `- extension ${version}, ${vscode.env.appName} ${vscode.version}, ${process.platform} ${process.arch}${vscode.env.remoteName ? `, ${vscode.env.remoteName}` : ""}`,
      `- server: ${this.state}${this.serverVersion ? `, version ${this.serverVersion}` : ""}. ${this.detail}`,
      ...(launch ? [`- command: \`${[launch.command, ...launch.args].join(" ")}\` (${ORIGINS[launch.origin]})`] : []),
      `- workspace: ${vscode.workspace.isTrusted ? "trusted" : "not trusted"}`,
      "",
      "## Settings of the editor",
      "",
      ...Object.entries(section()).map(([key, value]) => `- ${key} = \`${JSON.stringify(value)}\``),
      ...(attempts.length ? ["", "## What was tried", "", ...attempts.map(({ what, outcome }) => `- \`${what}\` ${outcome}`)] : []),
    ].join("\n");
  }

  /** The running client. */
  client(): LanguageClient | undefined {
    return this.connection?.client;
  }

  /** Ends the server. Nothing is started afterwards. */
  async stop(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    this.setup.dispose();
    const { connection } = this;
    this.connection = undefined;
    // also one that is being started
    await Promise.all([connection?.stop(), this.queue.idle()]);
    this.enter("stopped", "The server has been stopped.");
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changed.dispose();
  }

  private reconsider(reason: string): Promise<void> {
    this.output.info(reason);
    return this.queue.run();
  }

  private async turn(): Promise<void> {
    if (this.closed) return;
    clearTimeout(this.timer);
    const { forced } = this;
    this.forced = false;
    this.enter(this.connection ? "restarting" : "searching", "Looking for the server.");
    const found = await this.find();
    if (!forced && this.connection && JSON.stringify(found.launch) === JSON.stringify(this.launch)) {
      this.enter("running", this.runningDetail());
      return;
    }
    await this.disconnect();
    this.found = found;
    this.launch = found.launch;
    if (this.isClosed()) return;
    if (found.launch) await this.start(found.launch);
    else await this.offer(found, forced);
    if (found.launch && found.reason) this.warn(`${found.reason} The private environment is used instead.`, [OPEN_SETTINGS]);
  }

  private async offer({ reason = "", outdated = false }: Discovery, forced: boolean): Promise<void> {
    if (outdated) {
      // consent was given for the one of another version
      if (await this.setup.create({ title: "Updating the private environment of tensorlift" })) void this.restart("The private environment has been updated.");
      return;
    }
    this.enter("missing", reason);
    // asked once, unless the user has done something about it
    if (this.asked && !forced) return;
    this.asked = true;
    // not waited for: the search may begin again while the question is there
    void this.setup.offer(reason).then((made) => (made ? this.restart("The private environment has been created.") : undefined));
  }

  private async start(launch: Launch): Promise<void> {
    this.enter("starting", "The server is starting.");
    this.output.info(`Starting ${[launch.command, ...launch.args].join(" ")}`);
    const begun = Date.now();
    let connection: Connection;
    try {
      connection = await connect({
        launch,
        cwd: this.parts.cwd,
        output: this.output,
        diagnosticMode: clientSettings().diagnosticMode,
        settings: section(),
        onCrash: (how) => {
          this.crashed(how);
        },
      });
    } catch (error) {
      this.fail(launch, `The tensorlift server did not start. ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    if (this.isClosed()) {
      await connection.stop();
      return;
    }
    if (connection.version !== undefined && isOlder(connection.version, OLDEST_SERVER)) {
      await connection.stop();
      this.fail(launch, `The server is tensorlift ${connection.version}, and this extension needs ${OLDEST_SERVER} or later. Update it, or change the setting.`);
      return;
    }
    this.connection = connection;
    this.serverVersion = connection.version;
    this.output.info(`tensorlift ${connection.version ?? ""} is ready after ${((Date.now() - begun) / 1000).toFixed(2)} s.`);
    this.enter("running", this.runningDetail());
    if (launch.origin === "private") void this.parts.environment.keep();
  }

  private fail(launch: Launch, message: string): void {
    this.output.error(message);
    this.enter("failed", message);
    const next = { setting: [OPEN_SETTINGS], interpreter: [], private: [CREATE_AGAIN] }[launch.origin];
    this.tellFailure(message, next);
  }

  private crashed(how: string): void {
    if (this.closed || !this.connection) return;
    const { connection } = this;
    this.connection = undefined;
    this.serverVersion = undefined;
    void connection.stop();
    const wait = this.backoff.crashed(Date.now());
    this.output.error(how);
    if (wait === undefined) {
      const message = "The tensorlift server crashed 5 times in 3 minutes and has been stopped.";
      this.enter("failed", `${message} ${how}`);
      this.tellFailure(message);
      return;
    }
    this.enter("restarting", `The server crashed and starts again in ${wait / 1000} s.`);
    this.timer = setTimeout(() => {
      void this.queue.run();
    }, wait);
  }

  private tellFailure(message: string, actions: readonly string[] = []): void {
    void vscode.window.showErrorMessage(message, RESTART, ...actions, SHOW_OUTPUT).then((answer) => this.act(answer));
  }

  private warn(message: string, actions: readonly string[]): void {
    this.output.warn(message);
    void vscode.window.showWarningMessage(message, ...actions, SHOW_OUTPUT).then((answer) => this.act(answer));
  }

  private async act(answer: string | undefined): Promise<void> {
    if (answer === RESTART) await this.restart("The user asked for a restart.");
    if (answer === CREATE_AGAIN) await this.makeEnvironment(true);
    if (answer === OPEN_SETTINGS) await vscode.commands.executeCommand("workbench.action.openSettings", NAME);
    if (answer === SHOW_OUTPUT) this.output.show(true);
  }

  private async find(): Promise<Discovery> {
    const found = await findServer({
      trusted: vscode.workspace.isTrusted,
      serverCommand: clientSettings().serverCommand,
      choice: () => this.choice(),
      probe: this.parts.probe,
      environment: this.parts.environment,
    });
    for (const { what, outcome } of found.attempts) this.output.info(`${what} ${outcome}.`);
    return found;
  }

  private async choice(): Promise<Choice | undefined> {
    const { interpreter } = clientSettings();
    if (interpreter) return { path: interpreter, origin: "tensorlift.interpreter" };
    const path = await this.python.interpreter();
    return path ? { path, origin: "the Python extension" } : undefined;
  }

  private async *candidates(): AsyncGenerator<Candidate> {
    const choice = vscode.workspace.isTrusted ? await this.choice() : undefined;
    if (choice) yield { command: [choice.path] };
    yield* onPath(searchPath());
  }

  private async disconnect(): Promise<void> {
    const { connection } = this;
    this.connection = undefined;
    this.serverVersion = undefined;
    await connection?.stop();
  }

  private async ready(token: vscode.CancellationToken | undefined): Promise<Connection> {
    while (!this.connection || this.state !== "running") {
      if (this.state === "failed" || this.state === "missing" || this.state === "stopped") throw new Error(this.detail || "The tensorlift server is not running.");
      await this.change(token);
    }
    return this.connection;
  }

  private change(token: vscode.CancellationToken | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const listeners = [
        this.onDidChangeState(() => {
          finish(resolve);
        }),
        token?.onCancellationRequested(() => {
          finish(() => {
            reject(new vscode.CancellationError());
          });
        }),
      ];
      const finish = (settle: () => void): void => {
        for (const listener of listeners) listener?.dispose();
        settle();
      };
    });
  }

  private runningDetail(): string {
    return `tensorlift ${this.serverVersion ?? ""} runs from ${this.launch ? ORIGINS[this.launch.origin] : ""}.`;
  }

  // not the field: TypeScript takes it for unchanged after an await
  private isClosed(): boolean {
    return this.closed;
  }

  private enter(state: State, detail: string): void {
    if (this.closed && state !== "stopped") return;
    this.state = state;
    this.detail = detail;
    void vscode.commands.executeCommand("setContext", "tensorlift.state", state);
    this.changed.fire();
  }
}

const ORIGINS = {
  setting: "the command of the setting",
  interpreter: "the chosen interpreter",
  private: "its private environment",
} as const;

function sessionParts(context: vscode.ExtensionContext, output: vscode.LogOutputChannel): SessionParts {
  const storage = context.globalStorageUri.fsPath;
  const cwd = join(storage, "run");
  mkdirSync(cwd, { recursive: true });
  const probe = prober(cwd);
  const { version } = context.extension.packageJSON as { version: string };
  const wheel = shippedWheel(context.extensionUri.fsPath);
  const environment = new PrivateEnvironment(join(storage, "environments"), { version, wheel }, probe, (line) => {
    output.info(line);
  });
  return { cwd, probe, environment };
}
