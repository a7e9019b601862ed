/** Memory of parts goes when nothing leads to it any more, and nobody else's does. */
import { expect, test } from "vitest";
import { giveBackParts } from "../../src/workers/give-back.ts";

const A_TASK = 0;

/** In a task of its own: what a task has made a reference of stays until its end. */
async function partFor(use: (bytes: Uint8Array) => void): Promise<WeakRef<SharedArrayBuffer>> {
  const buffer = new SharedArrayBuffer(1 << 20);
  use(new Uint8Array(buffer));
  return new WeakRef(buffer);
}

const aTask = () => new Promise((resolve) => setTimeout(resolve, A_TASK));

test("what nothing leads to is given back where there were many flows", async () => {
  const part = await partFor((bytes) => bytes.fill(1));
  await aTask();
  giveBackParts(1_000_000);
  expect(part.deref()).toBeUndefined();
});

test("what something leads to stays", async () => {
  const kept: Uint8Array[] = [];
  const part = await partFor((bytes) => kept.push(bytes.fill(1)));
  await aTask();
  giveBackParts(1_000_000);
  expect(part.deref()?.byteLength).toBe(kept[0].length);
});

test("no function of garbage is left behind", () => {
  giveBackParts(1_000_000);
  expect("gc" in globalThis).toBe(false);
});
