import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium as browsers, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chromium } from "../../scripts/install-code-server.mjs";

import { CHROMIUM } from "./browser";
import { findings, PYTHON } from "./code";

const PROJECT = fileURLToPath(new URL("../../../examples/programs", import.meta.url));

let folder: string;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tensorlift-report-"));
  const { status, stderr } = spawnSync(PYTHON, ["-m", "tensorlift", "report", PROJECT, "--html", join(folder, "report.html")], { encoding: "utf8" });
  expect(status, stderr).toBe(0);
  browser = await browsers.launch({ executablePath: chromium(), args: CHROMIUM });
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens the page; what the console says of errors, and what the page asks the network for, is collected. */
async function open(colorScheme: "light" | "dark"): Promise<{ page: Page; errors: string[]; requests: string[] }> {
  const page = await browser.newPage({ colorScheme, viewport: { width: 1280, height: 800 } });
  const errors: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(join(folder, "report.html")).href);
  await page.locator("section.hero").waitFor();
  return { page, errors, requests };
}

test.each(["light", "dark"] as const)("the report is drawn in %s without an error or the network", async (scheme) => {
  const { page, errors, requests } = await open(scheme);
  const [red = 0, green = 0, blue = 0] = await page.evaluate(() => (getComputedStyle(document.body).backgroundColor.match(/\d+/g) ?? []).map(Number));
  expect(red + green + blue > 384).toBe(scheme === "light");
  expect(errors).toEqual([]);
  expect(requests).toHaveLength(1);
  await page.close();
});

test("it tells as many findings as there are", async () => {
  const { page } = await open("light");
  const total = findings(PROJECT).length;
  const said = (await page.locator("main").innerText()).replaceAll(",", "");
  expect(said).toContain(String(total));
  await page.close();
});

test("a click shows the places, and each is a link to its file", async () => {
  const { page, errors } = await open("light");
  await page.locator(".road-part button.station", { hasText: "Convert symbols" }).click();
  await page.locator(".ranking-part button.row").first().click();
  await page.locator("dialog.places[open]").waitFor();
  const links = page.locator("dialog.places a.place");
  expect(await links.count()).toBeGreaterThan(0);
  for (const link of await links.all()) {
    const target = new URL((await link.getAttribute("href")) ?? "", page.url());
    expect(target.protocol).toBe("file:");
    expect(readFileSync(target).length).toBeGreaterThan(0);
  }
  await page.keyboard.press("Escape");
  await page.locator("dialog.places").waitFor({ state: "hidden" });
  expect(errors).toEqual([]);
  await page.close();
});

test("everything that can be clicked can be reached with the keyboard, and has a name", async () => {
  const { page, errors } = await open("light");
  const buttons = page.locator("main button:visible, main a[href]:visible, main [role=button]:visible");
  const names = await buttons.evaluateAll((elements) =>
    elements.map((element) => ({ name: (element.getAttribute("aria-label") ?? element.textContent).trim(), tab: (element as HTMLElement).tabIndex })),
  );
  expect(names.filter(({ name }) => !name)).toEqual([]);
  const reached = new Set<string>();
  for (let steps = 0; steps < 200; steps++) {
    await page.keyboard.press("Tab");
    const label = await page.evaluate(() => {
      const element = document.activeElement;
      return element && element !== document.body ? (element.getAttribute("aria-label") ?? element.textContent.trim()) : "";
    });
    if (!label && reached.size) break;
    reached.add(label);
  }
  expect(reached.size).toBeGreaterThan(5);
  // Return on the last one does what a click does
  await page.locator(".ranking-part button.row").first().focus();
  await page.keyboard.press("Enter");
  await page.locator("dialog.places[open]").waitFor();
  expect(errors).toEqual([]);
  await page.close();
});
