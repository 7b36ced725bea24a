/** The oldest server that this client understands. */
export const OLDEST_SERVER = "0.1.0";

/** The oldest Python that the server runs on. */
export const OLDEST_PYTHON = "3.10";

/** Whether a version is an earlier one than another; only the numbers at the beginning count. */
export function isOlder(version: string, than: string): boolean {
  const [left, right] = [numbers(version), numbers(than)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function numbers(version: string): number[] {
  return (/^\d+(\.\d+)*/.exec(version)?.[0] ?? "0").split(".").map(Number);
}
