import { expect, it } from "vitest";
import { Queue } from "../../../src/server/queue";

function steps() {
  const ends: ((error?: Error) => void)[] = [];
  const queue = new Queue(
    () =>
      new Promise<void>((resolve, reject) => {
        ends.push((error) => {
          if (error) reject(error);
          else resolve();
        });
      }),
  );
  return { queue, ends };
}

it("does one turn at a time, and one more for all who asked meanwhile", async () => {
  const { queue, ends } = steps();
  const first = queue.run();
  const others = [queue.run(), queue.run(), queue.run()];
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await first;
  await Promise.resolve();
  expect(ends).toHaveLength(2);
  const third = queue.run();
  ends[1]?.();
  await Promise.all(others);
  await Promise.resolve();
  expect(ends).toHaveLength(3);
  ends[2]?.();
  await third;
  await queue.idle();
  void queue.run();
  expect(ends).toHaveLength(4);
});

it("goes on after a turn that failed", async () => {
  const { queue, ends } = steps();
  const first = queue.run();
  const second = queue.run();
  ends[0]?.(new Error("no"));
  await expect(first).rejects.toThrow("no");
  await Promise.resolve();
  ends[1]?.();
  await expect(second).resolves.toBeUndefined();
});
