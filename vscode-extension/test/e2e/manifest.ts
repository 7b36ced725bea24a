import { readFileSync } from "node:fs";

interface Manifest {
  contributes: {
    commands: { command: string; title: string; category?: string }[];
    menus?: { commandPalette?: { command: string; when: string }[] };
    configuration: { properties: Record<string, unknown> };
  };
}

/** The extension's package.json. */
export const MANIFEST = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as Manifest;

/** A command as the palette shows it. */
export function titleOf(id: string): string {
  const command = MANIFEST.contributes.commands.find((contributed) => contributed.command === id);
  if (!command) {
    throw new Error(`package.json has no command ${id}.`);
  }
  return command.category ? `${command.category}: ${command.title}` : command.title;
}
