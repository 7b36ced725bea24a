// Installs what the end-to-end tests run in: VS Code as a web server, taken from the npm package of code-server, in a cache folder.
// `node scripts/install-code-server.mjs` prints the folder. Takes some seconds the first time, nothing afterwards.
//
// The server inside the package is started itself, without code-server around it. That needs no compiler: the file watcher and ripgrep
// come compiled, the terminal is not used, and the log writer, which takes half a minute to compile, is replaced below.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const VERSION = "4.100.3"; // VS Code 1.100.3
const RIPGREP = "1.18.0"; // the first versions download the program from GitHub, later ones bring it

/** The calls of @vscode/spdlog that VS Code makes, without its formatting options and rotation. */
const LOG_WRITER = `
const fs = require("node:fs");
const path = require("node:path");
const names = ["trace", "debug", "info", "warning", "error", "critical"];
class Logger {
  constructor(kind, name, file) { this.file = file; this.level = 2; this.plain = false; }
  write(level, text) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace("T", " ").slice(0, -1);
    fs.appendFileSync(this.file, this.plain ? text : time + " [" + names[level] + "] " + text + "\\n");
  }
  trace(text) { this.write(0, text); }
  debug(text) { this.write(1, text); }
  info(text) { this.write(2, text); }
  warn(text) { this.write(3, text); }
  error(text) { this.write(4, text); }
  critical(text) { this.write(5, text); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  clearFormatters() { this.plain = true; }
  setPattern() {}
  flush() {}
  drop() {}
}
async function create(name, file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  return new Logger("", name, file);
}
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
`;

/** Where the server is, or will be. Another recipe gets another folder, so that a finished one is never changed. */
export function codeServerFolder() {
  const cache = process.env.TENSORLIFT_E2E_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "tensorlift");
  const recipe = createHash("sha256").update(readFileSync(fileURLToPath(import.meta.url))).digest("hex").slice(0, 8);
  return join(cache, `code-server-${VERSION}-${recipe}`);
}

/** The Chromium to test with: `TENSORLIFT_CHROMIUM`, or the system's. */
export function chromium() {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const candidates = process.env.TENSORLIFT_CHROMIUM
    ? [process.env.TENSORLIFT_CHROMIUM]
    : (process.env.PATH ?? "").split(":").flatMap((folder) => names.map((name) => join(folder, name)));
  const found = candidates.find((path) => existsSync(path));
  if (!found) {
    throw new Error("Chromium is not installed. On Debian: apt-get install chromium fonts-dejavu-core; elsewhere set TENSORLIFT_CHROMIUM.");
  }
  return found;
}

function run(command, args, cwd) {
  try {
    execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    throw new Error(`${command} ${args.join(" ")} failed:\n${error.stdout ?? ""}${error.stderr ?? error}`, { cause: error });
  }
}

/** Installs the server unless it is there; returns its folder. Two runs at once do not disturb each other: the last step is a rename. */
export function installCodeServer() {
  const folder = codeServerFolder();
  if (existsSync(folder)) {
    return folder;
  }
  mkdirSync(join(folder, ".."), { recursive: true });
  const build = mkdtempSync(`${folder}.`);
  try {
    run("npm", ["pack", "--silent", `code-server@${VERSION}`], build);
    run("tar", ["-xzf", `code-server-${VERSION}.tgz`, "--strip-components=3", "package/lib/vscode"], build);
    rmSync(join(build, `code-server-${VERSION}.tgz`));
    run("npm", ["install", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--save-exact", `@vscode/ripgrep@${RIPGREP}`], build);
    writeFileSync(join(build, "node_modules/@vscode/spdlog/index.js"), LOG_WRITER);
    // ends an extension host that hangs when the server is gone; it looks for the server itself, too
    writeFileSync(join(build, "node_modules/native-watchdog/index.js"), "exports.start = () => {};\n");
    symlinkSync("node_modules", join(build, "node_modules.asar")); // the name under which VS Code asks for some of them
    renameSync(build, folder);
  } catch (error) {
    if (!existsSync(folder)) {
      throw error;
    } // else another run was faster
  } finally {
    rmSync(build, { recursive: true, force: true });
  }
  return folder;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    chromium();
    console.log(installCodeServer());
  } catch (error) {
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
  }
}
