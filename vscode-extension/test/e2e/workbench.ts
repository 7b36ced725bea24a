import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ConsoleMessage, Frame, Locator, Page } from "playwright-core";
import { titleOf } from "./manifest";
import { writeSettings } from "./settings";
import { PATIENCE, until } from "./wait";

export const WIDTH = 1280;
export const HEIGHT = 800;

const IMAGES = fileURLToPath(new URL("../../../docs/images", import.meta.url));

/** Lines of the console that VS Code in a browser always prints. */
const NOISE = /vsda|open-vsx|favicon|ERR_(INTERNET|NAME|CONNECTION)|marketplace|An iframe which has both allow-scripts|_static|nls\.messages|update\/check/;

/** A VS Code window: what a person does in it and sees. */
export class Workbench {
  /** Errors of the browser's console. */
  readonly errors: string[] = [];

  constructor(
    readonly page: Page,
    readonly folder: string,
  ) {
    page.setDefaultTimeout(PATIENCE);
    page.on("console", (message: ConsoleMessage) => {
      if (message.type() === "error" && !NOISE.test(message.text() + message.location().url)) {
        this.errors.push(message.text());
      }
    });
  }

  async started(): Promise<void> {
    await this.page.locator(".explorer-folders-view .monaco-list-row, .monaco-dialog-box").first().waitFor({ timeout: 90_000 });
  }

  /** Takes a picture for the documentation, if those are to be made anew. */
  async picture(name: string): Promise<void> {
    if (process.env["UPDATE_SCREENSHOTS"]) {
      mkdirSync(IMAGES, { recursive: true });
      await this.page.screenshot({ path: join(IMAGES, `${name}.png`), animations: "disabled" });
    }
  }

  /** Closes what is open above the editor. */
  async escape(): Promise<void> {
    await this.page.keyboard.press("Escape");
  }

  // files

  /** What is on disk. */
  text(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  /** Opens a file of the folder, at a line and column (from 1) if given. */
  async openFile(file: string, position?: { line: number; column: number }): Promise<void> {
    const name = file.split("/").at(-1) ?? file;
    await this.pickEditor(position ? `${file}:${position.line}:${position.column}` : file, name, this.editor(name));
  }

  /** The editor of a file that is in front. */
  editor(name: string): Locator {
    return this.page.locator(`.editor-instance[aria-label*="${name}"], .editor-group-container:has(.tab.active[data-resource-name="${name}"]) .editor-instance`).first();
  }

  /** The tab of an editor or of a page. */
  tab(label: string): Locator {
    return this.page.locator(".tabs-container .tab", { hasText: label });
  }

  async save(): Promise<void> {
    await this.page.keyboard.press("Control+s");
  }

  /** Where the cursor is, as the status bar says it: "Ln 1, Col 1". */
  async position(): Promise<string> {
    return this.page.locator("#status\\.editor\\.selection").innerText();
  }

  /** The lines of the editor in front that are on the screen. */
  async visibleText(): Promise<string> {
    const lines = await this.page.locator(".editor-instance .view-line").evaluateAll((elements) =>
      elements
        .map((element) => ({ top: element.getBoundingClientRect().top, text: element.textContent }))
        .sort((one, other) => one.top - other.top)
        .map(({ text }) => text),
    );
    return lines.join("\n").replaceAll("\u00a0", " ");
  }

  /** Writes the folder's settings. */
  configure(settings: Record<string, unknown>): void {
    writeSettings(this.path(".vscode"), settings);
  }

  /** Where a file of the folder is. */
  path(file: string): string {
    return join(this.folder, file);
  }

  // notebooks

  /** Opens a notebook in the notebook editor. */
  async openNotebook(name: string): Promise<void> {
    await this.pickEditor(name, name, this.page.locator(".notebookOverlay .cell-list-container .monaco-list-row").first());
  }

  /** Puts the cursor on a piece of code in a cell. */
  async clickCode(code: string): Promise<void> {
    const found = await until(`${code} is on the screen`, () =>
      this.page.evaluate((wanted) => {
        for (const line of document.querySelectorAll(".notebookOverlay .view-line")) {
          const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
          let text = "";
          const nodes: [Node, number][] = [];
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            nodes.push([node, text.length]);
            text += (node.textContent ?? "").replaceAll("\u00a0", " ");
          }
          const at = text.indexOf(wanted) + wanted.length - 1;
          const [node, start] = nodes.findLast(([, from]) => from <= at) ?? [];
          if (text.includes(wanted) && node && start !== undefined) {
            const range = document.createRange();
            range.setStart(node, at - start);
            range.setEnd(node, at - start + 1);
            const { x, y, width, height } = range.getBoundingClientRect();
            const point = { x: x + width / 3, y: y + height / 2 };
            // notebooks that are behind another one stay in the document
            if (line.contains(document.elementFromPoint(point.x, point.y))) {
              return point;
            }
          }
        }
        return undefined;
      }, code),
    );
    await this.page.mouse.click(found.x, found.y);
  }

  /** The code of the cells on the screen. */
  async cellText(): Promise<string> {
    const lines = await this.page.locator(".notebookOverlay:visible .view-line:visible").allInnerTexts();
    return lines.join("\n").replaceAll("\u00a0", " ");
  }

  // quick input

  private get quickInput(): Locator {
    return this.page.locator(".quick-input-widget:visible");
  }

  /** Opens a quick pick with a key, types, and takes the row that contains a text. */
  private async pick(key: string, text: string, row: string): Promise<void> {
    // what happens elsewhere in the window may close it again
    await until(`${row} is in the quick pick`, async () => {
      if (!(await this.quickInput.isVisible())) {
        await this.page.keyboard.press(key);
      }
      const input = this.quickInput.locator("input").first();
      try {
        await input.fill(`${key === "F1" ? ">" : ""}${text}`, { timeout: 3000 });
        await this.quickInput.locator(".monaco-list-row", { hasText: row }).first().click({ timeout: 3000 });
        return true;
      } catch {
        // on a page, Escape would do something else
        if (await this.quickInput.isVisible()) {
          await this.escape();
        }
        return false;
      }
    });
  }

  /** Opens a file by its name; a quick pick that closes in the same moment takes the click and opens nothing. */
  private async pickEditor(text: string, name: string, editor: Locator): Promise<void> {
    await until(`${name} is open`, async () => {
      await this.pick("Control+p", text, name);
      return editor.waitFor({ state: "attached", timeout: 8000 }).then(
        () => true,
        () => false,
      );
    });
  }

  /** Takes a row of the quick pick that is open. */
  async choose(row: string | RegExp): Promise<void> {
    const wanted = this.quickInput.locator(".monaco-list-row", { hasText: row }).first();
    await wanted.waitFor();
    await wanted.click();
  }

  /** The rows of the quick pick that is open. */
  async choices(): Promise<string[]> {
    await this.quickInput.locator(".monaco-list-row").first().waitFor();
    return this.quickInput.locator(".monaco-list-row").evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label") ?? ""));
  }

  /** Types an answer into the input box that is open, which may have a proposal. */
  async answer(text: string): Promise<void> {
    const input = this.quickInput.locator("input").first();
    await until("the input box has the answer", async () => {
      await input.fill(text);
      // a proposal that comes late takes its place
      await new Promise((done) => setTimeout(done, 300));
      return (await input.inputValue()) === text;
    });
    // a dialog for files has a button; the first time it may only step into a folder
    const button = this.quickInput.locator(".quick-input-action .monaco-button:visible").first();
    if (!(await button.isVisible())) {
      await this.page.keyboard.press("Enter");
      return;
    }
    await until(
      "the dialog closes",
      async () => {
        await button.click({ timeout: 1000 }).catch(() => undefined);
        return !(await button.isVisible());
      },
      { interval: 500 },
    );
  }

  /** Runs a command of ours from the palette. */
  async run(id: string): Promise<void> {
    await this.command(titleOf(id));
  }

  /** Runs a command by its title, as the palette shows it. */
  async command(title: string): Promise<void> {
    await this.pick("F1", title, title);
  }

  // what the editor shows

  /** The squiggles on the screen, of all kinds or one. */
  squiggles(kind?: "error" | "warning" | "info"): Locator {
    const kinds = kind ? [kind] : ["error", "warning", "info"];
    return this.page.locator(kinds.map((name) => `.monaco-editor .squiggly-${name}`).join(", "));
  }

  /** The numbers of errors and warnings (informations are not counted) that the status bar shows. */
  async problems(): Promise<string> {
    return (await this.page.locator("#status\\.problems").getAttribute("aria-label")) ?? "";
  }

  /** Opens the hover of the cursor's place; returns its texts. */
  async hover(): Promise<string[]> {
    await this.page.keyboard.press("Control+k");
    await this.page.keyboard.press("Control+i");
    const rows = this.page.locator(".monaco-hover:not(.hidden) .hover-row");
    await rows.first().waitFor();
    await until("the hover has its text", async () => !(await rows.allInnerTexts()).join().includes("Loading..."));
    return (await rows.allInnerTexts()).map((text) => text.trim());
  }

  /** Opens the lightbulb's menu; returns its titles, among them the one that is waited for. */
  async codeActions(wanted: (title: string) => boolean = () => true): Promise<string[]> {
    const rows = this.page.locator(".action-widget .monaco-list-row.action");
    let titles: string[] = [];
    // the server may not be there yet: then the menu is empty; findings that arrive close it
    return until("the lightbulb offers what is wanted", async () => {
      await this.page.keyboard.press("Control+.");
      await rows.first().waitFor({ timeout: 3000 }).catch(() => undefined);
      titles = (await rows.allInnerTexts()).map((text) => text.trim());
      if (titles.some(wanted)) {
        return titles;
      }
      // in an open menu the key would take the first entry, and in a cell without a menu Escape would leave the cell
      if (await this.page.locator(".action-widget").isVisible()) {
        await this.page.keyboard.press("Escape");
      }
      return undefined;
    }).catch((error: unknown) => {
      throw new Error(`The lightbulb offers ${titles.join(", ") || "nothing"}.`, { cause: error });
    });
  }

  /** Takes an entry of the lightbulb's menu; the menu takes no clicks. */
  async codeAction(title: string | RegExp): Promise<void> {
    const isWanted = (text: string): boolean => (typeof title === "string" ? text.includes(title) : title.test(text));
    const focused = this.page.locator(".action-widget .monaco-list-row.focused");
    await until(`${String(title)} is taken`, async () => {
      const entries = (await this.codeActions(isWanted)).length;
      for (let steps = 0; steps <= entries; steps++) {
        const text = await focused.innerText({ timeout: 1000 }).catch(() => undefined);
        if (text === undefined) {
          return false; // findings that arrived have closed the menu
        }
        if (isWanted(text.trim())) {
          await this.page.keyboard.press("Enter");
          return true;
        }
        await this.page.keyboard.press("ArrowDown");
      }
      await this.page.keyboard.press("Escape");
      return false;
    });
  }

  /** The code lenses on the screen. */
  async lenses(): Promise<string[]> {
    return (await this.page.locator(".codelens-decoration").allInnerTexts()).map((text) => text.replaceAll("\u00a0", " ").trim()).filter(Boolean);
  }

  // notifications, dialogs, status bar

  /** A notification that contains a text. */
  notification(text: string | RegExp): Locator {
    return this.page.locator(".notification-toast .notification-list-item", { hasText: text });
  }

  /** The button of a notification or of a dialog. */
  button(container: Locator, label: string | RegExp): Locator {
    return container.locator(".monaco-button, .monaco-text-button", { hasText: label }).first();
  }

  /** The dialog that is open. */
  get dialog(): Locator {
    return this.page.locator(".monaco-dialog-box");
  }

  /** The status item of tensorlift. */
  get status(): Locator {
    return this.page.locator('.statusbar-item[id*="tensorlift"]');
  }

  /** What the Output panel shows. */
  async output(): Promise<string> {
    const lines = await this.page.locator(".output-view-container .view-line, .output-view .view-line").allInnerTexts();
    return lines.join("\n").replaceAll("\u00a0", " ");
  }

  // views

  /** Opens the Migration view with its icon. */
  async openMigration(): Promise<void> {
    await this.page.locator('.activitybar .action-label[aria-label^="Migration"]').click({ force: true }); // also where the badge is
    await this.page.locator(".sidebar .composite.title h2", { hasText: /migration/i }).waitFor();
  }

  /** The tree of the Migration view. */
  get migrationTree(): Locator {
    return this.page.locator(".sidebar .customview-tree .monaco-list");
  }

  /** A row of the Migration view. */
  migrationRow(text: string): Locator {
    return this.migrationTree.locator(".monaco-list-row", { hasText: text }).first();
  }

  /** The button of a command of ours above the Migration view. */
  viewButton(id: string): Locator {
    return this.page.locator(`.sidebar .title .action-label[aria-label^="${titleOf(id).replace(/^tensorlift: /, "")}"]`);
  }

  /** The number on the icon of the Migration view. */
  async badge(): Promise<string> {
    return this.page.locator('.activitybar .action-item:has([aria-label^="Migration"]) .badge-content').innerText();
  }

  /** A row of the Explorer. */
  explorerRow(name: string): Locator {
    return this.page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).first();
  }

  /** The part of the window with the Refactor Preview, its buttons included. */
  get refactorPreviewPart(): Locator {
    return this.page.locator(".bulk-edit-panel");
  }

  /** The rows of the Refactor Preview. */
  get refactorPreview(): Locator {
    return this.refactorPreviewPart.locator(".monaco-list-row").first();
  }

  /** The texts of all rows of the Refactor Preview. */
  async previewRows(): Promise<string[]> {
    const found = new Set<string>();
    await this.refactorPreviewPart.locator(".monaco-list").focus();
    await this.page.keyboard.press("Home");
    await until("the last row is reached", async () => {
      for (const text of await this.refactorPreviewPart.locator(".monaco-list-row").allInnerTexts()) {
        found.add(text.replaceAll(/\s+/g, " ").trim());
      }
      await this.page.keyboard.press("PageDown");
      return (await this.refactorPreviewPart.locator('.monaco-list-row.focused[data-last-element="true"]').count()) > 0;
    });
    for (const text of await this.refactorPreviewPart.locator(".monaco-list-row").allInnerTexts()) {
      found.add(text.replaceAll(/\s+/g, " ").trim());
    }
    return [...found];
  }

  /** Takes the tick away from a file in the Refactor Preview, with the keyboard. */
  async untick(name: string): Promise<void> {
    await this.refactorPreviewPart.locator(".monaco-list").focus();
    await this.page.keyboard.press("Home");
    const focused = this.refactorPreviewPart.locator(".monaco-list-row.focused");
    await until(`${name} is reached`, async () => {
      if ((await focused.innerText()).includes(name)) {
        return true;
      }
      await this.page.keyboard.press("ArrowDown");
      return false;
    });
    await focused.locator("input[type=checkbox]").click();
  }

  /** Opens the context menu of an element, and takes an entry of our menu in it. */
  async contextMenu(element: Locator, entry: string): Promise<void> {
    await element.click({ button: "right" });
    const entries = this.page.locator(".monaco-menu .action-item");
    const item = entries.filter({ hasText: entry }).first();
    const menu = entries.filter({ hasText: /^tensorlift$/ }).first();
    await until("our menu is open", async () => {
      await menu.hover();
      await this.page.keyboard.press("ArrowRight");
      return item.isVisible();
    });
    // a menu that has just opened takes no clicks
    await until("the menu has done it", async () => {
      if (!(await item.isVisible())) {
        return true;
      }
      await item.hover();
      await this.page.keyboard.press("Enter");
      return false;
    });
  }

  /** The inner frame of a webview that contains an element. */
  async webview(selector: string): Promise<Frame> {
    return until(`a webview with ${selector}`, async () => {
      for (const frame of this.page.frames()) {
        if (frame !== this.page.mainFrame() && (await frame.locator(selector).count().catch(() => 0))) {
          return frame;
        }
      }
      return undefined;
    });
  }

  /** Closes the window as a person does, so that VS Code can say goodbye to the extension host. */
  async close(): Promise<void> {
    const closed = this.page.waitForEvent("close");
    await this.page.close({ runBeforeUnload: true });
    await closed;
  }
}
