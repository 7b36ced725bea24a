import { beforeEach, describe, expect, test, vi, type Mock } from "vitest";
import { choose } from "../../../src/commands/choose";
import { enableFixOnSave } from "../../../src/commands/fixOnSave";
import * as fake from "../vscode";

interface Listed {
  label: string;
  description?: string;
  detail?: string;
}

const { Global, Workspace } = fake.ConfigurationTarget;

let update: Mock;
let before: Record<string, unknown>;

beforeEach(() => {
  fake.reset();
  fake.workspace.workspaceFolders = [{ uri: fake.Uri.file("/project"), name: "project", index: 0 }];
  update = vi.fn(() => Promise.resolve());
  before = {};
  fake.workspace.getConfiguration.mockImplementation(
    (section) =>
      ({
        get: (key: string) => fake.settings.get(`${section ?? ""}.${key}`),
        inspect: () => (section === "editor" ? before : {}),
        update: (...args: unknown[]): unknown => update(section, ...args),
      }) as never,
  );
});

/** Takes the choice whose label ends like this, and returns all that were offered. */
function pick(end: string): () => Listed[] {
  let offered: Listed[] = [];
  fake.window.showQuickPick.mockImplementationOnce((choices) => {
    offered = choices as Listed[];
    return Promise.resolve(offered.find(({ label }) => label.endsWith(end)));
  });
  return () => offered;
}

describe("choosing the level", () => {
  const manifest = {
    contributes: {
      configuration: {
        properties: {
          "tensorlift.level": { enum: ["compat", "symbols", null], enumDescriptions: ["Runs again.", "New names.", "As the project says."] },
          "tensorlift.target": { enum: ["2.15", "2.21", null] },
        },
      },
    },
  };

  test("offers what the manifest lists, and marks what holds now", async () => {
    fake.settings.set("tensorlift.level", "symbols");
    const offered = pick("compat");
    await choose("level", manifest);
    expect(offered()).toMatchObject([
      { label: "compat", description: "", detail: "Runs again." },
      { label: "$(check) symbols", description: "now", detail: "New names." },
      { label: "The project's own setting", detail: "As the project says." },
    ]);
    expect(update.mock.calls).toEqual([["tensorlift", "level", "compat", Workspace]]);
  });

  test("writes the user's settings where there is no workspace", async () => {
    fake.workspace.workspaceFolders = undefined;
    pick("2.15");
    await choose("target", manifest);
    expect(update.mock.calls).toEqual([["tensorlift", "target", "2.15", Global]]);
  });

  test("takes the setting away for the project's own", async () => {
    fake.settings.set("tensorlift.level", "compat");
    pick("own setting");
    await choose("level", manifest);
    expect(update.mock.calls).toEqual([["tensorlift", "level", undefined, Workspace]]);
  });

  test("writes nothing if nothing else is chosen", async () => {
    fake.settings.set("tensorlift.level", "compat");
    pick("compat");
    await choose("level", manifest);
    pick("no such thing");
    await choose("level", manifest);
    expect(update).not.toHaveBeenCalled();
  });
});

describe("fix on save", () => {
  test("is written for Python and notebooks, beside what is there", async () => {
    before = { workspaceLanguageValue: { "source.organizeImports": "explicit" }, globalLanguageValue: { other: "always" } };
    pick("This Workspace");
    await enableFixOnSave();
    expect(fake.workspace.getConfiguration.mock.calls).toEqual([["editor", { languageId: "python" }], ["notebook"]]);
    expect(update.mock.calls).toEqual([
      ["editor", "codeActionsOnSave", { "source.organizeImports": "explicit", "source.fixAll.tensorlift": "explicit" }, Workspace, true],
      ["notebook", "codeActionsOnSave", { "notebook.source.fixAll.tensorlift": "explicit" }, Workspace, false],
    ]);
  });

  test("keeps the old form of the setting", async () => {
    before = { globalLanguageValue: ["source.organizeImports"] };
    pick("All Projects");
    await enableFixOnSave();
    expect(update.mock.calls[0]).toEqual([
      "editor",
      "codeActionsOnSave",
      { "source.organizeImports": "explicit", "source.fixAll.tensorlift": "explicit" },
      Global,
      true,
    ]);
  });

  test("is written for the user only where there is no workspace", async () => {
    fake.workspace.workspaceFolders = undefined;
    const offered = pick("All Projects");
    await enableFixOnSave();
    expect(offered()).toHaveLength(1);
    expect(update.mock.calls.map((call) => call[3] as unknown)).toEqual([Global, Global]);
  });
});
