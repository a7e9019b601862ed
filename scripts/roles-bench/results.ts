/** What a run of the roles benchmark found, as roles.json has it. */
import type { Part } from "../capture-parts.ts";
import { VARIANTS, type Variant } from "./harder.ts";
import type { JudgedCapture, JudgedFlow } from "./judge.ts";
import { isOwnRight, scoreVariant, type VariantScore } from "./score.ts";

export interface Conditions {
  readonly date: string;
  readonly commit: string;
  readonly node: string;
  /** argus's version; null where it was not asked. */
  readonly argus: string | null;
}

/** What the captures of one part hold. */
export interface PartCounts {
  readonly captures: number;
  readonly packets: number;
  /** Captures with at least one flow whose true roles are known. */
  readonly capturesWithTruth: number;
  readonly established: number;
  /** Established flows between the very ends of an established flow in a capture of the other part. */
  readonly sharedWithOther: number;
  readonly ambiguous: number;
  readonly unanswered: number;
  readonly unopened: number;
}

export interface PartResults {
  readonly counts: PartCounts;
  readonly variants: Readonly<Record<Variant, VariantScore>>;
}

/** A flow that portolan told wrong, with the variants in which it did so for the same reason. */
export interface WrongFlow {
  readonly capture: string;
  readonly transport: string;
  readonly client: JudgedFlow["client"];
  readonly server: JudgedFlow["server"];
  readonly isKnown: boolean;
  readonly clue: string;
  readonly confidencePercent: number;
  readonly variants: readonly Variant[];
}

export interface Results extends Conditions {
  /** Files that hold no capture that can be read. */
  readonly unreadable: number;
  readonly parts: Readonly<Record<Part, PartResults>>;
  /** Of the captures for training; those of the others are not shown, so that nobody learns them. */
  readonly wrongInTraining: readonly WrongFlow[];
}

export function resultsOf(
  captures: readonly JudgedCapture[],
  unreadable: number,
  conditions: Conditions,
): Results {
  const ofPart = (part: Part) => captures.filter((capture) => capture.part === part);
  return {
    ...conditions,
    unreadable,
    parts: {
      judged: partResults(ofPart("judged"), ofPart("training")),
      training: partResults(ofPart("training"), ofPart("judged")),
    },
    wrongInTraining: wrongFlows(ofPart("training")),
  };
}

function partResults(captures: readonly JudgedCapture[], others: readonly JudgedCapture[]): PartResults {
  const variants = VARIANTS.map(
    (variant) => [variant, scoreVariant(captures.map((capture) => capture.variants[variant]))] as const,
  );
  return {
    counts: countsOf(captures, others),
    variants: Object.fromEntries(variants) as PartResults["variants"],
  };
}

function countsOf(captures: readonly JudgedCapture[], others: readonly JudgedCapture[]): PartCounts {
  const elsewhere = new Set(others.flatMap(({ truth }) => [...truth.established.keys()]));
  const isElsewhere = (flow: string) => elsewhere.has(flow);
  const sum = (count: (capture: JudgedCapture) => number) =>
    captures.reduce((total, capture) => total + count(capture), 0);
  return {
    captures: captures.length,
    packets: sum(({ packets }) => packets),
    capturesWithTruth: sum(({ truth }) => Number(truth.established.size > 0)),
    established: sum(({ truth }) => truth.established.size),
    sharedWithOther: sum(({ truth }) => [...truth.established.keys()].filter(isElsewhere).length),
    ambiguous: sum(({ truth }) => truth.ambiguous),
    unanswered: sum(({ truth }) => truth.unanswered),
    unopened: sum(({ truth }) => truth.unopened),
  };
}

function wrongFlows(captures: readonly JudgedCapture[]): WrongFlow[] {
  const wrong = new Map<string, WrongFlow>();
  for (const capture of captures) {
    for (const variant of VARIANTS) {
      for (const flow of capture.variants[variant].flows) {
        if (isOwnRight(flow)) continue;
        const told = asWrong(flow);
        const name = JSON.stringify(told);
        const variants = [...(wrong.get(name)?.variants ?? []), variant];
        wrong.set(name, { ...told, variants });
      }
    }
  }
  return [...wrong.values()];
}

function asWrong({ capture, transport, client, server, own }: JudgedFlow): WrongFlow {
  const { isKnown, clue, confidencePercent } = own;
  return { capture, transport, client, server, isKnown, clue, confidencePercent, variants: [] };
}
