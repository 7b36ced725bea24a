/** Does one kind of work at a time. While it is being done one more turn waits at most, and all who ask meanwhile share it. */
export class Queue {
  private current: Promise<void> | undefined;
  private next: Promise<void> | undefined;

  constructor(private readonly work: () => Promise<void>) {}

  /** Does the work, or joins the turn that waits. */
  run(): Promise<void> {
    if (!this.current) return (this.current = this.turn());
    const begin = (): Promise<void> => {
      this.next = undefined;
      return (this.current = this.turn());
    };
    return (this.next ??= this.current.then(begin, begin));
  }

  /** Settles when nothing is being done and nothing waits. */
  async idle(): Promise<void> {
    while (this.current) await (this.next ?? this.current);
  }

  private async turn(): Promise<void> {
    try {
      await this.work();
    } finally {
      // the turn that waits takes its place at once
      if (!this.next) this.current = undefined;
    }
  }
}
