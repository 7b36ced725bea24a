import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type * as vscode from "vscode";
import type { Launch } from "./discovery";

// milliseconds for the last output of a process that has ended
const DRAIN = 300;

/** The process of a server. */
export class ServerProcess {
  private process: ChildProcessWithoutNullStreams | undefined;
  private lastLine = "";
  private tell!: (how: string) => void;

  /** Settles when the process is gone, with a sentence that says how it ended. */
  readonly ended = new Promise<string>((resolve) => {
    this.tell = resolve;
  });

  constructor(
    private readonly launch: Launch,
    private readonly cwd: string,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /**
   * Starts it, once.
   *
   * @returns Its output and input.
   */
  start(): Promise<{ reader: NodeJS.ReadableStream; writer: NodeJS.WritableStream }> {
    // a message on its way while the client is stopped would make it start anew
    if (this.process) return Promise.reject(new Error("The server has been stopped."));
    const { command, args } = this.launch;
    return new Promise((resolve, reject) => {
      // its log is read as UTF-8
      const child = spawn(command, args, { cwd: this.cwd, env: { ...process.env, PYTHONUTF8: "1" }, windowsHide: true });
      this.process = child;
      const log = logger(this.output);
      createInterface({ input: child.stderr }).on("line", (line) => {
        this.lastLine = line.trim() || this.lastLine;
        log(line);
      });
      // writing to a server that is gone is no error of its own
      child.stdin.on("error", () => undefined);
      child.on("spawn", () => {
        resolve({ reader: child.stdout, writer: child.stdin });
      });
      child.on("error", (error: NodeJS.ErrnoException) => {
        this.tell(`${command} ${error.code === "ENOENT" ? "is not there" : `cannot be run (${error.code ?? error.message})`}.`);
        reject(error);
      });
      const finish = (code: number | null, signal: NodeJS.Signals | null): void => {
        const how = signal ? `was ended by ${signal}` : `ended with exit code ${String(code)}`;
        this.tell(`The server ${how}${this.lastLine ? `: ${this.lastLine}` : ""}.`);
      };
      child.on("close", finish);
      // what it started may keep its output open
      child.on("exit", (code, signal) => setTimeout(finish, DRAIN, code, signal));
    });
  }

  /** Ends the process, after it had this many milliseconds to end by itself. */
  async kill(after: number): Promise<void> {
    const child = this.process;
    if (child?.pid === undefined) return;
    const patience = setTimeout(() => child.kill("SIGKILL"), after);
    await this.ended;
    clearTimeout(patience);
  }
}

/** Returns what writes the lines of the server's log at their levels. */
function logger(output: vscode.LogOutputChannel): (line: string) => void {
  let level = "WARNING";
  return (line) => {
    const [, found, text] = /^[\d-]+ [\d:,]+ (DEBUG|INFO|WARNING|ERROR|CRITICAL) (.*)$/.exec(line) ?? [];
    level = found ?? level;
    if (level === "ERROR" || level === "CRITICAL") output.error(text ?? line);
    else if (level === "WARNING") output.warn(text ?? line);
    // the setting decides what the server logs, so it is shown whatever level the channel has
    else output.info(text ?? line);
  };
}
