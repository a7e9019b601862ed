/** Memory of parts goes when nothing leads to it any more, and nobody else's does. */
import { MessageChannel } from "node:worker_threads";
import { expect, test } from "vitest";
import { giveBackParts } from "../../src/workers/give-back.ts";

const A_TASK = 0;
const MANY_FLOWS = 1_000_000;

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
  await giveBackParts(MANY_FLOWS);
  expect(part.deref()).toBeUndefined();
});

test("what came with a message is given back while the message is still being handled", async () => {
  const { port1, port2 } = new MessageChannel();
  const arrived = new Promise<WeakRef<SharedArrayBuffer>>((resolve) => {
    port1.once("message", (bytes: Uint8Array<SharedArrayBuffer>) => resolve(new WeakRef(bytes.buffer)));
  });
  port2.postMessage(new Uint8Array(new SharedArrayBuffer(1 << 20)));
  const part = await arrived;
  await giveBackParts(MANY_FLOWS);
  port1.close();
  expect(part.deref()).toBeUndefined();
});

test("what something leads to stays", async () => {
  const kept: Uint8Array[] = [];
  const part = await partFor((bytes) => kept.push(bytes.fill(1)));
  await aTask();
  await giveBackParts(MANY_FLOWS);
  expect(part.deref()?.byteLength).toBe(kept[0].length);
});

test("no function of garbage is left behind", async () => {
  await giveBackParts(MANY_FLOWS);
  expect("gc" in globalThis).toBe(false);
});
