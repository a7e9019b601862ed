/** Runs a command as a whole process and measures it from start to end. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

export interface Measurement {
  readonly seconds: number;
  /** Peak resident memory of the process in bytes, as Linux tells while it runs; 0 where it does not. */
  readonly peakMemory: number;
  /** Null where it was ended by a signal. */
  readonly exitCode: number | null;
}

const POLLED_EVERY_MILLISECONDS = 10;

/** What the command prints is read and thrown away, so that no pipe fills up. */
export function measure(command: readonly string[]): Promise<Measurement> {
  const [program, ...words] = command;
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(program, words, { stdio: ["ignore", "ignore", "ignore"] });
    let peakMemory = 0;
    const poll = setInterval(() => {
      peakMemory = Math.max(peakMemory, memoryOf(child.pid));
    }, POLLED_EVERY_MILLISECONDS);
    child.on("error", reject);
    child.on("exit", (exitCode) => {
      clearInterval(poll);
      resolve({ seconds: (performance.now() - start) / 1000, peakMemory, exitCode });
    });
  });
}

/** VmHWM of /proc/PID/status: the high-water mark, so that a late look still sees an early peak. */
function memoryOf(process: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${process}/status`, "utf8");
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
