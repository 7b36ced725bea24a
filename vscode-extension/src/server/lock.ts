import { mkdir, open, readFile, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

// milliseconds between two looks, and after which a lock holds no longer
const INTERVAL = 250;
const EXPIRES = 15 * 60_000;

/**
 * Does work while no other window does work under the same lock.
 *
 * @param file The lock; it names the process that holds it, so that nothing waits for a process that is gone.
 * @param waiting Called once if another window has to be waited for.
 */
export async function withLock<R>(file: string, signal: AbortSignal, waiting: () => void, work: () => Promise<R>): Promise<R> {
  await mkdir(dirname(file), { recursive: true });
  for (let looks = 0; !(await acquire(file)); looks++) {
    if (looks === 0) waiting();
    await sleep(INTERVAL, undefined, { signal });
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function acquire(file: string): Promise<boolean> {
  try {
    const handle = await open(file, "wx");
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  if (await isAbandoned(file)) await rm(file, { force: true });
  return false;
}

async function isAbandoned(file: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(file);
    if (Date.now() - mtimeMs > EXPIRES) return true;
    const pid = Number(await readFile(file, "utf8"));
    // 0: it is just being written
    return pid > 0 && !isAlive(pid);
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
