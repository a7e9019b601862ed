/**
 * Figures in the form in which people read them. Machines get the plain numbers.
 */

import { countText as formatCount, numberOf as formatNumberOf } from "../findings/words.ts";

/** Counts are written as findings write them in sentences. */
export { formatCount, formatNumberOf };

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const;
const BIT_RATE_UNITS = ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"] as const;

/** A factor and its name, so that all ticks of an axis can share one unit. */
export interface ByteUnit {
  readonly name: (typeof BYTE_UNITS)[number];
  readonly bytes: number;
}

/**
 * The largest power of 1024 (IEC 80000-13) in which the figure is at least 1 when written with one decimal:
 * 1,048,575 bytes are 1.0 MiB, not 1024.0 KiB.
 */
export function byteUnitFor(bytes: number): ByteUnit {
  let exponent = 0;
  let factor = 1;
  while (exponent < BYTE_UNITS.length - 1 && bytes / factor >= (exponent === 0 ? 1024 : 1023.95)) {
    exponent += 1;
    factor *= 1024;
  }
  return { name: BYTE_UNITS[exponent], bytes: factor };
}

/** `512 B`, `1.5 KiB`, `3.2 GiB`. */
export function formatBytes(bytes: number): string {
  const unit = byteUnitFor(bytes);
  return unit.bytes === 1 ? `${formatCount(bytes)} B` : `${(bytes / unit.bytes).toFixed(1)} ${unit.name}`;
}

/** Bits a second in powers of 1000, as line rates are told: `3.2 Mbit/s`. */
export function formatBitRate(bitsPerSecond: number): string {
  let exponent = 0;
  let rate = bitsPerSecond;
  while (exponent < BIT_RATE_UNITS.length - 1 && rate >= (exponent === 0 ? 1000 : 999.95)) {
    exponent += 1;
    rate /= 1000;
  }
  return `${rate.toFixed(exponent === 0 ? 0 : 1)} ${BIT_RATE_UNITS[exponent]}`;
}

/**
 * A part of a whole. A part that is there never reads 0.0 %, and one that is not all never reads 100.0 %.
 */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return "0.0 %";
  if (part >= whole) return "100.0 %";
  const percent = (100 * part) / whole;
  if (percent < 0.05) return "<0.1 %";
  return percent >= 99.95 ? ">99.9 %" : `${percent.toFixed(1)} %`;
}

const SECONDS_A_MINUTE = 60;
const SECONDS_AN_HOUR = 3600;
const SECONDS_A_DAY = 86_400;

/** The two largest units that say something: `850 µs`, `12.3 ms`, `4.2 s`, `5 min 7 s`, `3 h 12 min`, `2 d 4 h`. */
export function formatDuration(seconds: number): string {
  if (seconds <= 0) return "0 s";
  if (seconds < 0.000_001) return `${Math.round(seconds * 1e9)} ns`;
  if (seconds < 0.001) return `${Math.round(seconds * 1e6)} µs`;
  if (seconds < 0.999_95) return `${(seconds * 1000).toFixed(1)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < SECONDS_AN_HOUR) return twoUnits(whole, SECONDS_A_MINUTE, "min", 1, "s");
  const minutes = Math.round(seconds / SECONDS_A_MINUTE) * SECONDS_A_MINUTE;
  if (minutes < SECONDS_A_DAY) return twoUnits(minutes, SECONDS_AN_HOUR, "h", SECONDS_A_MINUTE, "min");
  const hours = Math.round(seconds / SECONDS_AN_HOUR) * SECONDS_AN_HOUR;
  return twoUnits(hours, SECONDS_A_DAY, "d", SECONDS_AN_HOUR, "h");
}

function twoUnits(
  seconds: number,
  large: number,
  largeName: string,
  small: number,
  smallName: string,
): string {
  const rest = Math.floor((seconds % large) / small);
  const head = `${Math.floor(seconds / large)} ${largeName}`;
  return rest === 0 ? head : `${head} ${rest} ${smallName}`;
}

/** Seconds between two RFC 3339 times, exact to the nanosecond for spans below three months. */
export function secondsBetween(earlier: string, later: string): number {
  const split = (time: string): [number, number] => {
    const match = /^(.*?)(?:\.(\d+))?Z$/.exec(time);
    const fraction = (match?.[2] ?? "0").padEnd(9, "0").slice(0, 9);
    return [Date.parse(`${match?.[1] ?? ""}Z`) / 1000, Number(fraction)];
  };
  const [earlierSeconds, earlierNanoseconds] = split(earlier);
  const [laterSeconds, laterNanoseconds] = split(later);
  const span = ((laterSeconds - earlierSeconds) * 1e9 + (laterNanoseconds - earlierNanoseconds)) / 1e9;
  return Number.isFinite(span) ? span : 0;
}

/** `2026-11-22T04:46:00.123456789Z` → `2026-11-22 04:46:00.123`. Always UTC; where it is shown says so. */
export function formatTime(time: string, fractionDigits: 0 | 3 | 6 = 0): string {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d+))?Z$/.exec(time);
  if (match === null) return time;
  const fraction = (match[3] ?? "").padEnd(fractionDigits, "0").slice(0, fractionDigits);
  return `${match[1]} ${match[2]}${fraction === "" ? "" : `.${fraction}`}`;
}

/**
 * `2026-11-22 04:46:00 – 04:51:07 UTC`; the second date stands where the day changes, and milliseconds where
 * the span is shorter than ten seconds.
 */
export function formatTimeSpan(firstSeen: string, lastSeen: string, dash = "–"): string {
  const digits = secondsBetween(firstSeen, lastSeen) < 10 ? 3 : 0;
  const first = formatTime(firstSeen, digits);
  const last = formatTime(lastSeen, digits);
  if (first === last) return `${first} UTC`;
  const sameDay = first.slice(0, 10) === last.slice(0, 10);
  return `${first} ${dash} ${sameDay ? last.slice(11) : last} UTC`;
}
