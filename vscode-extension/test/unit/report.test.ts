import type { ExtensionContext } from "vscode";
import { afterEach, beforeEach, describe, expect, test, vi, type Mock } from "vitest";
import type { MigrationModel } from "../../src/migration/index";
import { registerReport } from "../../src/report/panel";
import { REPORT } from "../../src/server/protocol";
import { FakeSession, run } from "./fakeSession";
import * as fake from "./vscode";

class FakePanel {
  readonly received = new fake.EventEmitter<unknown>();
  readonly disposed = new fake.EventEmitter<void>();
  readonly shown: string[] = [];
  readonly reveal = vi.fn();
  readonly dispose = vi.fn();
  readonly onDidDispose = this.disposed.event;
  readonly viewState = new fake.EventEmitter<void>();
  readonly onDidChangeViewState = this.viewState.event;
  visible = true;
  readonly webview = {
    cspSource: "https://host",
    options: {},
    postMessage: vi.fn(() => Promise.resolve(true)),
    onDidReceiveMessage: this.received.event,
    set html(text: string) {
      shown.push(text);
    },
  };
}

let shown: string[];
let server: FakeSession;
let panel: FakePanel;
let found: fake.EventEmitter<void>;
let model: { totals: Mock; refresh: Mock<() => Promise<void>> };

beforeEach(() => {
  fake.reset();
  shown = [];
  server = new FakeSession();
  server.answers.set(REPORT, () => ({ html: "<p>report</p>" }));
  panel = new FakePanel();
  found = new fake.EventEmitter();
  model = { totals: vi.fn(() => ({})), refresh: vi.fn(() => Promise.resolve()) };
  fake.window.createWebviewPanel.mockImplementation(() => panel);
  registerReport({ subscriptions: [], extensionUri: fake.Uri.file("/extension") } as unknown as ExtensionContext, server.session, {
    ...model,
    onDidChangeFindings: found.event,
  } as unknown as MigrationModel);
});

const settle = () => new Promise((done) => setTimeout(done));

test("the report is asked for with what the webview allows", async () => {
  await run("tensorlift.showReport");
  const params = server.requests[0]?.params ?? {};
  expect(params["cspSource"]).toBe("https://host");
  expect(params["nonce"]).toMatch(/^.{20,}$/);
  expect(shown.at(-1)).toBe("<p>report</p>");
  expect(panel.webview.options).toEqual({ enableScripts: true, localResourceRoots: [] });
});

test("a page waits meanwhile, and shows the progress", async () => {
  server.answers.set(REPORT, (_params, _token, onProgress) => {
    onProgress?.(40);
    return { html: "<p>report</p>" };
  });
  await run("tensorlift.showReport");
  expect(shown[0]).toContain("Reading the workspace");
  expect(shown[0]).toMatch(/default-src 'none'; style-src 'nonce-([^']+)'; script-src 'nonce-\1'.*<script nonce="\1">/s);
  expect(panel.webview.postMessage).toHaveBeenCalledWith({ percentage: 40 });
});

test("there is one panel, and it is brought up to date without a blank in between", async () => {
  await run("tensorlift.showReport");
  server.answers.set(REPORT, () => ({ html: "<p>newer</p>" }));
  await run("tensorlift.showReport");
  expect(fake.window.createWebviewPanel).toHaveBeenCalledOnce();
  expect(panel.reveal).toHaveBeenCalledOnce();
  expect(shown.slice(1)).toEqual(["<p>report</p>", "<p>newer</p>"]);
  expect(new Set(server.requests.map(({ params }) => params["nonce"])).size).toBe(2);
});

test("a closed panel is forgotten, with what is made for it", async () => {
  let token: { isCancellationRequested: boolean } | undefined;
  server.answers.set(REPORT, (_params, given) => {
    token = given;
    return new Promise(() => undefined);
  });
  void run("tensorlift.showReport");
  await settle();
  panel.disposed.fire();
  expect(token?.isCancellationRequested).toBe(true);
  server.answers.set(REPORT, () => ({ html: "<p>report</p>" }));
  await run("tensorlift.showReport");
  expect(fake.window.createWebviewPanel).toHaveBeenCalledTimes(2);
});

test("a report that failed without a server is made when there is one", async () => {
  server.answers.set(REPORT, () => {
    throw new Error("tensorlift is not installed.");
  });
  await run("tensorlift.showReport");
  expect(shown.at(-1)).toContain("tensorlift is not installed.");
  server.answers.set(REPORT, () => ({ html: "<p>report</p>" }));
  server.become("starting");
  await settle();
  expect(shown.at(-1)).toContain("tensorlift is not installed.");
  server.become("running");
  await settle();
  expect(shown.at(-1)).toBe("<p>report</p>");
  const { length } = server.requests;
  server.become("running");
  await settle();
  expect(server.requests).toHaveLength(length);
});

test("a failure is told on the page, and can be tried again", async () => {
  server.answers.set(REPORT, () => {
    throw new Error("No <server>.");
  });
  await run("tensorlift.showReport");
  expect(shown.at(-1)).toContain("No &#60;server&#62;.");
  server.answers.set(REPORT, () => ({ html: "<p>report</p>" }));
  panel.received.fire({ command: "refresh" });
  await settle();
  expect(shown.at(-1)).toBe("<p>report</p>");
});

describe("the page", () => {
  beforeEach(() => run("tensorlift.showReport"));

  test("opens code beside itself", async () => {
    panel.received.fire({ command: "open", uri: "file:///project/a.py", line: 12, character: 4 });
    await settle();
    expect(fake.commands.executeCommand).toHaveBeenCalledWith("vscode.open", fake.Uri.parse("file:///project/a.py"), {
      viewColumn: fake.ViewColumn.Beside,
      selection: new fake.Range(11, 4, 11, 4),
    });
  });

  test("has a file fixed", async () => {
    panel.received.fire({ command: "fixFile", uri: "file:///project/a.py" });
    await settle();
    expect(fake.commands.executeCommand).toHaveBeenCalledWith("tensorlift.liftFile", fake.Uri.parse("file:///project/a.py"));
  });
});

describe("the panel follows the project", () => {
  beforeEach(async () => {
    vi.useFakeTimers();
    await run("tensorlift.showReport");
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  test("once, when several changes have settled", async () => {
    found.fire();
    await vi.advanceTimersByTimeAsync(300);
    found.fire();
    await vi.advanceTimersByTimeAsync(300);
    expect(server.requests).toHaveLength(1);
    await vi.runAllTimersAsync();
    expect(server.requests).toHaveLength(2);
  });

  test("when it is seen again", async () => {
    panel.visible = false;
    found.fire();
    await vi.runAllTimersAsync();
    expect(server.requests).toHaveLength(1);
    panel.visible = true;
    panel.viewState.fire();
    panel.viewState.fire();
    await vi.runAllTimersAsync();
    expect(server.requests).toHaveLength(2);
  });

  test("not when it is closed", async () => {
    panel.disposed.fire();
    found.fire();
    await vi.runAllTimersAsync();
    expect(server.requests).toHaveLength(1);
  });
});

test("a report begins the readings that it follows, and is not made twice for the first", async () => {
  vi.useFakeTimers();
  model.totals.mockReturnValue(undefined);
  model.refresh.mockImplementation(() => {
    found.fire();
    return Promise.resolve();
  });
  await run("tensorlift.showReport");
  await vi.runAllTimersAsync();
  expect(model.refresh).toHaveBeenCalledOnce();
  expect(server.requests).toHaveLength(1);
  vi.useRealTimers();
});

test("the report of the last time is made again", async () => {
  const [[, serializer]] = fake.window.registerWebviewPanelSerializer.mock.calls as unknown as [[string, { deserializeWebviewPanel(panel: FakePanel): Promise<void> }]];
  await serializer.deserializeWebviewPanel(panel);
  expect(shown.at(-1)).toBe("<p>report</p>");
});

test("the report is saved for any browser", async () => {
  const target = fake.Uri.file("/project/report.html");
  fake.window.showSaveDialog.mockResolvedValueOnce(target);
  fake.window.showInformationMessage.mockResolvedValueOnce("Open in Browser");
  await run("tensorlift.saveReport");
  expect(server.requests.map(({ params }) => params)).toEqual([{ nonce: "", cspSource: "" }]);
  expect(fake.workspace.fs.writeFile).toHaveBeenCalledWith(target, Buffer.from("<p>report</p>"));
  expect(fake.env.openExternal).toHaveBeenCalledWith(target);
});

test("nothing is made if no place to save is chosen", async () => {
  await run("tensorlift.saveReport");
  expect(server.requests).toEqual([]);
});
