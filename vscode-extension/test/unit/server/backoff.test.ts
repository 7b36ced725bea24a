import { expect, it } from "vitest";
import { Backoff } from "../../../src/server/backoff";

it("waits longer after each crash, and gives up after the fifth", () => {
  const backoff = new Backoff();
  expect([0, 2, 5, 10, 20].map((second) => backoff.crashed(second * 1000))).toEqual([1000, 2000, 4000, 8000, undefined]);
});

it("forgets crashes after three minutes", () => {
  const backoff = new Backoff();
  for (const minute of [0, 1, 2, 2.5]) backoff.crashed(minute * 60_000);
  expect(backoff.crashed(4.5 * 60_000)).toBe(4000);
});

it("forgets crashes when somebody starts it", () => {
  const backoff = new Backoff();
  for (let crash = 0; crash < 5; crash++) backoff.crashed(crash);
  backoff.reset();
  expect(backoff.crashed(10)).toBe(1000);
});
