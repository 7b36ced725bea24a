import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium as browsers, type Browser } from "playwright-core";
import { inject } from "vitest";
import { chromium } from "../../scripts/install-code-server.mjs";
import { CHROMIUM } from "./browser";
import { descendants, isLanguageServer, type Process } from "./processes";
import { writeSettings } from "./settings";
import { until } from "./wait";
import { HEIGHT, WIDTH, Workbench } from "./workbench";

/** The interpreter that runs tensorlift in most tests. */
export const PYTHON = process.env["TENSORLIFT_PYTHON"] ?? "python3";

const REPOSITORY = fileURLToPath(new URL("../../..", import.meta.url));
const FIXTURES = fileURLToPath(new URL("fixtures", import.meta.url));

/** Keeps VS Code from taking the environment of a login shell, with another PATH. */
const NO_LOGIN_SHELL = { VSCODE_CLI: "1" };

/** Settings that keep VS Code to what is tested, and to what it does on a desktop. */
const QUIET = {
  "files.autoSave": "off",
  "workbench.startupEditor": "none",
  "workbench.colorTheme": "Default Light Modern",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.layoutControl.enabled": false,
  "window.commandCenter": false,
  "window.menuBarVisibility": "hidden",
  "telemetry.telemetryLevel": "off",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "editor.minimap.enabled": false,
  "editor.cursorBlinking": "solid",
  "git.enabled": false,
  "chat.commandCenter.enabled": false,
};

export interface Options {
  /** User settings; `tensorlift.serverCommand` is the tree's own server unless given. */
  settings?: Record<string, unknown>;
  /** Changes to the environment of the extension host, given a folder of its own: what is undefined is taken away. */
  environment?: (folder: string) => Record<string, string | undefined>;
  /** Whether VS Code asks if the folder is trusted; otherwise each is. */
  trust?: boolean;
  /** Without it VS Code starts bare. */
  extension?: boolean;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

const running = new Set<Code>();

/** The VS Code servers that tests have not stopped. */
export function runningServers(): readonly Code[] {
  return [...running];
}

/** VS Code as a web server with its own user data and extensions, and a browser that looks at it. */
export class Code {
  readonly windows: Workbench[] = [];
  private browser?: Browser;

  private constructor(
    private readonly server: ChildProcess,
    private readonly port: number,
    /** Everything this server wrote: user data, logs, copies of the fixtures. */
    readonly folder: string,
  ) {}

  static async start(options: Options = {}): Promise<Code> {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "tensorlift-e2e-")));
    const port = await freePort();
    const extensions = join(folder, "extensions");
    if (options.extension === false) {
      mkdirSync(extensions);
    } else {
      cpSync(inject("extensions"), extensions, { recursive: true });
    }
    const settings = {
      ...QUIET,
      "security.workspace.trust.enabled": options.trust ?? false,
      "tensorlift.serverCommand": [PYTHON, "-m", "tensorlift", "server"],
      ...options.settings,
    };
    const data = join(folder, "server/data");
    writeSettings(join(data, "User"), settings);
    // settings of these scopes do not come from the user's side; once VS Code knows the extension, as after a reload, it keeps to that
    writeSettings(join(data, "Machine"), {
      "workbench.welcomePage.walkthroughs.openOnInstall": false,
      "tensorlift.serverCommand": settings["tensorlift.serverCommand"],
    });
    const log = openSync(join(folder, "server.log"), "w");
    const server = spawn(
      process.execPath,
      [
        join(inject("codeServer"), "out/server-main.js"),
        ...["--host", "127.0.0.1", "--port", String(port), "--without-connection-token", "--accept-server-license-terms"],
        ...["--server-data-dir", join(folder, "server"), "--extensions-dir", extensions, "--telemetry-level", "off"],
      ],
      { cwd: folder, env: { ...process.env, ...NO_LOGIN_SHELL, ...options.environment?.(folder) }, stdio: ["ignore", log, log] },
    );
    const code = new Code(server, port, folder);
    running.add(code);
    try {
      [code.browser] = await Promise.all([
        browsers.launch({ executablePath: chromium(), args: CHROMIUM }),
        until("VS Code starts", () => code.log().includes("Extension host agent started"), { timeout: 60_000 }),
      ]);
    } catch (error) {
      await code.stop();
      throw error;
    }
    return code;
  }

  /** What the server printed. */
  log(): string {
    return readFileSync(join(this.folder, "server.log"), "utf8");
  }

  /** What the server printed, and the logs of the extension hosts and of our extension. */
  logs(): string {
    const folder = join(this.folder, "server/data/logs");
    const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
    const logs = files.filter((name) => /exthost.*\.log$/.test(name)).map((name) => `== ${name}\n${readFileSync(join(folder, name), "utf8")}`);
    return [this.log(), ...logs].join("\n");
  }

  /** Copies files of the repository, named from the fixtures or from its root, into a new folder. */
  copy(source: string): string {
    const target = join(mkdtempSync(join(this.folder, "copy-")), basename(source));
    const path = join(source.startsWith("examples/") ? REPOSITORY : FIXTURES, source);
    cpSync(path, target, { recursive: true, filter: (name) => !name.includes("__pycache__") });
    return target;
  }

  /** Opens a folder in a new window, and waits until VS Code shows it. */
  async open(folder: string): Promise<Workbench> {
    if (!this.browser) {
      throw new Error("VS Code has not started.");
    }
    const context = await this.browser.newContext({ viewport: { width: WIDTH, height: HEIGHT }, permissions: ["clipboard-read", "clipboard-write"] });
    const page = await context.newPage();
    const workbench = new Workbench(page, folder);
    this.windows.push(workbench);
    await page.goto(`http://127.0.0.1:${this.port}/?folder=${encodeURIComponent(folder)}`);
    await workbench.started();
    return workbench;
  }

  /** The language servers that run under this VS Code. */
  languageServers(): Process[] {
    return this.processes().filter(isLanguageServer);
  }

  /** All processes under this VS Code. */
  processes(): Process[] {
    return this.server.pid === undefined ? [] : descendants(this.server.pid);
  }

  /** Ends VS Code and everything under it. */
  async stop(): Promise<void> {
    if (!running.delete(this)) {
      return;
    }
    const left = [...this.processes().map((process) => process.pid), ...(this.server.pid ? [this.server.pid] : [])];
    await this.browser?.close();
    for (const pid of left) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // it has ended
      }
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Runs a Python program that ends by itself; returns what it printed. */
export function python(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(PYTHON, args, { encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`${PYTHON} ${args.join(" ")}: ${stderr}`);
  }
  return stdout.trim();
}

/** What `tensorlift fix` makes of a program: the editor has to come to the same text. */
export function lifted(program: string): string {
  const { status, stdout, stderr } = spawnSync(PYTHON, ["-m", "tensorlift", "fix", "--quiet", "-"], { input: program, encoding: "utf8" });
  if (status !== 0 && status !== 1) {
    throw new Error(stderr);
  }
  return stdout;
}

/** A finding of the command line. */
export interface Finding {
  /** Relative to the folder that was checked. */
  path: string;
  line: number;
  code: string;
  safety: "safe" | "review" | "manual";
}

/** What `tensorlift check` finds in a folder: the editor has to find the same. */
export function findings(folder: string): Finding[] {
  const { stdout, stderr } = spawnSync(PYTHON, ["-m", "tensorlift", "check", "--format", "json", folder], { encoding: "utf8" });
  if (!stdout) {
    throw new Error(stderr);
  }
  const found = JSON.parse(stdout) as { path: string; line: number; code: string; fixes: { safety: "safe" | "review" }[] }[];
  return found.map(({ path, line, code, fixes }) => ({ path: relative(folder, resolve(path)), line, code, safety: fixes[0]?.safety ?? "manual" }));
}
