import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Makes an empty folder for a test. */
export function folder(): string {
  return mkdtempSync(join(tmpdir(), "tensorlift-"));
}

/** Writes a shell script that can be run. */
export function program(path: string, script: string): string {
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}
