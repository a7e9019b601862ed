/** What bars and areas stand for, in the words and the unit that fit the largest figure. */

import { byteUnitFor, formatBytes, formatCount } from "../units.ts";
import type { Measure } from "./chart.ts";

export interface Measured {
  /** `bytes`, for a title. */
  readonly word: string;
  /** For an axis: `Bytes on the wire (MiB)`. */
  readonly axis: string;
  /** What one unit of the axis is. */
  readonly scale: number;
  readonly format: (value: number) => string;
}

export function measured(measure: Measure, largest: number): Measured {
  if (measure !== "bytes") {
    const axis = measure === "flows" ? "Flows" : "Packets";
    return { word: measure, axis, scale: 1, format: formatCount };
  }
  const unit = byteUnitFor(largest);
  return {
    word: measure,
    axis: `Bytes on the wire (${unit.name})`,
    scale: unit.bytes,
    format: formatBytes,
  };
}

/** `3.2 KiB`, `12 flows`. */
export function figureInWords(value: number, measure: Measure): string {
  if (measure === "bytes") return formatBytes(value);
  return `${formatCount(value)} ${value === 1 ? measure.slice(0, -1) : measure}`;
}
