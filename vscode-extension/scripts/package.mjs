// Makes tensorlift-VERSION.vsix with the server's wheel inside, or, with --thin, tensorlift-thin-VERSION.vsix, which takes the server from the
// package index. The same sources give the same bytes. PYTHON: the Python whose pip builds the wheel (default python3).
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const LIMIT = 1_000_000;

const here = fileURLToPath(new URL("..", import.meta.url));
const project = join(here, "..");
const wheels = join(here, "wheel");
const thin = process.argv.includes("--thin");
const env = { SOURCE_DATE_EPOCH: "1577836800", ...process.env };

const fail = (message) => {
  console.error(`error: ${message}`);
  process.exit(1);
};

const run = (command, args, cwd) => {
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: "utf8" });
  const output = `${stdout ?? ""}${stderr ?? ""}`;
  if (status !== 0) fail(`${[command, ...args].join(" ")} failed: ${error?.message ?? output}`);
  return output;
};

const { version } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
const server = /^__version__ = "(.+)"$/m.exec(readFileSync(join(project, "server/tensorlift/__init__.py"), "utf8"))?.[1];
if (server !== version) fail(`the extension is version ${version}, and the server ${server}: change package.json or server/tensorlift/__init__.py`);

rmSync(wheels, { recursive: true, force: true });
if (!thin) {
  run(process.env.PYTHON ?? "python3", ["-m", "pip", "wheel", "--quiet", "--no-deps", "--disable-pip-version-check", "--wheel-dir", wheels, project], here);
  if (readdirSync(wheels).length !== 1) fail(`${wheels} should hold one wheel`);
}

const vsix = join(here, `tensorlift-${thin ? "thin-" : ""}${version}.vsix`);
rmSync(vsix, { force: true });
const vsce = join(here, "node_modules/@vscode/vsce/vsce");
const options = ["--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links", "--readme-path", "dist/README.md"];
const output = run(process.execPath, [vsce, "package", ...options, "--out", vsix], here);
console.log(output.trim());
if (/warning/i.test(output)) fail("vsce has warned");
const { size } = statSync(vsix);
if (thin && size >= LIMIT) fail(`${vsix} has ${size} bytes: without the wheel it must stay below ${LIMIT}`);
