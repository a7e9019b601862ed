/**
 * How regular moments are. Beacons are made to come back after a fixed time, give or take: they wait a share of it longer or
 * shorter at will (jitter), miss a turn when the host sleeps, or open several connections at once. So the period is the
 * median of the intervals, an interval may be a whole multiple of it, and the spread is measured by the median of the
 * deviations: half of the intervals could be anything without moving it far.
 */

/** Beats, at least. Of series of ten beats at random (exponential waits), one in a thousand passes; of longer ones, fewer. */
export const LEAST_BEATS = 10;
/** Connections that open within this time of each other are one beat: programs open several at once. In seconds. */
const ONE_BEAT = 0.2;
/** What comes back sooner polls, or tries again. In seconds. */
const LEAST_PERIOD = 1;
/**
 * The median deviation from a whole number of periods, as a share of one. A wait that is drawn evenly from 80 to 120 percent
 * has 0.1, one from 70 to 100 percent 0.09; exponential waits, as people and queues have them, have about 0.35.
 */
const MOST_SPREAD = 0.15;
/**
 * So far an interval may be from a whole number of periods, up to so many of them, and such a share of the intervals has to
 * be as near. A longer break is a whole number of whatever is short.
 */
const NEAR = 0.25;
const MOST_TURNS = 4;
const LEAST_NEAR = 0.8;
/** Such a share of the intervals has to be one period: else whatever is random has a period, if it is but short. */
const LEAST_SINGLE = 0.6;

export interface Regularity {
  readonly beats: number;
  /** In seconds. */
  readonly period: number;
  /** Median deviation as a share of the period. */
  readonly spread: number;
  /** From the first beat to the last, in seconds. */
  readonly span: number;
}

/** Of moments in seconds, in any order; null where they are not regular. */
export function regularityOf(moments: Float64Array): Regularity | null {
  const beats = beatsOf(moments);
  if (beats.length < LEAST_BEATS) return null;
  const intervals = beats.subarray(1).map((moment, i) => moment - beats[i]);
  const period = median(intervals);
  if (period < LEAST_PERIOD) return null;
  const turns = intervals.map((interval) => Math.max(Math.round(interval / period), 1));
  const deviations = intervals.map((interval, i) => Math.abs(interval / period - turns[i]));
  const spread = median(deviations);
  const near = shareOf(turns, (turn, i) => turn <= MOST_TURNS && deviations[i] <= NEAR);
  const single = shareOf(turns, (turn) => turn === 1);
  if (spread > MOST_SPREAD || near < LEAST_NEAR || single < LEAST_SINGLE) return null;
  return { beats: beats.length, period, spread, span: beats[beats.length - 1] - beats[0] };
}

function beatsOf(moments: Float64Array): Float64Array {
  const sorted = moments.slice().sort();
  return sorted.filter((moment, i) => i === 0 || moment - sorted[i - 1] > ONE_BEAT);
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function shareOf(values: Float64Array, isOne: (value: number, i: number) => boolean): number {
  return values.filter(isOne).length / values.length;
}
