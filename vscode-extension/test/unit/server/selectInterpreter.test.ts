import { beforeEach, expect, it, vi } from "vitest";
import { selectInterpreter } from "../../../src/server/selectInterpreter";
import type { Session } from "../../../src/server/session";
import * as fake from "../vscode";

vi.mock("../../../src/server/candidates", () => ({
  onPath: async function* () {
    yield await Promise.resolve({ command: ["C:\\Windows\\py.exe", "-3"] });
    yield { command: ["/usr/bin/python3"] };
    yield { command: ["/opt/python"] };
  },
}));

interface Item {
  label: string;
  description?: string;
}

const restart = vi.fn(() => Promise.resolve());
const known = vi.fn(() => Promise.resolve([{ path: "/opt/python", version: "3.12.1" }]));
const session = { restart, python: { known } } as unknown as Session;

beforeEach(() => {
  fake.reset();
  restart.mockClear();
});

const pick = (label: string): void => {
  fake.window.showQuickPick.mockImplementationOnce((items: unknown) => Promise.resolve((items as Item[]).find((item) => item.label.includes(label))));
};

it("offers what is known, each once", async () => {
  await selectInterpreter(session);
  expect((fake.window.showQuickPick.mock.lastCall?.[0] as Item[]).map(({ label, description }) => [label, description])).toEqual([
    ["$(folder-opened) Browse…", undefined],
    ["/opt/python", "Python 3.12.1"],
    ["/usr/bin/python3", "on the PATH"],
  ]);
  expect(fake.settings.size).toBe(0);
});

it("writes what is chosen", async () => {
  pick("/usr/bin/python3");
  await selectInterpreter(session);
  expect(fake.settings.get("tensorlift.interpreter")).toBe("/usr/bin/python3");
  // the session follows the setting by itself
  expect(restart).not.toHaveBeenCalled();
});

it("takes a file", async () => {
  pick("Browse");
  fake.window.showOpenDialog.mockResolvedValueOnce([fake.Uri.file("/home/me/bin/python")]);
  await selectInterpreter(session);
  expect(fake.settings.get("tensorlift.interpreter")).toBe("/home/me/bin/python");
});

it("leaves the setting when no file is chosen", async () => {
  pick("Browse");
  await selectInterpreter(session);
  expect(fake.settings.size).toBe(0);
});

it("takes the setting away", async () => {
  fake.settings.set("tensorlift.interpreter", "/opt/python");
  pick("Take the setting away");
  await selectInterpreter(session);
  expect(fake.settings.get("tensorlift.interpreter")).toBeUndefined();
});

it("looks again when the same is chosen", async () => {
  fake.settings.set("tensorlift.interpreter", "/opt/python");
  pick("/opt/python");
  await selectInterpreter(session);
  expect(restart).toHaveBeenCalledOnce();
});
