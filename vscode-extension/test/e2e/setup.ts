import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { installCodeServer } from "../../scripts/install-code-server.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    codeServer: string;
    extensions: string;
    vsix: string;
  }
}

/** Installs the packaged extension once; each test starts with a copy of it. */
export default function setup(project: TestProject): () => void {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { name: string; version: string };
  const vsix = process.env["TENSORLIFT_VSIX"] ?? join(root, `${name}-${version}.vsix`);
  if (!existsSync(vsix)) {
    throw new Error(`${vsix} is missing. Run "npm run package" first, or "npm run test:e2e".`);
  }
  const codeServer = installCodeServer();
  const folder = mkdtempSync(join(tmpdir(), "tensorlift-vsix-"));
  const extensions = join(folder, "extensions");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(codeServer, "out/server-main.js"), "--server-data-dir", folder, "--extensions-dir", extensions, "--install-extension", vsix],
    { encoding: "utf8" },
  );
  if (status !== 0) {
    throw new Error(`The extension cannot be installed:\n${stdout}${stderr}`);
  }
  project.provide("codeServer", codeServer);
  project.provide("extensions", extensions);
  project.provide("vsix", vsix);
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
