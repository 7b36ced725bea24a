const WINDOW = 3 * 60_000;
const CRASHES = 5;

/** Decides whether a server that crashed is started again, and when. */
export class Backoff {
  private crashes: number[] = [];

  /**
   * Notes a crash.
   *
   * @returns The milliseconds to wait (1, 2, 4, 8 s), or undefined after the fifth crash in three minutes.
   */
  crashed(now: number): number | undefined {
    this.crashes = this.crashes.filter((time) => now - time < WINDOW);
    this.crashes.push(now);
    return this.crashes.length < CRASHES ? 1000 * 2 ** (this.crashes.length - 1) : undefined;
  }

  /** Forgets them: somebody has asked for a start. */
  reset(): void {
    this.crashes = [];
  }
}
