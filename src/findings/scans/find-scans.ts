/** All scans of a capture, told from first contacts (first-contacts.ts) by random walks (random-walk.ts). */

import type { Traffic } from "../traffic.ts";
import {
  type FirstContacts,
  findFirstContacts,
  IS_FIRST,
  KIND,
  SCANNED_TRANSPORTS,
  TALKED,
} from "./first-contacts.ts";
import { type EachBlock, FlowsBySource } from "./flows-by-source.ts";
import { joinGroups } from "./join-groups.ts";
import { joinSources } from "./join-sources.ts";
import { isRemarkable, judgeGrid, NO_SCAN } from "./judge-scan.ts";
import { BEST_SINCE } from "./random-walk.ts";
import type { Scan } from "./scan.ts";
import { ScanBuilder } from "./scan-builder.ts";
import { type Asked, GroupMemory, ScanGroups } from "./scan-groups.ts";
import { SourceContacts } from "./source-contacts.ts";

/** Contacts that went wrong, from which on a host is looked at. */
const LEAST_FAILURES = 8;

export interface Scans {
  readonly scans: readonly Scan[];
  /** What they were told from. */
  readonly first: FirstContacts;
  /** By address number: 1 for a source of any of them. */
  readonly isSource: Uint8Array;
}

/** A source over one transport. */
interface Source {
  readonly source: number;
  readonly asked: Asked;
}

/** What is made once, for all sources one after the other. */
interface Tools {
  readonly contacts: SourceContacts;
  readonly memory: GroupMemory;
}

const known = new WeakMap<Traffic, Scans>();

/** Several kinds of findings ask; the scans are sought once. */
export function scansOf(traffic: Traffic): Scans {
  const found = known.get(traffic) ?? findScans(traffic);
  known.set(traffic, found);
  return found;
}

function findScans(traffic: Traffic): Scans {
  const first = findFirstContacts(traffic);
  const found: Scan[] = [];
  let tools: Tools | null = null;
  new FlowsBySource(traffic, first, LEAST_FAILURES).forEach((source, transport, eachBlock) => {
    tools ??= { contacts: new SourceContacts(traffic, first), memory: new GroupMemory() };
    const hearsAnswers = transport === 0 ? first.showsTcpAnswers : first.hasHeard(source);
    found.push(...scansOfSource(tools, { source, asked: { transport, hearsAnswers } }, eachBlock));
  });
  const scans = joinSources(found);
  const isSource = new Uint8Array(traffic.addresses.table.count);
  for (const scan of scans) for (const source of scan.sources) isSource[source] = 1;
  return { scans, first, isSource };
}

/** The scans of one source over one transport. */
function scansOfSource({ contacts, memory }: Tools, { source, asked }: Source, eachBlock: EachBlock): Scan[] {
  if (!contacts.hasFailures(eachBlock, LEAST_FAILURES)) return [];
  contacts.begin(asked, eachBlock);
  const groups = new ScanGroups(contacts, memory, asked, eachBlock);
  const scans = groups.isRemarkable
    ? scansOfGroups(contacts, groups, { source, asked }, eachBlock)
    : gridOf(contacts, { source, asked }, eachBlock);
  groups.end();
  contacts.end(eachBlock);
  return scans;
}

function scansOfGroups(
  contacts: SourceContacts,
  groups: ScanGroups,
  { source, asked }: Source,
  eachBlock: EachBlock,
): Scan[] {
  const judgements = joinGroups(groups);
  if (judgements.length === 0) return [];
  const builders = judgements.map(() => new ScanBuilder(contacts));
  const add = (flow: number) => {
    const ofSweep = groups.sweepOf(flow)?.scan ?? -1;
    if (ofSweep === 0 && builders.length === 1) return builders[0].add(flow);
    const ofSearch = groups.searchOf(flow)?.scan ?? -1;
    if (ofSweep >= 0) builders[ofSweep].add(flow);
    if (ofSearch >= 0 && ofSearch !== ofSweep) builders[ofSearch].add(flow);
  };
  eachBlock((flows) => {
    for (let i = 0; i < flows.length; i++) add(flows[i]);
  });
  const protocol = SCANNED_TRANSPORTS[asked.transport];
  return builders.map((builder, scan) => builder.finish(source, protocol, judgements[scan]));
}

/** A few ports of a few hosts: neither has enough of the other to be remarkable. */
function gridOf(contacts: SourceContacts, { source, asked }: Source, eachBlock: EachBlock): Scan[] {
  if (!isRemarkable(contacts.ofAll, 0)) return [];
  const since = contacts.ofAll.get(0, BEST_SINCE);
  const builder = new ScanBuilder(contacts);
  eachBlock((flows) => {
    for (const flow of flows) {
      const byte = contacts.first.contacts[flow];
      if (flow >= since && ((byte & KIND) !== TALKED || (byte & IS_FIRST) === 0)) builder.add(flow);
    }
  });
  const scan = builder.finish(source, SCANNED_TRANSPORTS[asked.transport], NO_SCAN);
  const judgement = judgeGrid(contacts.ofAll, 0, {
    ports: scan.ports,
    portCount: scan.portCount,
    hosts: scan.hosts,
    hearsAnswers: asked.hearsAnswers,
  });
  return judgement.likelihood === "unlikely" ? [] : [{ ...scan, ...judgement }];
}
