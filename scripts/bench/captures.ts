/** The benchmark's capture files: written where they are missing, kept for the next run. */
import {
  createReadStream,
  createWriteStream,
  existsSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { writeCapture } from "./generate.ts";
import { type CapturePlan, fileName } from "./plans.ts";
import type { CaptureTruth } from "./truth.ts";

export interface CaptureOnDisk {
  readonly path: string;
  readonly truth: CaptureTruth;
}

/** The truth is written last, so that a capture without one is known to be unfinished. */
export function prepareCapture(plan: CapturePlan, divisor: number, folder: string): CaptureOnDisk {
  const path = join(folder, fileName(plan, divisor));
  const counted = `${path}.json`;
  if (!existsSync(counted)) writeFileSync(counted, JSON.stringify(writeCapture(plan, path)));
  return { path, truth: JSON.parse(readFileSync(counted, "utf8")) as CaptureTruth };
}

/** A file of the capture's first frames; the capture itself where it has no more than these. */
export async function preparePrefix({ path, truth }: CaptureOnDisk, frames: number): Promise<string> {
  if (frames === truth.totals.packets) return path;
  const prefix = truth.prefixes.find((one) => one.frames === frames);
  if (prefix === undefined) throw new Error(`${path}: nobody noted where frame ${frames} ends`);
  const prefixPath = path.replace(/(?=\.\w+$)/, `-first-${frames}`);
  const isThere = existsSync(prefixPath) && statSync(prefixPath).size === prefix.bytes;
  if (!isThere) {
    await pipeline(createReadStream(path, { end: prefix.bytes - 1 }), createWriteStream(prefixPath));
  }
  return prefixPath;
}
