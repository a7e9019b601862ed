/**
 * The piece of a capture that is in memory: one reused window that slides over the source. What was not yet
 * used moves to the front before more is read. The window grows only when it is full of bytes that really
 * came, so that no length that a file claims can make it grow.
 */
import type { ByteSource } from "./byte-source.ts";
import type { PacketMemory } from "./packet-memory.ts";

/** In bytes; so much stays in a processor's second-level cache until it is decoded. */
export const DEFAULT_PIECE_SIZE = 1 << 19;

export class ReadingWindow {
  bytes: Uint8Array;
  /** Over the same memory as `bytes`. */
  view: DataView;
  /** Index in `bytes` of the next byte that nobody used yet. */
  position = 0;
  /** Index behind the last byte that was read. */
  end = 0;
  /** True once the source has no more; `end` is then the end of the capture. */
  ended = false;
  /** Why the source could not be read on; null where it could. */
  failure: Error | null = null;
  readonly source: ByteSource;
  readonly memory: PacketMemory;
  readonly #signal: AbortSignal | undefined;
  /** Offset in the capture of `bytes[0]`. */
  #base = 0;

  constructor(
    source: ByteSource,
    memory: PacketMemory,
    pieceSize = DEFAULT_PIECE_SIZE,
    signal?: AbortSignal,
  ) {
    this.source = source;
    this.memory = memory;
    this.#signal = signal;
    this.bytes = memory.window(pieceSize);
    this.view = viewOf(this.bytes);
  }

  /** Offset in the capture (after decompression) of the byte at `position`. */
  get offset(): number {
    return this.#base + this.position;
  }

  get available(): number {
    return this.end - this.position;
  }

  /**
   * Makes `wanted` bytes available from `position` on. False where the capture ends before. What earlier
   * batches point to is overwritten. Rejects only when aborted.
   */
  async fill(wanted: number): Promise<boolean> {
    while (!this.fillNow(wanted)) {
      if (this.ended) return false;
      await this.#read();
    }
    return true;
  }

  /**
   * As `fill`, where nothing has to be waited for, which saves promises. False where something has, or where the capture ends
   * before: `fill` finds out.
   */
  fillNow(wanted: number): boolean {
    while (this.end - this.position < wanted) {
      if (this.ended) return false;
      this.#makeRoom(wanted);
      const length = this.#readNow();
      if (length < 0) return false;
      this.#take(length);
    }
    return true;
  }

  /** Leaves `count` bytes out without keeping them. False where the capture ends before. */
  async skip(count: number): Promise<boolean> {
    let left = count;
    while (left > this.available) {
      left -= this.available;
      this.position = this.end;
      if (!(await this.fill(1))) return false;
    }
    this.position += left;
    return true;
  }

  /** Forgets what was read and goes on at this offset of the capture. Only where the source can `seek`. */
  seek(offset: number): void {
    this.source.seek?.(offset);
    this.#base = offset;
    this.position = 0;
    this.end = 0;
    this.ended = false;
  }

  /**
   * Goes on at the index that `find` picks out of the window as it stands behind `offset` of the capture; answers
   * with that index's offset, −1 where it picks none (−1).
   */
  async seekNear(offset: number, find: () => number): Promise<number> {
    this.seek(offset);
    await this.fill(this.bytes.length);
    const found = find();
    if (found < 0) return -1;
    this.position = found;
    return this.offset;
  }

  throwIfAborted(): void {
    this.#signal?.throwIfAborted();
  }

  #makeRoom(wanted: number): void {
    const isLow = this.bytes.length - this.position < Math.max(wanted, this.bytes.length >>> 1);
    if (this.position > 0 && isLow) this.#moveToFront();
    if (this.end === this.bytes.length) this.#grow();
  }

  /** −1 where it has to be waited for. */
  #readNow(): number {
    try {
      return this.source.readNow?.(this.bytes, this.end) ?? -1;
    } catch (error) {
      this.#fail(error);
      return 0;
    }
  }

  async #read(): Promise<void> {
    this.throwIfAborted();
    let length = 0;
    try {
      length = await untilAborted(this.source.read(this.bytes, this.end), this.#signal);
    } catch (error) {
      this.#signal?.throwIfAborted();
      this.#fail(error);
    }
    this.#take(length);
  }

  #fail(error: unknown): void {
    this.failure = error instanceof Error ? error : new Error(String(error));
  }

  #take(length: number): void {
    this.end += length;
    if (length === 0) this.ended = true;
  }

  #moveToFront(): void {
    this.bytes.copyWithin(0, this.position, this.end);
    this.#base += this.position;
    this.end -= this.position;
    this.position = 0;
  }

  #grow(): void {
    this.bytes = this.memory.window(this.bytes.length * 2);
    this.view = viewOf(this.bytes);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The work's outcome, or a rejection with the signal's reason if that comes first. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
