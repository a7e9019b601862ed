/**
 * Decompresses Zstandard (RFC 8878), several frames and skippable ones after one another, with the WebAssembly
 * decoder of `zstddec`. Not with node:zlib, not even where it has Zstandard: Node 22.23 stops after the first
 * frame, and of a second one that is cut short it says nothing.
 */
import type { ByteSource, SourceDamage } from "./byte-source.ts";

const INPUT_SIZE = 1 << 16;

export async function zstdSource(compressed: ByteSource): Promise<ByteSource> {
  const { ZSTDDecoder } = await import("zstddec/stream");
  const decoder = new ZSTDDecoder();
  await decoder.init();

  let piece: Uint8Array | null = null;
  let pieceLength = 0;
  let fed = 0;
  let emptyAnswers = 0;
  let inputEnded = false;
  let ended = false;
  let output: Uint8Array = new Uint8Array(0);
  let damage: SourceDamage | null = null;

  // The decoder pulls its input synchronously, at most once between two of its answers, so the next piece must
  // lie ready before it is asked on.
  function* inputPieces(): Generator<Uint8Array> {
    while (piece !== null) {
      const taken = piece;
      piece = null;
      pieceLength = taken.length;
      emptyAnswers = 0;
      yield taken;
    }
  }
  const answers = decoder.decodeStreaming(inputPieces());

  async function makePieceReady(): Promise<void> {
    if (piece !== null || inputEnded) return;
    const bytes = new Uint8Array(INPUT_SIZE);
    const length = await compressed.read(bytes, 0);
    fed += length;
    if (length === 0) inputEnded = true;
    else piece = bytes.subarray(0, length);
  }

  function stop(code: SourceDamage["code"], message: string): void {
    ended = true;
    damage = { code, message };
  }

  function ask(): void {
    try {
      const answer = answers.next();
      if (answer.done === true) {
        ended = true;
        return;
      }
      output = answer.value;
    } catch {
      stop("cut-compressed", `the zstd data ends too early, at byte ${fed} of the compressed file`);
      return;
    }
    if (output.length > 0) emptyAnswers = 0;
    else emptyAnswers += 1;
    // At an error the decoder answers with nothing for ever. A good stream gives nothing without using input
    // only for skippable frames, which are 8 bytes at least.
    if (emptyAnswers > pieceLength / 8 + 64) {
      stop("damaged-compressed", `the zstd data is corrupt before byte ${fed} of the compressed file`);
    }
  }

  return {
    async read(into, at) {
      while (output.length === 0) {
        if (ended) return 0;
        await makePieceReady();
        ask();
      }
      const length = Math.min(into.length - at, output.length);
      into.set(output.subarray(0, length), at);
      output = output.subarray(length);
      return length;
    },
    get bytesConsumed() {
      return compressed.bytesConsumed;
    },
    get size() {
      return compressed.size;
    },
    get damage() {
      return damage;
    },
    close: () => compressed.close(),
  };
}
