import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  test: {
    include: ["**/*.test.ts"],
    globalSetup: "setup.ts",
    setupFiles: "hooks.ts",
    // those of hooks.ts first: a window is looked at before its test closes it
    sequence: { hooks: "list" },
    // one browser at a time: they share the processor, and times are measured
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ["verbose"],
  },
});
