/** The arithmetic of the benchmark: from what was said of each flow to shares, means and calibration. */

import { endText } from "../../src/flows/flow-ends.ts";
import type { JudgedFlow, JudgedVariant } from "./judge.ts";

/** How often a method is right. Counts are of flows; shares are 0 to 1, null where there is nothing to share. */
export interface Figure {
  readonly flows: number;
  /** Flows of which the method says anything at all. */
  readonly told: number;
  readonly right: number;
  /** Right of all flows: where nothing was said, nothing was right. */
  readonly share: number | null;
  /** Captures with such flows, and the mean of their shares: here no capture counts for more than another. */
  readonly captures: number;
  readonly meanOfCaptures: number | null;
}

/** As `Figure`, for a method that says how sure it is. */
export interface OwnFigure extends Figure {
  /** Flows whose role is told as known, and how many of these are right. */
  readonly known: number;
  readonly knownRight: number;
  readonly knownShare: number | null;
  readonly knownRightShare: number | null;
}

/** A method's figures for all flows, and for those whose server has the higher port. */
export interface Pair<T> {
  readonly all: T;
  readonly serverAbove: T;
}

export interface ClueFigure {
  readonly clue: string;
  readonly flows: number;
  readonly right: number;
}

/** Flows told with a confidence of `from` up to but not including `to` (the last bin includes it). */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly flows: number;
  /** Mean of the confidences told. */
  readonly told: number;
  /** Share of the flows that are right. */
  readonly right: number;
}

export interface VariantScore {
  /** Flows of which the variant leaves nothing; not counted anywhere else. */
  readonly gone: number;
  readonly own: Pair<OwnFigure>;
  readonly others: Readonly<Record<string, Pair<Figure>>>;
  /** By the clue that decided; the one with most flows first. */
  readonly clues: readonly ClueFigure[];
  /** Bins that have flows. */
  readonly calibration: readonly CalibrationBin[];
  /** Mean over the flows of the distance between what their bin told and how often it was right; null without flows. */
  readonly calibrationError: number | null;
}

/** Where the bins begin and end; everything below 0.5 would be told the wrong way round. */
const BIN_EDGES = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1];

interface Answer {
  readonly capture: string;
  readonly isTold: boolean;
  readonly isRight: boolean;
}

/** The score of one variant over several captures. */
export function scoreVariant(variants: readonly JudgedVariant[]): VariantScore {
  const flows = variants.flatMap((variant) => variant.flows);
  const above = flows.filter(({ client, server }) => server.port > client.port);
  const others = flows.length === 0 ? [] : Object.keys(flows[0].others);
  const calibration = calibrationOf(flows);
  return {
    gone: variants.reduce((sum, { gone }) => sum + gone, 0),
    own: { all: ownFigure(flows), serverAbove: ownFigure(above) },
    others: Object.fromEntries(
      others.map((name) => [name, { all: otherFigure(flows, name), serverAbove: otherFigure(above, name) }]),
    ),
    clues: cluesOf(flows),
    calibration,
    calibrationError: calibrationError(calibration),
  };
}

export function isOwnRight({ server, own }: JudgedFlow): boolean {
  return own.server === endText(server);
}

function ownFigure(flows: readonly JudgedFlow[]): OwnFigure {
  const known = flows.filter(({ own }) => own.isKnown);
  const knownRight = known.filter(isOwnRight).length;
  return {
    ...figureOf(flows.map((flow) => ({ capture: flow.capture, isTold: true, isRight: isOwnRight(flow) }))),
    known: known.length,
    knownRight,
    knownShare: share(known.length, flows.length),
    knownRightShare: share(knownRight, known.length),
  };
}

function otherFigure(flows: readonly JudgedFlow[], name: string): Figure {
  return figureOf(
    flows.map(({ capture, server, others }) => ({
      capture,
      isTold: others[name] !== null,
      isRight: others[name] === endText(server),
    })),
  );
}

function figureOf(answers: readonly Answer[]): Figure {
  const right = countRight(answers);
  const byCapture = [...groupBy(answers, ({ capture }) => capture).values()];
  const shares = byCapture.map((ofCapture) => countRight(ofCapture) / ofCapture.length);
  return {
    flows: answers.length,
    told: answers.filter(({ isTold }) => isTold).length,
    right,
    share: share(right, answers.length),
    captures: byCapture.length,
    meanOfCaptures: share(sum(shares), shares.length),
  };
}

function countRight(answers: readonly Answer[]): number {
  return answers.filter(({ isRight }) => isRight).length;
}

function cluesOf(flows: readonly JudgedFlow[]): ClueFigure[] {
  return [...groupBy(flows, ({ own }) => own.clue)]
    .map(([clue, ofClue]) => ({ clue, flows: ofClue.length, right: ofClue.filter(isOwnRight).length }))
    .sort((one, other) => other.flows - one.flows || (one.clue < other.clue ? -1 : 1));
}

function calibrationOf(flows: readonly JudgedFlow[]): CalibrationBin[] {
  const bins = groupBy(flows, ({ own }) => binOf(own.confidencePercent / 100));
  return [...bins]
    .sort(([one], [other]) => one - other)
    .map(([bin, ofBin]) => ({
      from: BIN_EDGES[bin],
      to: BIN_EDGES[bin + 1],
      flows: ofBin.length,
      told: sum(ofBin.map(({ own }) => own.confidencePercent)) / 100 / ofBin.length,
      right: ofBin.filter(isOwnRight).length / ofBin.length,
    }));
}

/** The bin of a confidence of 0 to 1. */
export function binOf(confidence: number): number {
  const last = BIN_EDGES.length - 2;
  return Math.min(BIN_EDGES.filter((edge) => edge <= confidence).length - 1, last);
}

function calibrationError(bins: readonly CalibrationBin[]): number | null {
  const flows = sum(bins.map((bin) => bin.flows));
  return share(sum(bins.map((bin) => bin.flows * Math.abs(bin.right - bin.told))), flows);
}

function groupBy<T, K>(values: readonly T[], key: (value: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group === undefined) groups.set(key(value), [value]);
    else group.push(value);
  }
  return groups;
}

function sum(values: readonly number[]): number {
  return values.reduce((left, right) => left + right, 0);
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
