/** The body of one pcapng block that is no packet, read piece by piece however long it claims to be. */
import type { ReadingWindow } from "./reading-window.ts";

export class BlockBody {
  readonly window: ReadingWindow;
  /** Bytes of the body that were not taken yet. */
  remaining: number;

  /** `window` stands at the first byte of the body. */
  constructor(window: ReadingWindow, length: number) {
    this.window = window;
    this.remaining = length;
  }

  /**
   * Takes the next `length` bytes and answers their index in the window, valid until the next call; −1 where
   * the body or the capture ends before.
   */
  async take(length: number): Promise<number> {
    if (length > this.remaining || !(await this.window.fill(length))) return -1;
    const index = this.window.position;
    this.window.position += length;
    this.remaining -= length;
    return index;
  }
}

export interface BlockOption {
  readonly code: number;
  readonly length: number;
  /** Index of the value in `BlockBody.window`, valid until the next option is asked for. */
  readonly index: number;
}

/** draft-ietf-opsawg-pcapng, section 3.5: the code of opt_endofopt. */
const END_OF_OPTIONS = 0;

export type OptionsEnd = "end" | "exceeds-block";

/**
 * Gives the options that fill the rest of the body, each of at most 65,535 bytes, to `visit`. Ends early where
 * an option does not fit.
 */
export async function readOptions(
  body: BlockBody,
  littleEndian: boolean,
  visit: (option: BlockOption) => void,
): Promise<OptionsEnd> {
  while (body.remaining >= 4) {
    const start = await body.take(4);
    if (start < 0) return "end";
    const code = body.window.view.getUint16(start, littleEndian);
    const length = body.window.view.getUint16(start + 2, littleEndian);
    if (code === END_OF_OPTIONS) return "end";
    if (length > body.remaining) return "exceeds-block";
    const index = await body.take(Math.min(paddedLength(length), body.remaining));
    if (index < 0) return "end";
    visit({ code, length, index });
  }
  return "end";
}

/** Rounded up to a multiple of 4. */
export function paddedLength(length: number): number {
  return length + (-length & 3);
}
