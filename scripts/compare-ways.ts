/** Holds the ways to count a capture against each other: one thread, several parts, and the reference. */
import { isDeepStrictEqual } from "node:util";
import { verifyCapture } from "../src/reference/verify.ts";
import { countCaptures } from "../src/workers/count-captures.ts";
import { countLaterPart, PacketStages } from "../src/workers/count-part.ts";
import type { PartOrder } from "../src/workers/part-worker.ts";
import { pictureOf } from "./counted-picture.ts";

const OPTIONS = { timeline: true } as const;
const PARTS = 3;

/** As a worker thread does it, but in this one: thousands of small captures would take minutes of starts. */
function startHere(order: PartOrder) {
  return { outcome: countLaterPart(order.parts, order.options, { counted: () => {} }), stop: () => {} };
}

async function counted(path: string, threads: number) {
  const stages = new PacketStages(OPTIONS);
  const captures = await countCaptures([path], stages, {
    ...OPTIONS,
    threads,
    anySize: true,
    startPart: startHere,
  });
  return { captures, picture: pictureOf(stages) };
}

/** In words, where the capture counted in parts is not what it is counted whole. Rejects where it cannot be read. */
export async function partsDiffer(path: string): Promise<string[]> {
  const whole = await counted(path, 1);
  const joined = await counted(path, PARTS);
  return isDeepStrictEqual(joined, whole) ? [] : [`${PARTS} parts give another count than one`];
}

/** The figures in which the reference and the engine differ, and how many were compared. */
export async function referenceDiffers(path: string): Promise<{ compared: number; differences: string[] }> {
  const { comparable, compared, differing } = await verifyCapture(path);
  if (!comparable) return { compared: 0, differences: [] };
  return { compared, differences: differing > 0 ? [`the reference differs in ${differing} figures`] : [] };
}
