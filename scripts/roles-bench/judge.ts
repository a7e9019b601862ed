/** Asks everyone about the flows of one capture whose true roles are known, in every variant of the capture. */

import { endText, type FlowEnd } from "../../src/flows/flow-ends.ts";
import type { Part } from "../capture-parts.ts";
import { ARGUS, argusAnswers } from "./argus.ts";
import { harderVersion, VARIANTS, type Variant } from "./harder.ts";
import { firstSegments, RULES } from "./others.ts";
import { type OwnAnswer, ownAnswers } from "./own.ts";
import type { Packet, Transport } from "./packets.ts";
import { findTruth, type TrueRoles, type Truth } from "./truth.ts";

/** What was said of one flow in one variant. */
export interface JudgedFlow {
  /** The capture's path, relative to the folder that was given. */
  readonly capture: string;
  readonly transport: Transport;
  readonly client: FlowEnd;
  readonly server: FlowEnd;
  readonly own: OwnAnswer;
  /** By name: the end that others take for the server, as `endText` writes it; null where they say nothing. */
  readonly others: Readonly<Record<string, string | null>>;
}

export interface JudgedVariant {
  readonly flows: readonly JudgedFlow[];
  /** Flows of which the variant leaves no packet. */
  readonly gone: number;
}

export interface JudgedCapture {
  readonly part: Part;
  readonly packets: number;
  readonly truth: Truth;
  /** Without a flow where the capture has none whose roles are known. */
  readonly variants: Readonly<Record<Variant, JudgedVariant>>;
}

export interface JudgeOptions {
  readonly path: string;
  readonly part: Part;
  readonly asksArgus: boolean;
}

export async function judgeCapture(
  packets: readonly Packet[],
  { path, part, asksArgus }: JudgeOptions,
): Promise<JudgedCapture> {
  const truth = findTruth(packets);
  const judge = (variant: Variant) =>
    judgeVariant(path, truth.established, harderVersion(packets, variant), asksArgus);
  const variants = Object.fromEntries(
    await Promise.all(VARIANTS.map(async (variant) => [variant, await judge(variant)] as const)),
  ) as Record<Variant, JudgedVariant>;
  return { part, packets: packets.length, truth, variants };
}

async function judgeVariant(
  capture: string,
  established: ReadonlyMap<string, TrueRoles>,
  packets: readonly Packet[],
  asksArgus: boolean,
): Promise<JudgedVariant> {
  if (established.size === 0) return { flows: [], gone: 0 };
  const firsts = firstSegments(packets);
  const own = await ownAnswers(packets);
  const argus = asksArgus ? await argusAnswers(packets) : null;
  const flows: JudgedFlow[] = [];
  for (const [flow, roles] of established) {
    const first = firsts.get(flow);
    if (first === undefined) continue;
    const answer = own.get(flow);
    if (answer === undefined) throw new Error(`portolan does not list ${flow} of ${capture}`);
    const others = Object.entries(RULES).map(([name, rule]) => [name, textOf(rule(first))] as const);
    if (argus !== null) others.push([ARGUS, argus.get(flow) ?? null]);
    flows.push({ capture, ...roles, own: answer, others: Object.fromEntries(others) });
  }
  return { flows, gone: established.size - flows.length };
}

function textOf(endpoint: FlowEnd | null): string | null {
  return endpoint === null ? null : endText(endpoint);
}
