/** All scans of a capture, told from first contacts (first-contacts.ts) by random walks (random-walk.ts). */
import { IS_FIRST, KIND, TALKED } from "./contact.ts";
import { type FirstContacts, hasHeard, SCANNED_TRANSPORTS } from "./contact-columns.ts";
import { type EachBlock, FlowsBySource } from "./flows-by-source.ts";
import { joinGroups } from "./join-groups.ts";
import { joinSources } from "./join-sources.ts";
import { isRemarkable, judgeGrid, NO_SCAN } from "./judge-scan.ts";
import { BEST_SINCE } from "./random-walk.ts";
import type { Scan, ScanOfSource } from "./scan.ts";
import { ScanBuilder } from "./scan-builder.ts";
import { type Asked, GroupMemory, ScanGroups } from "./scan-groups.ts";
import type { ScanMaterial } from "./scan-material.ts";
import { SourceContacts } from "./source-contacts.ts";

/** Contacts that went wrong, from which on a host is looked at. */
const LEAST_FAILURES = 8;

/** Plain data: it travels between threads. */
export interface Scans {
  readonly scans: readonly Scan[];
  /** What they were told from. */
  readonly first: FirstContacts;
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

export function findScans(material: ScanMaterial, first: FirstContacts): Scans {
  const found: ScanOfSource[] = [];
  let tools: Tools | null = null;
  new FlowsBySource(material, first, LEAST_FAILURES).forEach((source, transport, eachBlock) => {
    tools ??= { contacts: new SourceContacts(material, first), memory: new GroupMemory() };
    const hearsAnswers = transport === 0 ? first.showsTcpAnswers : hasHeard(first, source);
    found.push(...scansOfSource(tools, { source, asked: { transport, hearsAnswers } }, eachBlock));
  });
  return { scans: joinSources(found), first };
}

/** The scans of one source over one transport. */
function scansOfSource(
  { contacts, memory }: Tools,
  { source, asked }: Source,
  eachBlock: EachBlock,
): ScanOfSource[] {
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
): ScanOfSource[] {
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
function gridOf(contacts: SourceContacts, { source, asked }: Source, eachBlock: EachBlock): ScanOfSource[] {
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
