/** All scans of a capture, told from first contacts (first-contacts.ts) by random walks (random-walk.ts). */
import { findFirstContacts, IS_FIRST, KIND, SCANNED_TRANSPORTS, TALKED } from "./first-contacts.ts";
import { type EachContact, FlowsBySource } from "./flows-by-source.ts";
import { joinSources } from "./join-sources.ts";
import { isRemarkable, judgeGrid } from "./judge-scan.ts";
import { BEST_SINCE } from "./random-walk.ts";
import type { Scan } from "./scan.ts";
import { ScanBuilder } from "./scan-builder.ts";
import { type Asked, ScanGrouping } from "./scan-groups.ts";
import { SourceContacts } from "./source-contacts.ts";
import type { Traffic } from "./traffic.ts";

/** Contacts that went wrong, from which on a host is looked at. */
const LEAST_FAILURES = 8;

export interface Scans {
  readonly scans: readonly Scan[];
  /** By address number: 1 for a source of any of them. */
  readonly isSource: Uint8Array;
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
  let finder: ScanFinder | null = null;
  new FlowsBySource(traffic, first, LEAST_FAILURES).forEach((source, eachContact) => {
    finder ??= new ScanFinder(new SourceContacts(traffic, first));
    SCANNED_TRANSPORTS.forEach((_, transport) => {
      const hearsAnswers = transport === 0 ? first.showsTcpAnswers : first.hasHeard(source);
      found.push(...(finder?.find(source, { transport, hearsAnswers }, eachContact) ?? []));
    });
  });
  const scans = joinSources(found);
  const isSource = new Uint8Array(traffic.addresses.table.count);
  for (const scan of scans) for (const source of scan.sources) isSource[source] = 1;
  return { scans, isSource };
}

class ScanFinder {
  private readonly contacts: SourceContacts;
  private readonly grouping: ScanGrouping;

  constructor(contacts: SourceContacts) {
    this.contacts = contacts;
    this.grouping = new ScanGrouping(contacts);
  }

  /** The scans of one source over one transport. */
  find(source: number, asked: Asked, eachOfSource: EachContact): Scan[] {
    const { contacts } = this;
    const each: EachContact = (visit) =>
      eachOfSource((flow) => {
        if (contacts.isOf(flow, asked.transport)) visit(flow);
      });
    contacts.begin(asked);
    each((flow) => contacts.add(flow));
    const scans = contacts.allHosts === 0 ? [] : this.scansOf(source, asked, each);
    each((flow) => contacts.forget(flow));
    contacts.end();
    return scans;
  }

  private scansOf(source: number, asked: Asked, each: EachContact): Scan[] {
    const { contacts, grouping } = this;
    const protocol = SCANNED_TRANSPORTS[asked.transport];
    const { judgements, byPort, byHost } = grouping.find(asked, each);
    if (!grouping.isRemarkable) return this.gridOf(source, asked, each);
    const builders = judgements.map(() => new ScanBuilder(contacts));
    each((flow) => {
      const ofPort = byPort(flow);
      const ofHost = byHost(flow);
      if (ofPort >= 0) builders[ofPort].add(flow);
      if (ofHost >= 0 && ofHost !== ofPort) builders[ofHost].add(flow);
    });
    return builders.map((builder, scan) => builder.finish(source, protocol, judgements[scan]));
  }

  /** A few ports of a few hosts: neither has enough of the other to be remarkable. */
  private gridOf(source: number, asked: Asked, each: EachContact): Scan[] {
    const { contacts } = this;
    if (!isRemarkable(contacts.ofAll, 0)) return [];
    const since = contacts.ofAll.get(0, BEST_SINCE);
    const builder = new ScanBuilder(contacts);
    each((flow) => {
      const byte = contacts.first.contacts[flow];
      if (flow >= since && ((byte & KIND) !== TALKED || (byte & IS_FIRST) === 0)) builder.add(flow);
    });
    const scan = builder.finish(source, SCANNED_TRANSPORTS[asked.transport], {
      likelihood: "sure",
      confidence: 1,
    });
    const { likelihood, confidence } = judgeGrid(contacts.ofAll, 0, {
      ports: scan.ports,
      portCount: scan.portCount,
      hosts: scan.hosts,
      hearsAnswers: asked.hearsAnswers,
    });
    return likelihood === "unlikely" ? [] : [{ ...scan, likelihood, confidence }];
  }
}
