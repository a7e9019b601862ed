/** Results, to standard output. */
import { writePieces } from "../report/write-pieces.ts";

type Piece = string | Uint8Array;

/** Prints the pieces at the pace of the reader; a reader that goes away (`| head`) ends it quietly. */
export function print(pieces: Iterable<Piece> | AsyncIterable<Piece>): Promise<void> {
  return writePieces(pieces, process.stdout);
}
