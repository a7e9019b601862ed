/** A byte source over anything that gives its bytes piece by piece: a Node stream, a web stream, a generator. */
import type { ByteSource } from "./byte-source.ts";

/** A Node `Readable`, a web `ReadableStream` or an async generator; pieces must be bytes, not text. */
export type ByteStream = AsyncIterable<Uint8Array | string>;

export function streamSource(stream: ByteStream): ByteSource {
  const pieces = stream[Symbol.asyncIterator]();
  let piece: Uint8Array = new Uint8Array(0);
  let consumed = 0;
  return {
    async read(into, at) {
      while (piece.length === 0) {
        const next = await pieces.next();
        if (next.done === true) return 0;
        if (!(next.value instanceof Uint8Array)) {
          throw new TypeError("the stream gives text where bytes are needed; do not set an encoding on it");
        }
        piece = next.value;
      }
      const length = Math.min(into.length - at, piece.length);
      into.set(piece.subarray(0, length), at);
      piece = piece.subarray(length);
      consumed += length;
      return length;
    },
    get bytesConsumed() {
      return consumed;
    },
    size: null,
    damage: null,
    async close() {
      // A Node stream's iterator answers `return` only after a pending `next`; a silent pipe would never let go.
      if ("destroy" in stream && typeof stream.destroy === "function") stream.destroy();
      else await pieces.return?.();
    },
  };
}
