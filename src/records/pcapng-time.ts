/**
 * Times of pcapng: a 64-bit count of units since 1970, the unit being a power of ten or of two of a second
 * (if_tsresol), and whole seconds added to it (if_tsoffset). Exact to the nanosecond, what lies below is cut
 * off; in doubles of at most 53 bits, digit by digit, as a BigInt a packet would be an allocation a packet.
 *
 * Source: draft-ietf-opsawg-pcapng, sections 4.2 (options 9 and 14) and 4.3.
 */

/** if_tsresol where the interface has none: microseconds. */
export const DEFAULT_RESOLUTION = 6;

const TWO_16 = 65_536;
const TWO_32 = 4_294_967_296;
const BILLION = 1_000_000_000;
const MILLION = 1_000_000;
const LATEST_SECOND = TWO_32 - 1;

/** Below this upper half a count is less than 2⁵³, an exact double. */
const EXACT_UPPER = 1 << 21;

/** The two resolutions that nearly all captures have are converted in few steps. */
const NONE = 0;
const MICROSECONDS = 1;
const NANOSECONDS = 2;

/** Turns an interface's times into seconds and nanoseconds. */
export class InterfaceClock {
  /** The last time converted: seconds since 1970, 0 to 2³²−1. */
  seconds = 0;
  /** 0 to 999,999,999. */
  nanoseconds = 0;
  readonly #shortcut: typeof NONE | typeof MICROSECONDS | typeof NANOSECONDS;
  readonly #binary: boolean;
  readonly #exponent: number;
  readonly #offset: number;
  #quotientUpper = 0;
  #quotientLower = 0;
  #remainder = 0;

  /**
   * `resolution` is the byte of if_tsresol: the negative exponent of ten or, with the top bit set, of two.
   * `offset` is if_tsoffset in seconds.
   */
  constructor(resolution: number, offset: number) {
    this.#binary = (resolution & 0x80) !== 0;
    this.#exponent = resolution & 0x7f;
    this.#offset = offset;
    this.#shortcut = NONE;
    if (resolution === 6 && offset === 0) this.#shortcut = MICROSECONDS;
    if (resolution === 9 && offset === 0) this.#shortcut = NANOSECONDS;
  }

  /** How many units a second has, where times are no more than a count of these since 1970; else 0. */
  get simpleUnits(): number {
    if (this.#shortcut === NONE) return 0;
    return this.#shortcut === MICROSECONDS ? MILLION : BILLION;
  }

  /** Sets `seconds` and `nanoseconds`. False where the time had to be clamped to 1970 or 2106. */
  convert(upper: number, lower: number): boolean {
    if (this.#shortcut === NANOSECONDS && upper < BILLION) {
      const first = upper * TWO_16 + (lower >>> 16);
      const high = Math.floor(first / BILLION);
      const second = (first - high * BILLION) * TWO_16 + (lower & 0xffff);
      const low = Math.floor(second / BILLION);
      this.seconds = high * TWO_16 + low;
      this.nanoseconds = second - low * BILLION;
      return true;
    }
    if (this.#shortcut === MICROSECONDS && upper < EXACT_UPPER) {
      const count = upper * TWO_32 + lower;
      const seconds = Math.floor(count / MILLION);
      if (seconds <= LATEST_SECOND) {
        this.seconds = seconds;
        this.nanoseconds = (count - seconds * MILLION) * 1000;
        return true;
      }
    }
    if (this.#binary) this.#convertBinary(upper, lower);
    else this.#convertDecimal(upper, lower);
    return this.#addOffset();
  }

  #convertDecimal(upper: number, lower: number): void {
    const exponent = this.#exponent;
    const scale = 10 ** Math.min(exponent, 9);
    this.#quotientUpper = upper;
    this.#quotientLower = lower;
    // ⌊⌊x / a⌋ / b⌋ = ⌊x / ab⌋, so a division by a large power of ten is several by small ones.
    for (let left = exponent - 9; left > 0; left -= 9) {
      this.#divide(this.#quotientUpper, this.#quotientLower, 10 ** Math.min(left, 9));
    }
    this.#divide(this.#quotientUpper, this.#quotientLower, scale);
    this.seconds = this.#quotientUpper * TWO_32 + this.#quotientLower;
    this.nanoseconds = this.#remainder * (BILLION / scale);
  }

  /** Long division in digits of 16 bits; every step stays below 2⁴⁶. `divisor` is at most 10⁹. */
  #divide(upper: number, lower: number, divisor: number): void {
    let rest = upper >>> 16;
    const digit3 = Math.floor(rest / divisor);
    rest = (rest - digit3 * divisor) * TWO_16 + (upper & 0xffff);
    const digit2 = Math.floor(rest / divisor);
    rest = (rest - digit2 * divisor) * TWO_16 + (lower >>> 16);
    const digit1 = Math.floor(rest / divisor);
    rest = (rest - digit1 * divisor) * TWO_16 + (lower & 0xffff);
    const digit0 = Math.floor(rest / divisor);
    this.#remainder = rest - digit0 * divisor;
    this.#quotientUpper = digit3 * TWO_16 + digit2;
    this.#quotientLower = digit1 * TWO_16 + digit0;
  }

  #convertBinary(upper: number, lower: number): void {
    const exponent = this.#exponent;
    if (exponent === 0) {
      this.seconds = upper * TWO_32 + lower;
      this.nanoseconds = 0;
      return;
    }
    this.seconds =
      exponent < 32
        ? upper * 2 ** (32 - exponent) + (lower >>> exponent)
        : Math.floor(upper / 2 ** (exponent - 32));
    const fractionUpper = exponent >= 64 ? upper : exponent <= 32 ? 0 : upper % 2 ** (exponent - 32);
    const fractionLower = exponent >= 32 ? lower : lower % 2 ** exponent;
    this.nanoseconds = billionths(fractionUpper, fractionLower, exponent);
  }

  #addOffset(): boolean {
    this.seconds += this.#offset;
    if (this.seconds < 0) {
      this.seconds = 0;
      this.nanoseconds = 0;
      return false;
    }
    if (this.seconds > LATEST_SECOND) {
      this.seconds = LATEST_SECOND;
      this.nanoseconds = BILLION - 1;
      return false;
    }
    return true;
  }
}

/**
 * ⌊fraction · 10⁹ / 2^exponent⌋, the fraction being less than 2^exponent. The product has up to 94 bits: it is
 * built from digits of 16 bits, of which a double holds the few that the quotient (30 bits) needs.
 */
function billionths(upper: number, lower: number, exponent: number): number {
  const step0 = (lower & 0xffff) * BILLION;
  const step1 = (lower >>> 16) * BILLION + Math.floor(step0 / TWO_16);
  const step2 = (upper & 0xffff) * BILLION + Math.floor(step1 / TWO_16);
  const step3 = (upper >>> 16) * BILLION + Math.floor(step2 / TWO_16);
  // The product is step3 · 2⁴⁸ + digit2 · 2³² + digit1 · 2¹⁶ + digit0.
  if (exponent >= 48) return Math.floor(step3 / 2 ** (exponent - 48));
  const digit2 = step2 % TWO_16;
  if (exponent >= 32) return Math.floor((step3 * TWO_16 + digit2) / 2 ** (exponent - 32));
  const digit1 = step1 % TWO_16;
  if (exponent >= 16) {
    return Math.floor((step3 * TWO_32 + digit2 * TWO_16 + digit1) / 2 ** (exponent - 16));
  }
  return Math.floor(step0 / 2 ** exponent);
}
