import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach } from "vitest";
import { runningServers } from "./code";

const RESULTS = fileURLToPath(new URL("results", import.meta.url));

// What VS Code showed when a test failed, and what it logged, is kept.
afterEach(async ({ task }) => {
  if (task.result?.state !== "fail") {
    return;
  }
  mkdirSync(RESULTS, { recursive: true });
  const name = `${task.file.name.replace(/\.test\.ts$/, "")} ${task.name}`.replaceAll(/[^\w]+/g, "-");
  for (const code of runningServers()) {
    writeFileSync(join(RESULTS, `${name}.log`), code.logs());
    for (const [index, { page, errors }] of code.windows.entries()) {
      if (!page.isClosed()) {
        await page.screenshot({ path: join(RESULTS, `${name}-${index + 1}.png`) });
        writeFileSync(join(RESULTS, `${name}-${index + 1}.txt`), errors.join("\n"));
      }
    }
  }
});

// Nothing outlives the file that started it.
afterAll(async () => {
  for (const code of runningServers()) {
    await code.stop();
  }
});
