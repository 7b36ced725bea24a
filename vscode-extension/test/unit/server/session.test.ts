import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type * as vscode from "vscode";
import { connect, type Connection, type ConnectOptions } from "../../../src/server/client";
import { EnvironmentError, type EnvironmentState } from "../../../src/server/environment";
import type { Probe } from "../../../src/server/interpreter";
import { Session, type SessionParts, type State } from "../../../src/server/session";
import * as fake from "../vscode";

vi.mock("../../../src/server/client", () => ({ connect: vi.fn() }));

// what the machine of the test has must not come into it
vi.mock("../../../src/server/candidates", async (original) => ({
  ...(await original<object>()),
  onPath: async function* () {
    yield await Promise.resolve({ command: ["/usr/bin/python3"] });
  },
}));

const PYTHON = { version: "3.11.2", venv: true, ensurepip: true, pip: true };

interface Started extends Omit<Connection, "request"> {
  options: ConnectOptions;
  request: Connection["request"] & ReturnType<typeof vi.fn>;
  stop: ReturnType<typeof vi.fn<() => Promise<void>>>;
}

let started: Started[];
let states: State[];
let output: ReturnType<typeof fake.window.createOutputChannel>;
let environment: { state: EnvironmentState; create: ReturnType<typeof vi.fn<(...args: never[]) => Promise<void>>>; keep: ReturnType<typeof vi.fn> };
let probe: ReturnType<typeof vi.fn<Probe>>;
let session: Session;

beforeEach(() => {
  fake.reset();
  started = [];
  states = [];
  output = fake.window.createOutputChannel("tensorlift");
  environment = {
    state: "ready",
    create: vi.fn(() => {
      environment.state = "ready";
      return Promise.resolve();
    }),
    keep: vi.fn(() => Promise.resolve()),
  };
  probe = vi.fn<Probe>((command) => Promise.resolve({ interpreter: { command, ...PYTHON } }));
  vi.mocked(connect).mockReset().mockImplementation((options) => Promise.resolve(start(options)));
  const parts = {
    cwd: "/storage/run",
    probe,
    environment: {
      python: () => Promise.resolve(environment.state === "ready" ? "/private/python" : undefined),
      state: () => Promise.resolve(environment.state),
      create: environment.create,
      keep: environment.keep,
    },
  } as unknown as SessionParts;
  const context = { extension: { packageJSON: { version: "0.1.0" } } } as vscode.ExtensionContext;
  session = new Session(context, output as unknown as vscode.LogOutputChannel, parts);
  session.onDidChangeState(() => states.push(session.state));
});

afterEach(() => {
  session.dispose();
  vi.useRealTimers();
});

function start(options: ConnectOptions, version = "0.1.0"): Started {
  const request = vi.fn((method: string) => Promise.resolve(`answer to ${method}`));
  const one = { options, version, client: undefined, request, stop: vi.fn(() => Promise.resolve()) } as unknown as Started;
  started.push(one);
  return one;
}

/** Starts that do not end before a test says so. */
function held(): (() => void)[] {
  const release: (() => void)[] = [];
  vi.mocked(connect).mockImplementation(
    (options) =>
      new Promise((resolve) => {
        release.push(() => {
          resolve(start(options));
        });
      }),
  );
  return release;
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
const last = <T>(items: readonly T[]): T => {
  const item = items.at(-1);
  if (item === undefined) throw new Error("There is none.");
  return item;
};

describe("a start", () => {
  it("goes from the search to a running server", async () => {
    await session.restart("begin");
    expect(states).toEqual(["searching", "starting", "running"]);
    expect(last(started).options).toMatchObject({ launch: { command: "/private/python", origin: "private" }, cwd: "/storage/run", diagnosticMode: "openFiles" });
    expect(session.serverVersion).toBe("0.1.0");
    expect(session.detail).toBe("tensorlift 0.1.0 runs from its private environment.");
    expect(fake.commands.executeCommand).toHaveBeenLastCalledWith("setContext", "tensorlift.state", "running");
    expect(environment.keep).toHaveBeenCalledOnce();
  });

  it("that fails is told with what can be done", async () => {
    vi.mocked(connect).mockRejectedValueOnce(new Error("The server ended with exit code 1: no module pygls."));
    await session.restart("begin");
    expect(session.state).toBe("failed");
    expect(fake.window.showErrorMessage).toHaveBeenCalledExactlyOnceWith(
      "The tensorlift server did not start. The server ended with exit code 1: no module pygls.",
      "Restart",
      "Create It Again",
      "Show Output",
    );
  });

  it("can make the environment again", async () => {
    vi.mocked(connect).mockRejectedValueOnce(new Error("Broken."));
    fake.window.showErrorMessage.mockResolvedValueOnce("Create It Again");
    await session.restart("begin");
    await vi.waitFor(() => {
      expect(session.state).toBe("running");
    });
    expect(environment.create).toHaveBeenCalledWith(expect.objectContaining(PYTHON), expect.any(Function), expect.anything(), true);
  });

  it("refuses a server that is too old", async () => {
    fake.settings.set("tensorlift.serverCommand", ["old", "server"]);
    vi.mocked(connect).mockImplementationOnce((options) => Promise.resolve(start(options, "0.0.3")));
    await session.restart("begin");
    expect(session.state).toBe("failed");
    expect(last(started).stop).toHaveBeenCalledOnce();
    expect(last(fake.window.showErrorMessage.mock.calls)).toEqual([
      "The server is tensorlift 0.0.3, and this extension needs 0.1.0 or later. Update it, or change the setting.",
      "Restart",
      "Open Settings",
      "Show Output",
    ]);
  });

  it("warns when the interpreter of the setting cannot be used", async () => {
    fake.settings.set("tensorlift.interpreter", "/opt/python");
    probe.mockResolvedValue({ problem: "is not there" });
    await session.restart("begin");
    expect(session.state).toBe("running");
    expect(fake.window.showWarningMessage).toHaveBeenCalledExactlyOnceWith(
      "The interpreter of tensorlift.interpreter cannot be used: /opt/python is not there. The private environment is used instead.",
      "Open Settings",
      "Show Output",
    );
  });
});

describe("without a server", () => {
  beforeEach(() => {
    environment.state = "absent";
  });

  it("asks before it makes the environment, and starts from it", async () => {
    fake.window.showInformationMessage.mockResolvedValueOnce("Create");
    await session.restart("begin");
    expect(session.state).toBe("missing");
    expect(fake.window.showInformationMessage).not.toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ modal: true }));
    await vi.waitFor(() => {
      expect(session.state).toBe("running");
    });
    expect(fake.window.showInformationMessage).toHaveBeenCalledExactlyOnceWith(
      "tensorlift is not installed. Create a private environment for it?",
      "Create",
      "Select Interpreter…",
      "Not Now",
    );
    expect(last(started).options.launch.origin).toBe("private");
  });

  it("asks once, and again when the user has done something", async () => {
    fake.window.showInformationMessage.mockResolvedValue("Not Now");
    await session.restart("begin");
    await settle();
    fake.events.trust.fire();
    await settle();
    expect(fake.window.showInformationMessage).toHaveBeenCalledOnce();
    await session.restart("the user");
    await settle();
    expect(fake.window.showInformationMessage).toHaveBeenCalledTimes(2);
    expect(environment.create).not.toHaveBeenCalled();
  });

  it("lets an interpreter be selected", async () => {
    fake.window.showInformationMessage.mockResolvedValueOnce("Select Interpreter…");
    await session.restart("begin");
    await vi.waitFor(() => {
      expect(fake.commands.executeCommand).toHaveBeenCalledWith("tensorlift.selectInterpreter");
    });
  });

  it("says that there is no Python, and what was tried is told", async () => {
    probe.mockResolvedValue({ problem: "is Python 3.8.10, and tensorlift needs 3.10 or later" });
    await session.restart("begin");
    await vi.waitFor(() => {
      expect(fake.window.showWarningMessage).toHaveBeenCalledExactlyOnceWith(
        "tensorlift needs Python 3.10 or later. None was found.",
        "Select Interpreter…",
        "Show Output",
        "Try Again",
      );
    });
    expect(fake.window.showInformationMessage).not.toHaveBeenCalled();
    expect(session.describe()).toContain("- `/usr/bin/python3` is Python 3.8.10, and tensorlift needs 3.10 or later");
  });

  it("names the package that Debian leaves out", async () => {
    probe.mockImplementation((command) => Promise.resolve({ interpreter: { command, ...PYTHON, pip: false, ensurepip: false } }));
    await session.restart("begin");
    await vi.waitFor(() => {
      expect(fake.window.showWarningMessage.mock.lastCall?.[0]).toBe(
        "tensorlift needs Python 3.10 or later. /usr/bin/python3 is Python 3.11.2 with neither pip nor ensurepip; on Debian and Ubuntu `sudo apt install python3-venv` adds it.",
      );
    });
  });

  it("tells what failed, and tries again if asked to", async () => {
    fake.window.showInformationMessage.mockResolvedValueOnce("Create");
    fake.window.showErrorMessage.mockResolvedValueOnce("Try Again");
    environment.create.mockRejectedValueOnce(new EnvironmentError("tensorlift could not be installed: no space left."));
    await session.restart("begin");
    await vi.waitFor(() => {
      expect(session.state).toBe("running");
    });
    expect(states).toEqual(["searching", "missing", "starting", "missing", "starting", "searching", "starting", "running"]);
    expect(fake.window.showErrorMessage).toHaveBeenCalledExactlyOnceWith("tensorlift could not be installed: no space left.", "Try Again", "Show Output");
    expect(environment.create).toHaveBeenCalledTimes(2);
  });

  it("can be cancelled, which is not an error", async () => {
    fake.window.showInformationMessage.mockResolvedValueOnce("Create");
    environment.create.mockImplementationOnce(async (_base: unknown, _report: unknown, signal: AbortSignal) => {
      await Promise.resolve();
      fake.progress?.source.cancel();
      signal.throwIfAborted();
    });
    await session.restart("begin");
    await settle();
    expect(session.state).toBe("missing");
    expect(fake.window.showErrorMessage).not.toHaveBeenCalled();
  });

  it("updates the environment of another version without asking", async () => {
    environment.state = "outdated";
    await session.restart("begin");
    await vi.waitFor(() => {
      expect(session.state).toBe("running");
    });
    expect(fake.window.showInformationMessage).not.toHaveBeenCalled();
    expect(fake.window.withProgress).toHaveBeenCalledOnce();
  });
});

describe("requests", () => {
  it("wait for a start that is under way", async () => {
    const release = held();
    void session.restart("begin");
    const answer = session.request("tensorlift/scan", {});
    await settle();
    release[0]?.();
    expect(await answer).toBe("answer to tensorlift/scan");
  });

  it("can be cancelled while they wait", async () => {
    held();
    void session.restart("begin");
    const source = new fake.CancellationTokenSource();
    const answer = session.request("tensorlift/scan", {}, source.token as vscode.CancellationToken);
    source.cancel();
    await expect(answer).rejects.toBeInstanceOf(fake.CancellationError);
  });

  it("wait for the environment that is being made", async () => {
    environment.state = "absent";
    fake.window.showInformationMessage.mockResolvedValueOnce("Create");
    let made: (() => void) | undefined;
    environment.create.mockImplementationOnce(async () => {
      await new Promise<void>((resolve) => (made = resolve));
      environment.state = "ready";
    });
    await session.restart("begin");
    await vi.waitUntil(() => made);
    expect(session.state).toBe("starting");
    const answer = session.request("tensorlift/scan", {});
    made?.();
    expect(await answer).toBe("answer to tensorlift/scan");
  });

  it("are refused with a sentence when there is no server", async () => {
    environment.state = "absent";
    await session.restart("begin");
    await expect(session.request("tensorlift/scan", {})).rejects.toThrow("tensorlift is not installed.");
  });

  it("run commands of the server", async () => {
    await session.restart("begin");
    await session.execute("tensorlift.explain", "tf.log", { show: false });
    expect(last(started).request).toHaveBeenCalledWith("workspace/executeCommand", { command: "tensorlift.explain", arguments: ["tf.log", { show: false }] }, undefined, undefined);
  });
});

describe("restarts", () => {
  it("are one after the other, at most one waits, and each ends the server before", async () => {
    const release = held();
    const first = session.restart("begin");
    await settle();
    for (const target of ["one", "two", "three"]) fake.changeSettings({ "tensorlift.interpreter": target });
    await settle();
    expect(release).toHaveLength(1);
    release[0]?.();
    await first;
    await settle();
    expect(release).toHaveLength(2);
    expect(started[0]?.stop).toHaveBeenCalledOnce();
    release[1]?.();
    await settle();
    expect(release).toHaveLength(2);
    expect(session.state).toBe("running");
  });

  it("follow the settings of the client only", async () => {
    await session.restart("begin");
    fake.changeSettings({ "tensorlift.level": "compat" });
    await settle();
    expect(started).toHaveLength(1);
    fake.changeSettings({ "tensorlift.diagnosticMode": "workspace" });
    await settle();
    expect(last(started).options.diagnosticMode).toBe("workspace");
  });

  it("look again when the workspace is trusted", async () => {
    fake.workspace.isTrusted = false;
    fake.settings.set("tensorlift.serverCommand", ["mine"]);
    await session.restart("begin");
    expect(last(started).options.launch.origin).toBe("private");
    fake.workspace.isTrusted = true;
    fake.events.trust.fire();
    await settle();
    expect(last(started).options.launch).toEqual({ command: "mine", args: [], origin: "setting" });
  });

  it("leave the server alone if the same one is found", async () => {
    await session.restart("begin");
    fake.events.trust.fire();
    await settle();
    expect(started).toHaveLength(1);
    expect(session.state).toBe("running");
  });
});

describe("the Python extension", () => {
  it("says which interpreter to use, and a new choice is followed", async () => {
    const changed = new fake.EventEmitter<void>();
    let path = "/one/python";
    const environments = {
      getActiveEnvironmentPath: () => ({ id: path, path }),
      resolveEnvironment: () => Promise.resolve({ executable: { uri: fake.Uri.file(path) } }),
      onDidChangeActiveEnvironmentPath: changed.event,
    };
    fake.extensions.getExtension.mockReturnValue({ activate: () => Promise.resolve({ environments }) });
    probe.mockImplementation((command) => Promise.resolve({ interpreter: { command, ...PYTHON, tensorlift: "0.1.0" } }));
    await session.restart("begin");
    expect(last(started).options.launch).toMatchObject({ command: "/one/python", origin: "interpreter" });
    path = "/two/python";
    changed.fire();
    await settle();
    expect(last(started).options.launch.command).toBe("/two/python");
    expect(started).toHaveLength(2);
  });

  it("may fail", async () => {
    fake.extensions.getExtension.mockReturnValue({ activate: () => Promise.reject(new Error("broken")) });
    await session.restart("begin");
    expect(session.state).toBe("running");
    expect(output.lines).toContain("warn The Python extension did not tell its interpreter: broken");
  });
});

describe("a server that crashes", () => {
  const crash = (): void => {
    last(started).options.onCrash("The server was ended by SIGSEGV.");
  };

  it("starts again after 1, 2, 4 and 8 s, and then no more", async () => {
    vi.useFakeTimers();
    await session.restart("begin");
    for (const seconds of [1, 2, 4, 8]) {
      const before = started.length;
      crash();
      expect(session.state).toBe("restarting");
      expect(session.detail).toBe(`The server crashed and starts again in ${seconds} s.`);
      await vi.advanceTimersByTimeAsync(seconds * 1000 - 1);
      expect(started).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(started).toHaveLength(before + 1);
      expect(session.state).toBe("running");
    }
    expect(fake.window.showErrorMessage).not.toHaveBeenCalled();
    crash();
    expect(session.state).toBe("failed");
    expect(fake.window.showErrorMessage).toHaveBeenCalledExactlyOnceWith(
      "The tensorlift server crashed 5 times in 3 minutes and has been stopped.",
      "Restart",
      "Show Output",
    );
    await vi.advanceTimersByTimeAsync(60_000);
    expect(started).toHaveLength(5);
  });

  it("starts again at once when the user says so", async () => {
    vi.useFakeTimers();
    await session.restart("begin");
    crash();
    await session.restart("the user");
    expect(session.state).toBe("running");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(started).toHaveLength(2);
  });

  it("does not after the window is closed", async () => {
    vi.useFakeTimers();
    await session.restart("begin");
    crash();
    await session.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(started).toHaveLength(1);
  });
});

describe("the end of the window", () => {
  it("ends the server", async () => {
    await session.restart("begin");
    await session.stop();
    expect(last(started).stop).toHaveBeenCalledOnce();
    expect(session.state).toBe("stopped");
    await session.restart("late");
    expect(started).toHaveLength(1);
  });

  it("ends a server that is only starting", async () => {
    const release = held();
    void session.restart("begin");
    await settle();
    const stopped = session.stop();
    release[0]?.();
    await stopped;
    expect(last(started).stop).toHaveBeenCalledOnce();
  });
});

describe("the debug information", () => {
  it("has versions, the command, the settings and what was tried", async () => {
    fake.settings.set("tensorlift", { level: null, target: "2.18" });
    fake.workspace.isTrusted = false;
    await session.restart("begin");
    const text = session.describe();
    for (const part of [
      "- extension 0.1.0, Visual Studio Code 1.91.0",
      "- server: running, version 0.1.0.",
      "- command: `/private/python -I -m tensorlift server` (its private environment)",
      "- workspace: not trusted",
      '- target = `"2.18"`',
      "- `Settings and interpreters` are not used, as the workspace is not trusted",
    ])
      expect(text).toContain(part);
  });
});
