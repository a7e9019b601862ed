/**
 * Decompresses gzip, a bounded piece at a time, so that a small file that unpacks to terabytes takes no more
 * memory than any other.
 */
import { createGunzip, type Gunzip } from "node:zlib";
import { type ByteSource, bytesSource, type SourceDamage } from "./byte-source.ts";

/** RFC 1952: one or more members, each checked by its CRC-32. */
export function gzipSource(compressed: ByteSource): ByteSource {
  return new GzipSource(compressed);
}

/**
 * The engine works on a thread of its own, up to two pieces ahead of what is counted; with pieces of 64 KiB and
 * none ahead, a capture took an eighth longer. What is written waits for what was written before.
 */
const ENGINE_OPTIONS = { chunkSize: 1 << 18, readableHighWaterMark: 1 << 19, writableHighWaterMark: 1 };

const INPUT_SIZE = 1 << 16;
/** Input up to here is kept, so that a corrupt stream can be unpacked again up to its last good byte. */
const KEPT_INPUT = 1 << 20;
/** While input is kept it is handed over in slices of this size: what is done again one byte at a time. */
const KEPT_SLICE = 1 << 12;

class GzipSource implements ByteSource {
  damage: SourceDamage | null = null;
  readonly #input: ByteSource;
  readonly #engine: Gunzip = createGunzip(ENGINE_OPTIONS);
  /** Length of the input slice that begins at the given count of bytes handed over. */
  readonly #sliceAt: (fed: number) => number;
  #output: Uint8Array = new Uint8Array(0);
  #skip: number;
  #delivered = 0;
  #fed = 0;
  #kept: Uint8Array[] | null;
  #lastSlice = 0;
  #feeding: Promise<void> | null = null;
  #finished = false;
  #settled = false;
  #closed = false;
  #failure: Error | null = null;
  #inputFailure: unknown = null;
  #leftOver = false;
  #wake: () => void = () => {};
  #again: GzipSource | null = null;

  constructor(input: ByteSource, again?: Again) {
    this.#input = input;
    this.#skip = again?.skip ?? 0;
    this.#kept = again === undefined ? [] : null;
    this.#sliceAt =
      again === undefined
        ? () => (this.#kept === null ? INPUT_SIZE : KEPT_SLICE)
        : (fed) => (fed < again.singlyFrom ? again.singlyFrom - fed : 1);
  }

  get bytesConsumed(): number {
    return this.#input.bytesConsumed;
  }

  get size(): number | null {
    return this.#input.size;
  }

  async read(into: Uint8Array, at: number): Promise<number> {
    if (into.length === at) return 0;
    this.#start();
    for (;;) {
      if (this.#again !== null) return this.#again.read(into, at);
      if (this.#output.length > 0) return this.#deliver(into, at);
      if (this.#closed || this.#settled) return 0;
      const chunk: Uint8Array | null = this.#engine.read();
      if (chunk !== null) this.#take(chunk);
      else if (this.#finished) await this.#settle();
      else await this.#change();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#engine.destroy();
    this.#wake();
    await this.#again?.close();
    await this.#input.close();
  }

  #take(chunk: Uint8Array): void {
    const skipped = Math.min(this.#skip, chunk.length);
    this.#skip -= skipped;
    this.#output = chunk.subarray(skipped);
  }

  #deliver(into: Uint8Array, at: number): number {
    const length = Math.min(into.length - at, this.#output.length);
    into.set(this.#output.subarray(0, length), at);
    this.#output = this.#output.subarray(length);
    this.#delivered += length;
    return length;
  }

  #start(): void {
    if (this.#feeding !== null) return;
    const stop = () => {
      this.#finished = true;
      this.#wake();
    };
    this.#engine.on("readable", () => this.#wake());
    this.#engine.on("end", stop);
    this.#engine.on("close", stop);
    this.#engine.on("error", (error) => {
      this.#failure ??= error;
      stop();
    });
    this.#feeding = this.#feed().catch((error) => {
      this.#inputFailure = error;
      this.#engine.destroy();
    });
  }

  /** Until the engine has output, an end or an error. */
  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  async #feed(): Promise<void> {
    const input = new Uint8Array(INPUT_SIZE);
    for (;;) {
      const length = await this.#input.read(input, 0);
      if (length === 0) break;
      for (let from = 0; from < length && !this.#finished; from += this.#lastSlice) {
        this.#lastSlice = Math.min(this.#sliceAt(this.#fed), length - from);
        const slice = input.subarray(from, from + this.#lastSlice);
        this.#keep(slice);
        this.#fed += slice.length;
        await this.#write(slice);
      }
      if (this.#finished) {
        this.#lookAtRest(input.subarray(0, length));
        return;
      }
    }
    this.#engine.end();
  }

  /** Node's gunzip ends silently where what follows a member is no member. Padding with zeros is no loss. */
  #lookAtRest(last: Uint8Array): void {
    const unused = Math.min(this.#fed - this.#engine.bytesWritten, last.length);
    this.#leftOver = last.subarray(last.length - unused).some((byte) => byte !== 0);
  }

  #keep(slice: Uint8Array): void {
    if (this.#kept === null) return;
    if (this.#fed + slice.length > KEPT_INPUT) this.#kept = null;
    else this.#kept.push(slice.slice());
  }

  /** Resolves when the engine has used the slice up, or wants no more. */
  #write(slice: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#engine.off("end", done);
        this.#engine.off("close", done);
        resolve();
      };
      this.#engine.once("end", done);
      this.#engine.once("close", done);
      this.#engine.write(slice, done);
    });
  }

  /** All output is delivered: was it all there was? */
  async #settle(): Promise<void> {
    this.#settled = true;
    if (this.#inputFailure !== null) throw this.#inputFailure;
    if (this.#closed) return;
    const where = `about byte ${this.#engine.bytesWritten} of the compressed file`;
    if (this.#failure === null) {
      await this.#feeding;
      if (this.#leftOver) {
        const message = `bytes that are no gzip follow the compressed data, from ${where} on`;
        this.damage = { code: "trailing-bytes", message };
      }
      return;
    }
    this.damage = isCut(this.#failure)
      ? { code: "cut-compressed", message: `the gzip data ends too early, at ${where}` }
      : { code: "damaged-compressed", message: `the gzip data is corrupt at ${where}` };
    if (this.#kept !== null && this.#kept.length > 0) this.#doAgain(this.#kept);
  }

  /** An engine throws away what it unpacked in the call that fails; a second one gets there in smaller steps. */
  #doAgain(kept: Uint8Array[]): void {
    const bytes = Buffer.concat(kept);
    const again = { skip: this.#delivered, singlyFrom: bytes.length - this.#lastSlice };
    this.#again = new GzipSource(bytesSource(bytes), again);
    this.#kept = null;
  }
}

interface Again {
  /** Bytes of output that were delivered already. */
  readonly skip: number;
  /** Input from here on is handed over one byte at a time. */
  readonly singlyFrom: number;
}

function isCut(error: Error): boolean {
  return "code" in error && error.code === "Z_BUF_ERROR";
}
