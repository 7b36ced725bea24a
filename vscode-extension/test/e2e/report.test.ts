import { beforeAll, expect, test } from "vitest";
import type { Frame } from "playwright-core";
import { Code, findings } from "./code";
import { until } from "./wait";
import type { Workbench } from "./workbench";

let code: Code;
let window: Workbench;
let report: Frame;

beforeAll(async () => {
  code = await Code.start();
  window = await code.open(code.copy("examples/programs"));
});

/** The lightness of the report's background, from 0 to 255. */
function lightness(): Promise<number> {
  return report.evaluate(() => {
    const [red = 0, green = 0, blue = 0] = (getComputedStyle(document.body).backgroundColor.match(/\d+/g) ?? []).map(Number);
    return (red + green + blue) / 3;
  });
}

test("the report opens from the Migration view and tells what there is to do", async () => {
  await window.openMigration();
  await window.migrationRow("text_cnn").click();
  await window.migrationRow("text_cnn.py").click();
  await window.migrationRow("tf.contrib.layers").click();
  await window.squiggles("error").first().waitFor();
  await window.viewButton("tensorlift.showReport").click();
  report = await window.webview("section.hero");
  const said = (await report.locator("main").innerText()).replaceAll(",", "");
  expect(said).toContain(String(findings(window.folder).length));
  // no tooltip on the picture
  await window.page.mouse.move(640, 799);
  await window.page.locator(".workbench-hover:visible").waitFor({ state: "hidden" });
  await window.picture("migration-view");
  // the view beside it is in the other picture
  await window.page.keyboard.press("Control+b");
  await until("it has the whole width", async () => (await report.evaluate(() => innerWidth)) > 1000);
  expect(await lightness()).toBeGreaterThan(200);
  await window.picture("panel-light");
});

test("a click leads to the code", async () => {
  await report.locator(".ranking-part button.row").first().click();
  await report.locator("dialog.places[open] button.place").first().click();
  await window.page.locator(".editor-instance .view-line").first().waitFor();
  await window.squiggles().first().waitFor();
  expect(await window.position()).toMatch(/^Ln \d+, Col \d+/);
});

test("it follows a dark theme", async () => {
  await window.command("View: Close Editor");
  await window.command("Preferences: Color Theme");
  await window.choose("Dark Modern");
  report = await window.webview("section.hero");
  await until("the report is dark", async () => (await lightness()) < 80);
  if (await report.locator("dialog.places[open]").count()) {
    await report.locator('dialog.places button[aria-label="Close"]').click();
  }
  await window.picture("panel-dark");
});

test("the report follows what has changed meanwhile", async () => {
  const before = findings(window.folder).length;
  await window.openFile("text_cnn.py", { line: 1, column: 1 });
  await window.squiggles("error").first().waitFor();
  await window.run("tensorlift.liftFile");
  await until("the file is fixed", async () => (await window.page.locator(".tab.active.dirty").count()) === 1);
  await window.save();
  await until("it is written", async () => (await window.page.locator(".tab.active.dirty").count()) === 0);
  // the view is not looked at
  await window.page.keyboard.press("Control+Shift+e");
  const after = findings(window.folder).length;
  expect(after).toBeLessThan(before);
  await window.command("View: Close Editor");
  await until("the new number is there", async () => {
    report = await window.webview("section.hero");
    // the page is made anew meanwhile
    const said = await report.locator("main").innerText({ timeout: 2000 }).catch(() => "");
    return said.replaceAll(",", "").includes(String(after));
  });
});

test("it is there again after the window was loaded again", async () => {
  const total = String(findings(window.folder).length);
  await window.page.reload();
  // which tab is in front is written down now and then only, and a page behind others is made when it is looked at
  await window.tab("Migration Report").click();
  await until("the number is there", async () => {
    report = await window.webview("section.hero");
    // the page is made anew meanwhile
    const said = await report.locator("main").innerText({ timeout: 2000 }).catch(() => "");
    return said.replaceAll(",", "").includes(total);
  });
});

test("the browser had nothing to complain about", () => {
  expect(window.errors.filter((text) => /Content Security Policy|tensorlift/i.test(text))).toEqual([]);
});
