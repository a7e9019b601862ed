/** Runs a command as a whole process and measures it from start to end. */
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

export interface Measurement {
  readonly seconds: number;
  /** Peak resident memory in bytes of the process and its children, as Linux tells while they run; 0 elsewhere. */
  readonly peakMemory: number;
  /** Null where it was ended by a signal. */
  readonly exitCode: number | null;
}

export interface MeasureOptions {
  /** Where to put what the command prints; it is thrown away by default. */
  readonly output?: string | undefined;
  /** How often the memory is looked at; 0 for never, where a start of milliseconds is timed. */
  readonly pollMilliseconds?: number;
}

export function measure(
  [program, ...words]: readonly string[],
  { output, pollMilliseconds = 20 }: MeasureOptions = {},
): Promise<Measurement> {
  const file = output === undefined ? "ignore" : openSync(output, "w");
  return new Promise<Measurement>((resolve, reject) => {
    let peakMemory = 0;
    const start = performance.now();
    const child = spawn(program, words, { stdio: ["ignore", file, "ignore"] });
    const look = () => {
      peakMemory = Math.max(peakMemory, memoryOf(child.pid));
    };
    const poll = pollMilliseconds > 0 ? setInterval(look, pollMilliseconds) : undefined;
    child.on("error", reject);
    child.on("exit", (exitCode) => {
      const seconds = (performance.now() - start) / 1000;
      clearInterval(poll);
      resolve({ seconds, peakMemory, exitCode });
    });
  }).finally(() => {
    if (typeof file === "number") closeSync(file);
  });
}

/** VmHWM of /proc/PID/status: the high-water mark, so that a late look still sees an early peak. */
function memoryOf(process: number | string | undefined): number {
  try {
    const status = readFileSync(`/proc/${process}/status`, "utf8");
    const children = readFileSync(`/proc/${process}/task/${process}/children`, "utf8").split(" ");
    const own = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
    return children.reduce((sum, child) => sum + (child === "" ? 0 : memoryOf(child)), own);
  } catch {
    return 0;
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
