/**
 * Where bytes come from: a file, a stream, a decompressor over another source. The readers know nothing else
 * of the outside, so that they run wherever a source can be had.
 */

/** Why a source ended before its content did. */
export interface SourceDamage {
  readonly code: "cut-compressed" | "damaged-compressed" | "trailing-bytes";
  /** One line in words. */
  readonly message: string;
}

export interface ByteSource {
  /**
   * Puts the next bytes into `into` from index `at` on, at most up to its end. Answers how many they are; 0 at
   * the end of the source. Rejects where the source fails.
   */
  read(into: Uint8Array, at: number): Promise<number>;
  /** As `read`, at once, where the source can; −1 where it has to be waited for this time, by `read`. Throws where it fails. */
  readonly readNow?: ((into: Uint8Array, at: number) => number) | undefined;
  /** Bytes taken from the outermost source (the file itself) so far. */
  readonly bytesConsumed: number;
  /** Bytes of the outermost source in all; null where that is not known. */
  readonly size: number | null;
  /** Set once `read` has answered 0, where the end came too early or bytes were left over. */
  readonly damage: SourceDamage | null;
  /** Goes on at this byte of the outermost source; only where that is what is read, and can be read anywhere. */
  readonly seek?: ((offset: number) => void) | undefined;
  close(): Promise<void>;
}

/** A source over bytes in memory. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  let consumed = 0;
  return {
    async read(into, at) {
      const length = Math.min(into.length - at, bytes.length - consumed);
      into.set(bytes.subarray(consumed, consumed + length), at);
      consumed += length;
      return length;
    },
    get bytesConsumed() {
      return consumed;
    },
    size: bytes.length,
    damage: null,
    seek(offset) {
      consumed = offset;
    },
    async close() {},
  };
}

/**
 * Gives back `first`, bytes that were read from `rest` to look at them, and then what `rest` still holds.
 */
export function prefixedSource(first: Uint8Array, rest: ByteSource): ByteSource {
  let given = 0;
  return {
    async read(into, at) {
      if (given === first.length) return rest.read(into, at);
      const length = Math.min(into.length - at, first.length - given);
      into.set(first.subarray(given, given + length), at);
      given += length;
      return length;
    },
    readNow: (into, at) => (given === first.length ? (rest.readNow?.(into, at) ?? -1) : -1),
    get bytesConsumed() {
      return rest.bytesConsumed;
    },
    get size() {
      return rest.size;
    },
    get damage() {
      return rest.damage;
    },
    seek:
      rest.seek &&
      ((offset) => {
        given = first.length;
        rest.seek?.(offset);
      }),
    close: () => rest.close(),
  };
}

/** Reads until `into` is full or the source ends; answers how many bytes there are. */
export async function readFully(source: ByteSource, into: Uint8Array): Promise<number> {
  let length = 0;
  while (length < into.length) {
    const more = await source.read(into, length);
    if (more === 0) break;
    length += more;
  }
  return length;
}
