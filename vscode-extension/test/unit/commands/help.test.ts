import type { ExtensionContext } from "vscode";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { copyDebugInformation } from "../../../src/commands/debugInformation";
import { register } from "../../../src/commands/register";
import { WalkthroughSteps, welcome } from "../../../src/commands/walkthrough";
import { FakeSession, run } from "../fakeSession";
import * as fake from "../vscode";

let server: FakeSession;

beforeEach(() => {
  fake.reset();
  server = new FakeSession();
});

describe("debug information", () => {
  test("is of client and server, on the clipboard", async () => {
    server.execute.mockResolvedValueOnce("- tensorlift 0.1.0\n");
    await copyDebugInformation(server.session);
    expect(fake.env.clipboard.writeText).toHaveBeenCalledWith("- extension 1.2.3\n\n## Server\n\n- tensorlift 0.1.0\n");
    expect(fake.window.showInformationMessage).toHaveBeenCalledWith("The debug information is on the clipboard.", "Show");
  });

  test("does without a server", async () => {
    server.state = "missing";
    await copyDebugInformation(server.session);
    expect(server.execute).not.toHaveBeenCalled();
    expect(fake.env.clipboard.writeText).toHaveBeenCalledWith("- extension 1.2.3\n\n## Server\n\nThe server is not running.\n");
  });

  test("can be shown", async () => {
    server.execute.mockRejectedValueOnce(new Error("It does not answer."));
    fake.window.showInformationMessage.mockResolvedValueOnce("Show");
    await copyDebugInformation(server.session);
    expect(fake.workspace.openTextDocument).toHaveBeenCalledWith({
      content: "- extension 1.2.3\n\n## Server\n\nIt does not answer.\n",
      language: "markdown",
    });
  });
});

describe("the walkthrough", () => {
  const changed = new fake.EventEmitter<void>();
  let state: Map<string, unknown>;
  let findings: number | undefined;

  beforeEach(() => {
    state = new Map();
    findings = undefined;
    fake.window.tabGroups.all = [{ tabs: [] }];
  });

  function start(): void {
    const globalState = {
      get: (key: string) => state.get(key),
      update: (key: string, value: unknown) => Promise.resolve(state.set(key, value)),
    };
    const model = { totals: () => (findings === undefined ? undefined : { findings }), onDidChange: changed.event };
    welcome({ subscriptions: [], globalState, extension: { id: "tensorlift.tensorlift" } } as unknown as ExtensionContext, model as never);
  }

  async function find(count: number | undefined): Promise<unknown[][]> {
    findings = count;
    changed.fire();
    await Promise.resolve();
    return fake.commands.executeCommand.mock.calls;
  }

  test("opens once, when TensorFlow 1 is found for the first time", async () => {
    start();
    expect(await find(undefined)).toEqual([]);
    expect(await find(0)).toEqual([]);
    expect(await find(3)).toEqual([["workbench.action.openWalkthrough", "tensorlift.tensorlift#tensorlift.start", false]]);
    expect(await find(3)).toHaveLength(1);
    start();
    expect(await find(3)).toHaveLength(1);
  });

  test("covers nothing that is open", async () => {
    fake.window.tabGroups.all = [{ tabs: ["a.py"] }];
    start();
    expect(await find(3)).toEqual([]);
  });

  test("stays closed for those who want no walkthroughs", async () => {
    fake.settings.set("workbench.welcomePage.walkthroughs.openOnInstall", false);
    start();
    expect(await find(3)).toEqual([]);
  });
});

describe("the steps of the walkthrough", () => {
  const visibility = new fake.EventEmitter<void>();
  const ticked = () => fake.commands.executeCommand.mock.calls.map(([, key, value]) => `${String(key)} ${String(value)}`);

  test("are ticked when it is open, also those that were done before", async () => {
    vi.useFakeTimers();
    fake.window.tabGroups.all = [{ tabs: [{ input: {} }] }];
    server.state = "starting";
    const steps = new WalkthroughSteps(server.session, { isVisible: () => false, onDidChangeVisibility: visibility.event } as never);
    server.become("running");
    await vi.runAllTimersAsync();
    expect(ticked()).toEqual([]);
    fake.window.tabGroups.all = [{ tabs: [{ input: undefined }] }];
    fake.events.tabs.fire(undefined);
    await vi.runAllTimersAsync();
    // never true when the walkthrough is loaded
    expect(ticked()).toEqual(["tensorlift.walkthrough.running true", "tensorlift.walkthrough.running false"]);
    steps.fixed();
    await vi.runAllTimersAsync();
    expect(ticked()).toContain("tensorlift.walkthrough.fixed true");
    expect(ticked()).not.toContain("tensorlift.walkthrough.seen true");
    steps.dispose();
    vi.useRealTimers();
  });
});

test("a command that fails tells why, once", async () => {
  register(server.session, "tensorlift.x", () => Promise.reject(new Error("It is raining.")));
  await run("tensorlift.x");
  expect(fake.window.showErrorMessage.mock.calls).toEqual([["tensorlift: It is raining."]]);
  expect(server.output.error).toHaveBeenCalledWith("tensorlift.x: It is raining.");
});

test("a command that is cancelled tells nothing", async () => {
  register(server.session, "tensorlift.x", () => Promise.reject(new fake.CancellationError()));
  await run("tensorlift.x");
  expect(fake.window.showErrorMessage).not.toHaveBeenCalled();
});
