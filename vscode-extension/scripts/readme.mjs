// Makes dist/README.md, the README of the package: its pictures lie in docs/images, where the package cannot reach them, so they go into the text.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL("..", import.meta.url));
const text = readFileSync(join(here, "README.md"), "utf8").replace(/!\[([^\]]*)\]\(([^):]+\.png)\)/g, (_, alt, path) => {
  const picture = readFileSync(join(here, path)).toString("base64");
  return `![${alt}](data:image/png;base64,${picture})`;
});
mkdirSync(join(here, "dist"), { recursive: true });
writeFileSync(join(here, "dist/README.md"), text);
