import { homedir } from "node:os";
import { beforeEach, describe, expect, it } from "vitest";
import { affectsLaunch, clientSettings, expand, section } from "../../src/settings";
import * as fake from "./vscode";

beforeEach(() => {
  fake.reset();
});

describe("the settings of the client", () => {
  it("have defaults", () => {
    expect(clientSettings()).toEqual({ serverCommand: [], interpreter: "", diagnosticMode: "openFiles" });
  });

  it("are read", () => {
    fake.settings.set("tensorlift.serverCommand", ["~/bin/tensorlift", "server"]);
    fake.settings.set("tensorlift.interpreter", " ${workspaceFolder}/.venv/bin/python ");
    fake.settings.set("tensorlift.diagnosticMode", "workspace");
    fake.workspace.workspaceFolders = [{ uri: fake.Uri.file("/project"), name: "project", index: 0 }];
    expect(clientSettings()).toEqual({
      serverCommand: [`${homedir()}/bin/tensorlift`, "server"],
      interpreter: "/project/.venv/bin/python",
      diagnosticMode: "workspace",
    });
  });

  it("of a wrong type count as not set", () => {
    fake.settings.set("tensorlift.serverCommand", "tensorlift server");
    fake.settings.set("tensorlift.interpreter", 3);
    fake.settings.set("tensorlift.diagnosticMode", "everything");
    expect(clientSettings()).toEqual({ serverCommand: [], interpreter: "", diagnosticMode: "openFiles" });
  });

  it.each([
    ["tensorlift.serverCommand", true],
    ["tensorlift.interpreter", true],
    ["tensorlift.diagnosticMode", true],
    ["tensorlift.level", false],
    ["editor.fontSize", false],
  ])("%s concerns the start: %s", (changed, expected) => {
    let affects: boolean | undefined;
    fake.workspace.onDidChangeConfiguration((change) => {
      affects = affectsLaunch(change);
    });
    fake.changeSettings({ [changed]: "x" });
    expect(affects).toBe(expected);
  });
});

describe("variables", () => {
  it.each([
    ["~", homedir()],
    ["~/python", `${homedir()}/python`],
    ["~other/python", "~other/python"],
    ["${userHome}/a/${userHome}", `${homedir()}/a/${homedir()}`],
    ["${env:TENSORLIFT_TEST}/python", "/from/env/python"],
    ["${env:TENSORLIFT_NOT_SET}", ""],
    // without a folder there is nothing to put there
    ["${workspaceFolder}/python", "${workspaceFolder}/python"],
    ["$&", "$&"],
  ])("%s is %s", (value, expected) => {
    process.env["TENSORLIFT_TEST"] = "/from/env";
    expect(expand(value)).toBe(expected);
  });
});

it("the section is a copy of what the editor has", () => {
  expect(section()).toEqual({});
  const values = { level: "compat" };
  fake.settings.set("tensorlift", values);
  expect(section()).toEqual(values);
  expect(section()).not.toBe(values);
});
