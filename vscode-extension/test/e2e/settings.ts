import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes a settings.json into a folder. */
export function writeSettings(folder: string, settings: Record<string, unknown>): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "settings.json"), JSON.stringify(settings, undefined, 2));
}
