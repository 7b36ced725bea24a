import { describe, expect, it, vi } from "vitest";
import { type Choice, findServer, type Sources } from "../../../src/server/discovery";
import type { EnvironmentState } from "../../../src/server/environment";
import type { Probed } from "../../../src/server/interpreter";
import { OLDEST_SERVER } from "../../../src/server/versions";

const PRIVATE = "/storage/environments/0.1.0/bin/python";
const CHOSEN: Choice = { path: "/project/.venv/bin/python", origin: "the Python extension" };
const SETTING: Choice = { path: "/opt/python", origin: "tensorlift.interpreter" };

function interpreter(path: string, tensorlift?: string): Probed {
  const found = { command: [path], version: "3.11.2", venv: true, ensurepip: true, pip: true };
  return { interpreter: tensorlift === undefined ? found : { ...found, tensorlift } };
}

interface Given {
  trusted?: boolean;
  serverCommand?: string[];
  choice?: Choice;
  answer?: Probed;
  state?: EnvironmentState;
}

function search({ trusted = true, serverCommand = [], choice, answer, state = "absent" }: Given) {
  const probe = vi.fn(() => Promise.resolve(answer ?? { problem: "is not there" }));
  const asked = vi.fn(() => Promise.resolve(choice));
  const environment = { python: () => Promise.resolve(state === "ready" ? PRIVATE : undefined), state: () => Promise.resolve(state) };
  const sources: Sources = { trusted, serverCommand, choice: asked, probe, environment };
  return { found: findServer(sources), probe, asked };
}

describe("the order of the search", () => {
  it("takes the command of the setting first, as it is", async () => {
    const { found, asked, probe } = search({ serverCommand: ["/x/tensorlift", "server", "--log-level", "debug"], choice: CHOSEN, state: "ready" });
    expect((await found).launch).toEqual({ command: "/x/tensorlift", args: ["server", "--log-level", "debug"], origin: "setting" });
    expect(asked).not.toHaveBeenCalled();
    expect(probe).not.toHaveBeenCalled();
  });

  it("then the interpreter that has tensorlift", async () => {
    const { found } = search({ choice: CHOSEN, answer: interpreter(CHOSEN.path, "0.4.2"), state: "ready" });
    expect(await found).toEqual({ launch: { command: CHOSEN.path, args: ["-m", "tensorlift", "server"], origin: "interpreter" }, attempts: [] });
  });

  it("then the private environment, which takes nothing from elsewhere", async () => {
    const { found } = search({ choice: CHOSEN, answer: interpreter(CHOSEN.path), state: "ready" });
    expect(await found).toEqual({
      launch: { command: PRIVATE, args: ["-I", "-m", "tensorlift", "server"], origin: "private" },
      attempts: [{ what: CHOSEN.path, outcome: "does not have tensorlift" }],
    });
  });

  it("needs no Python extension", async () => {
    expect((await search({ state: "ready" }).found).launch?.origin).toBe("private");
  });
});

describe("a workspace that is not trusted", () => {
  it("runs only from the private environment", async () => {
    const { found, asked, probe } = search({ trusted: false, serverCommand: ["./evil"], choice: CHOSEN, answer: interpreter(CHOSEN.path, "0.1.0"), state: "ready" });
    expect((await found).launch?.command).toBe(PRIVATE);
    expect(asked).not.toHaveBeenCalled();
    expect(probe).not.toHaveBeenCalled();
  });

  it("says why settings and interpreters do not count", async () => {
    const { attempts, launch } = await search({ trusted: false, serverCommand: ["./evil"], choice: CHOSEN }).found;
    expect(launch).toBeUndefined();
    expect(attempts.map(({ what, outcome }) => `${what} ${outcome}.`)).toEqual([
      "Settings and interpreters are not used, as the workspace is not trusted.",
      "The private environment has not been created.",
    ]);
  });
});

describe("when nothing is found", () => {
  it("says that tensorlift is not installed", async () => {
    expect(await search({}).found).toMatchObject({ reason: "tensorlift is not installed.", outdated: false });
  });

  it("names the interpreter that lacks it", async () => {
    const { found } = search({ choice: CHOSEN, answer: interpreter(CHOSEN.path) });
    expect((await found).reason).toBe(`tensorlift is not installed in ${CHOSEN.path}.`);
  });

  it("refuses a server that is too old, and says what to do", async () => {
    const { reason, launch } = await search({ choice: CHOSEN, answer: interpreter(CHOSEN.path, "0.0.9") }).found;
    expect(launch).toBeUndefined();
    expect(reason).toBe(
      `tensorlift 0.0.9 in ${CHOSEN.path} is too old: this extension needs ${OLDEST_SERVER} or later. \`pip install --upgrade tensorlift\` updates it.`,
    );
  });

  it("says why an interpreter cannot be used", async () => {
    const { found } = search({ choice: SETTING, answer: { problem: "is Python 3.8.10, and tensorlift needs 3.10 or later" } });
    expect((await found).reason).toBe("The interpreter of tensorlift.interpreter cannot be used: /opt/python is Python 3.8.10, and tensorlift needs 3.10 or later.");
  });

  it("knows that there is an environment to update", async () => {
    expect((await search({ state: "outdated" }).found).outdated).toBe(true);
  });
});

describe("an interpreter that cannot be used beside a private environment", () => {
  it("is told if the user has set it", async () => {
    const { launch, reason } = await search({ choice: SETTING, state: "ready" }).found;
    expect(launch?.origin).toBe("private");
    expect(reason).toBe("The interpreter of tensorlift.interpreter cannot be used: /opt/python is not there.");
  });

  it("is not told if it is only that of the Python extension", async () => {
    expect((await search({ choice: CHOSEN, state: "ready" }).found).reason).toBeUndefined();
  });
});
