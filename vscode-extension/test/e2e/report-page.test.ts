import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium as browsers, type Browser, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { chromium } from "../../scripts/install-code-server.mjs";
import { PYTHON } from "./code";

const EXAMPLES = fileURLToPath(new URL("../../../examples", import.meta.url));

interface Sent {
  command: string;
  uri?: string;
  line?: number;
  character?: number;
}

let folder: string;
let browser: Browser;
let errors: string[];

/** Runs `tensorlift report` on the project and returns the page. */
function report(...options: string[]): string {
  const page = join(folder, "report.html");
  const { status, stderr } = spawnSync(PYTHON, ["-m", "tensorlift", "report", join(folder, "project"), "--html", page, "--quiet", ...options], {
    encoding: "utf8",
  });
  if (status !== 0) {
    throw new Error(stderr);
  }
  return page;
}

async function open(path: string, options: { width?: number; dark?: boolean; editor?: boolean } = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: 900 },
    colorScheme: options.dark ? "dark" : "light",
    offline: true,
  });
  const page = await context.newPage();
  page.on("console", (message) => errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) {
      errors.push(request.url());
    }
  });
  if (options.editor) {
    await page.addInitScript({
      content: "globalThis.sent = []; globalThis.acquireVsCodeApi = () => ({ postMessage: (message) => sent.push(message), getState() {}, setState() {} });",
    });
  }
  await page.goto(pathToFileURL(path).href);
  return page;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tensorlift-report-"));
  // enough of them for a list that is shown in parts
  cpSync(EXAMPLES, join(folder, "project"), { recursive: true, filter: (name) => !/programs.[d-z]/.test(name) });
  browser = await browsers.launch({ executablePath: chromium(), args: ["--no-sandbox", "--disable-gpu"] });
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

describe("the page of the report in a browser", () => {
  let path: string;

  beforeAll(() => {
    path = report();
  });

  // The policy blocks what it does not allow with an error on the console.
  afterEach(() => {
    expect(errors).toEqual([]);
  });

  test.each([500, 900, 1600])("fits into a window of %i pixels", async (width) => {
    errors = [];
    const page = await open(path, { width });
    await page.locator(".map .tile").first().waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    expect(await page.locator(".road > li").count()).toBe(6);
    await page.context().close();
  });

  test("is light or dark as the system is", async () => {
    errors = [];
    const colour = async (dark: boolean): Promise<unknown> => {
      const page = await open(path, { dark });
      const found = await page.evaluate("getComputedStyle(document.body).backgroundColor");
      await page.context().close();
      return found;
    };
    expect(await colour(true)).not.toBe(await colour(false));
  });

  test("everything follows what is chosen", async () => {
    errors = [];
    const page = await open(path);
    const all = page.locator(".filters .all");
    const places = async (): Promise<number> => Number(/[\d,]+/.exec((await all.textContent()) ?? "")?.[0].replaceAll(",", ""));
    const total = await places();
    const figure = (id: string) => page.locator(`[data-key="station-${id}"] .figure`).textContent();
    const contrib = Number((await figure("contrib"))?.replaceAll(",", ""));
    await page.locator('[data-key="station-contrib"]').press("Enter");
    expect(await places()).toBe(contrib);
    expect(contrib).toBeLessThan(total);
    // the element that was pressed is drawn anew, and keeps the focus
    expect(await page.evaluate("document.activeElement.dataset.key")).toBe("station-contrib");
    const symbols = await page.locator(".rows .name").allTextContents();
    expect(symbols.filter((name) => !name.startsWith("tf.contrib"))).toEqual([]);
    await page.locator('[data-key="remove-step"]').click();
    expect(await places()).toBe(total);
    await page.context().close();
  });

  test("a symbol leads to its places, and these to the code", async () => {
    errors = [];
    const page = await open(path);
    const symbol = await page.locator(".rows .name").first().textContent();
    await page.locator(".rows .row").first().click();
    expect(await page.locator("dialog h2").textContent()).toBe(symbol);
    const place = page.locator("dialog .place").first();
    const address = new URL((await place.getAttribute("href")) ?? "", page.url());
    const line = Number(address.hash.replace("#L", "") || "1");
    const name = (symbol ?? "").split(".").at(-1) ?? "";
    expect(readFileSync(fileURLToPath(new URL(address.pathname, "file:")), "utf8").split("\n")[line - 1]).toContain(name);
    await page.keyboard.press("Escape");
    expect(await page.locator("dialog[open]").count()).toBe(0);
    await page.context().close();
  });

  test("the keyboard goes through the map", async () => {
    errors = [];
    const page = await open(path);
    await page.locator(".map .head", { hasText: "programs" }).first().press("Enter");
    expect(await page.locator(".trail").textContent()).toBe("project / programs");
    const label = "document.activeElement.getAttribute('aria-label')";
    const first = await page.evaluate(label);
    await page.keyboard.press("ArrowRight");
    expect(await page.evaluate(label)).not.toBe(first);
    await page.keyboard.press("Backspace");
    expect(await page.locator(".trail").textContent()).toBe("project");
    await page.context().close();
  });

  test("a list of places is shown in parts", async () => {
    errors = [];
    const page = await open(path);
    await page.locator(".filters .all").click();
    expect(await page.locator("dialog .place").count()).toBe(150);
    await page.locator("dialog .more").click();
    expect(await page.locator("dialog .place").count()).toBe(300);
    await page.context().close();
  });
});

test("in an editor everything is said to the editor", async () => {
  errors = [];
  const page = await open(report(), { editor: true });
  await page.locator(".rows .row").first().click();
  await page.locator("dialog .place").first().click();
  await page.locator("dialog .file").first().click();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Refresh" }).click();
  const sent = await page.evaluate<Sent[]>("sent");
  expect(sent.map(({ command }) => command)).toEqual(["open", "open", "refresh"]);
  expect(sent[0]?.line).toBeGreaterThan(1);
  expect(sent[1]).toMatchObject({ line: 1, character: 0 });
  expect(await page.locator("a[href]:not([href^='https://'])").count()).toBe(0);
  expect(errors).toEqual([]);
  await page.context().close();
});

test("shows how the project has come on", async () => {
  errors = [];
  const json = join(folder, "report.json");
  report("--json", json);
  spawnSync(PYTHON, ["-m", "tensorlift", "fix", "--quiet", join(folder, "project/cnn_low_level.py")]);
  const page = await open(report("--since", json));
  expect(await page.locator(".history .point").count()).toBe(2);
  expect(await page.locator(".changes").textContent()).toMatch(/^−[\d,]+ findings/);
  await page.context().close();
  expect(errors).toEqual([]);
});

test("is glad where nothing is left to do", async () => {
  errors = [];
  rmSync(join(folder, "project"), { recursive: true });
  mkdirSync(join(folder, "project"));
  writeFileSync(join(folder, "project/done.py"), "import tensorflow as tf\n\nprint(tf.math.log(2.0))\n");
  const page = await open(report());
  expect(await page.locator(".pleased h2").textContent()).toBe("Nothing left to do");
  await page.context().close();
  expect(errors).toEqual([]);
});
