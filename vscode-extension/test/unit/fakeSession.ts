import { vi } from "vitest";
import type { OnProgress, Session, State } from "../../src/server/session";
import * as fake from "./vscode";

type Answer = (params: Record<string, unknown>, token: { isCancellationRequested: boolean } | undefined, onProgress?: OnProgress) => unknown;

/** A session whose server answers what a test says. */
export class FakeSession {
  readonly answers = new Map<string, Answer>();
  readonly requests: { method: string; params: Record<string, unknown> }[] = [];
  readonly changed = new fake.EventEmitter<void>();
  readonly onDidChangeState = this.changed.event;
  readonly output = { info: vi.fn(), warn: vi.fn(), error: vi.fn(), show: vi.fn() };
  readonly execute = vi.fn<(command: string, ...args: unknown[]) => Promise<unknown>>(() => Promise.resolve(null));
  readonly restart = vi.fn(() => Promise.resolve());
  state: State = "running";

  /** The session as the extension sees it. */
  get session(): Session {
    return this as unknown as Session;
  }

  async request(method: string, params: Record<string, unknown>, token?: { isCancellationRequested: boolean }, onProgress?: OnProgress): Promise<unknown> {
    this.requests.push({ method, params });
    const answer = this.answers.get(method);
    if (!answer) throw new Error(`No answer to ${method}`);
    return await answer(params, token, onProgress);
  }

  describe(): string {
    return "- extension 1.2.3";
  }

  client(): unknown {
    return { protocol2CodeConverter: { asWorkspaceEdit: (edit: unknown) => Promise.resolve(edit) } };
  }

  /** Goes into another state. */
  become(state: State): void {
    this.state = state;
    this.changed.fire();
  }
}

/** Runs a command as the user would. */
export async function run(id: string, ...args: unknown[]): Promise<unknown> {
  const command = fake.registered.get(id) as ((...args: unknown[]) => unknown) | undefined;
  if (!command) throw new Error(`${id} is not registered`);
  return await command(...args);
}
