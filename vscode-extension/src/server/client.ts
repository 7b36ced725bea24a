import type * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  type ServerCapabilities,
  type StaticFeature,
  WorkDoneProgress,
} from "vscode-languageclient/node";
import type { DiagnosticMode } from "../settings";
import type { Launch } from "./discovery";
import { NAME } from "./protocol";
import { ServerProcess } from "./serverProcess";

/** What a connection needs from its session. */
export interface ConnectOptions {
  launch: Launch;
  /** A folder of the extension's own: Python imports modules from its working directory. */
  cwd: string;
  output: vscode.LogOutputChannel;
  diagnosticMode: DiagnosticMode;
  /** What the server knows before it asks. */
  settings: Record<string, unknown>;
  /** Called when a server that had started is gone without having been asked to. */
  onCrash: (how: string) => void;
}

/** A server that was started. */
export interface Connection {
  readonly client: LanguageClient;
  /** The version that it told. */
  readonly version: string | undefined;
  request<R>(method: string, params: object, token?: vscode.CancellationToken, onProgress?: (percentage: number, message?: string) => void): Promise<R>;
  /** Ends it, the hard way if it does not end by itself. Never rejects. */
  stop(): Promise<void>;
}

// milliseconds for the server to end after it was asked to
const FAREWELL = 1500;

const LANGUAGE = "python";

/**
 * Starts a server and the client that talks to it.
 *
 * @throws An error whose message says how it ended, if it does not start.
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { launch, cwd, output, diagnosticMode, settings, onCrash } = options;
  const server = new ServerProcess(launch, cwd, output);
  let state: "starting" | "running" | "stopped" = "starting";

  const clientOptions: LanguageClientOptions = {
    documentSelector: [
      { scheme: "file", language: LANGUAGE },
      { scheme: "untitled", language: LANGUAGE },
      // without it VS Code asks for no actions and hovers in cells
      { scheme: "vscode-notebook-cell", language: LANGUAGE },
    ],
    outputChannel: output,
    // VS Code shows the messages of diagnostics beside a hover
    initializationOptions: { ...settings, showsDiagnosticsInHover: true },
    diagnosticCollectionName: NAME,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        if (state === "running") void server.ended.then(onCrash);
        return { action: CloseAction.DoNotRestart, handled: true, message: "The connection to the server is closed." };
      },
    },
    initializationFailedHandler: () => false,
  };
  const client = new QuietClient(NAME, NAME, () => server.start(), clientOptions);
  if (diagnosticMode === "openFiles") client.registerFeature(new OpenFilesOnly());

  const stop = async (): Promise<void> => {
    state = "stopped";
    client.isEnding = true;
    await client.stop(FAREWELL);
    await server.kill(FAREWELL);
  };

  // a server that is gone before it answers does not let the client's promise settle in every case
  const gone = server.ended.then((how) => {
    throw new Error(how);
  });
  try {
    await Promise.race([client.start(), gone]);
  } catch (error) {
    // if the server is gone, how it ended says more than what the client met
    const how = await Promise.race([server.ended, new Promise<undefined>((resolve) => setTimeout(resolve, 300, undefined))]);
    await stop();
    throw how === undefined ? error : new Error(how);
  } finally {
    gone.catch(() => undefined);
  }
  state = "running";

  return {
    client,
    version: client.initializeResult?.serverInfo?.version,
    stop,
    async request<R>(
      method: string,
      params: object,
      token?: vscode.CancellationToken,
      onProgress?: (percentage: number, message?: string) => void,
    ): Promise<R> {
      // an undefined token would be sent as a second parameter
      const send = (asked: object): Promise<R> => (token ? client.sendRequest<R>(method, asked, token) : client.sendRequest<R>(method, asked));
      if (!onProgress) return send(params);
      const workDoneToken = `${NAME}-${crypto.randomUUID()}`;
      let reached = 0;
      const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
        if (value.kind === "end") return;
        reached = value.percentage ?? reached;
        onProgress(reached, value.message);
      });
      try {
        return await send({ ...params, workDoneToken });
      } finally {
        listener.dispose();
      }
    },
  };
}

/** A client whose own messages go to the log only: the session tells the user what matters. */
class QuietClient extends LanguageClient {
  /** Whether it is about to stop: what fails then is of no interest. */
  isEnding = false;

  override error(message: string, data?: unknown): void {
    const text = data === undefined ? message : `${message} ${describe(data)}`;
    if (this.isEnding) this.channel.debug(text);
    else this.channel.error(text);
  }

  override warn(message: string, data?: unknown): void {
    this.channel.warn(data === undefined ? message : `${message} ${describe(data)}`);
  }

  override info(message: string, data?: unknown): void {
    this.channel.info(data === undefined ? message : `${message} ${describe(data)}`);
  }

  /** Never rejects: a client that has not started has nothing to stop. */
  override async stop(timeout?: number): Promise<void> {
    await super.stop(timeout).catch((error: unknown) => {
      this.channel.debug(`The client did not stop as it should: ${describe(error)}`);
    });
  }

  private get channel(): vscode.LogOutputChannel {
    return this.outputChannel as vscode.LogOutputChannel;
  }
}

/** Takes no diagnostics of files that are not open: with them the client would also keep those of a file that was closed. */
class OpenFilesOnly implements StaticFeature {
  preInitialize(capabilities: ServerCapabilities): void {
    if (capabilities.diagnosticProvider) capabilities.diagnosticProvider.workspaceDiagnostics = false;
  }

  fillClientCapabilities(): void {
    // nothing is asked of the client
  }

  initialize(): void {
    // all is done before
  }

  getState(): { kind: "static" } {
    return { kind: "static" };
  }

  clear(): void {
    // nothing is kept
  }
}

function describe(data: unknown): string {
  if (data instanceof Error) return data.message;
  return typeof data === "string" ? data : JSON.stringify(data);
}
