/**
 * Long output, at the pace of whoever reads it.
 */

import { once } from "node:events";
import type { Writable } from "node:stream";

type Piece = string | Uint8Array;

/**
 * Writes the pieces one after the other, waiting where the reader is slower, so that memory stays bounded; the
 * stream is not ended. A reader that goes away (`| head`) ends it quietly, and no more pieces are made; any other
 * failure rejects.
 */
export async function writePieces(
  pieces: Iterable<Piece> | AsyncIterable<Piece>,
  output: Writable,
): Promise<void> {
  let failure: unknown = null;
  const onError = (error: unknown) => {
    failure = error;
  };
  output.on("error", onError);
  try {
    for await (const piece of pieces) {
      if (failure !== null || output.destroyed) break;
      if (!output.write(piece)) await settled(output);
    }
    if (failure === null && !output.destroyed) await flushed(output);
  } catch (error) {
    // What the stream itself reports is told below; what the pieces report is not the stream's business.
    if (error !== failure) throw error;
  } finally {
    // A closed pipe may be reported after the last write; unheard, it would end the process.
    setImmediate(() => output.off("error", onError));
  }
  if (failure !== null && !isClosedPipe(failure)) throw failure;
}

/** Until the stream takes more, fails or is closed. */
async function settled(output: Writable): Promise<void> {
  const listening = new AbortController();
  const { signal } = listening;
  try {
    await Promise.race([once(output, "drain", { signal }), once(output, "close", { signal })]);
  } finally {
    listening.abort();
  }
}

/** Until all that was written has been handed on. */
function flushed(output: Writable): Promise<void> {
  return new Promise((resolve) => {
    output.write("", () => resolve());
  });
}

function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EPIPE";
}
