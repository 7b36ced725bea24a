import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/unit/**/*.test.ts"],
    // a fake stands in for the editor
    alias: { vscode: fileURLToPath(new URL("test/unit/vscode.ts", import.meta.url)) },
  },
});
