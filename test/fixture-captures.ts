/** The real captures of fixtures/captures, and ways to hand them to the engine from memory. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../fixtures/captures/", import.meta.url));

export interface FixtureCapture {
  readonly name: string;
  readonly path: string;
}

export const FIXTURE_CAPTURES: readonly FixtureCapture[] = readdirSync(FOLDER)
  .filter((name) => /\.(pcap|pcapng)(\.gz|\.zst)?$/.test(name))
  .sort()
  .map((name) => ({ name, path: `${FOLDER}${name}` }));

export function fixtureCapture(name: string): FixtureCapture {
  return { name, path: `${FOLDER}${name}` };
}

export function bytesOf({ path }: FixtureCapture): Buffer {
  return readFileSync(path);
}

/** The bytes as a stream that gives `pieceSize` of them at a time. */
export async function* streamOf(bytes: Uint8Array, pieceSize = bytes.length): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += pieceSize) yield Buffer.from(bytes.subarray(at, at + pieceSize));
}
