/** How long VS Code may take to show what a test waits for; on a busy machine it is slow. */
export const PATIENCE = Number(process.env["TENSORLIFT_E2E_PATIENCE"] ?? 40) * 1000;

/** Waits until a condition holds, and returns what it said. `what` is for the message when it never does. */
export async function until<T>(what: string, condition: () => T | Promise<T>, { timeout = PATIENCE, interval = 100 } = {}): Promise<NonNullable<T>> {
  const end = Date.now() + timeout;
  for (;;) {
    const value = await condition();
    if (value) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(`Waited ${timeout / 1000} s in vain: ${what}.`);
    }
    await new Promise((done) => setTimeout(done, interval));
  }
}
