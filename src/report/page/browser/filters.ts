/** What a reader asks to see, and which flows that is. */

import { rangeClass } from "../../../services/range-class.ts";
import type { FindingReport, RangeClass, Transport } from "../../report.ts";
import { type HostMatch, readHosts } from "./host-match.ts";
import { type FlowRows, type Model, readLabel } from "./model.ts";

export interface Filters {
  readonly text: string;
  readonly range: RangeClass | null;
  readonly transport: Transport | null;
  /** As it was written. */
  readonly host: string;
  /** A finding's id. */
  readonly finding: string | null;
}

export const NO_FILTERS: Filters = { text: "", range: null, transport: null, host: "", finding: null };

/** What of the filters asks for services; these leave a service as it is or take it away whole. */
export function serviceFilter({ range, transport }: Filters): (label: string) => boolean {
  return (label) => {
    const service = readLabel(label);
    return (
      (range === null || rangeClass(service.port) === range) &&
      (transport === null || service.transport === transport)
    );
  };
}

/** What of the filters asks for hosts or a finding: it leaves a part of a service. Null where nothing does. */
export function flowFilter(model: Model, filters: Filters): ((flow: number) => boolean) | null | string {
  const tests: ((flow: number) => boolean)[] = [];
  if (filters.host.trim() !== "") {
    const matches = readHosts(filters.host);
    if (typeof matches === "string") return matches;
    tests.push(byHost(model.flows, matches));
  }
  const finding = model.data.findings.find(({ id }) => id === filters.finding);
  if (finding !== undefined) tests.push(byFinding(model.flows, finding));
  return tests.length === 0 ? null : (flow) => tests.every((test) => test(flow));
}

function byHost(flows: FlowRows, matches: Exclude<HostMatch, string>): (flow: number) => boolean {
  const matching = flows.addresses.map(matches);
  return (flow) => matching[flows.client[flow]] || matching[flows.server[flow]];
}

interface PortSpan {
  readonly first: number;
  readonly last: number;
  readonly transport: string | null;
}

/** The flows between a finding's clients and servers on its ports; a list that was cut says nothing. */
export function byFinding(flows: FlowRows, finding: FindingReport): (flow: number) => boolean {
  const ports = finding.ports.map(readSpan);
  const clients = finding.omitted.clients > 0 ? [] : finding.clients;
  const servers = finding.omitted.servers > 0 ? [] : finding.servers;
  const isClient = membership(flows.addresses, clients);
  const isServer = membership(flows.addresses, servers);
  return (flow) => {
    if (!isClient(flows.client[flow]) || !isServer(flows.server[flow])) return false;
    if (ports.length === 0) return true;
    const { port, transport } = readLabel(flows.labels[flows.service[flow]]);
    const own = flows.serverPort[flow];
    return ports.some((span) => covers(span, transport, own) || covers(span, transport, port));
  };
}

export function covers(span: PortSpan, transport: string, port: number): boolean {
  return (span.transport === null || span.transport === transport) && span.first <= port && port <= span.last;
}

/** Nobody in particular means everybody. */
function membership(addresses: readonly string[], wanted: readonly string[]): (address: number) => boolean {
  if (wanted.length === 0) return () => true;
  const set = new Set(wanted);
  const member = addresses.map((address) => set.has(address));
  return (address) => member[address];
}

/** `22/tcp`, `8000-8999/tcp`, `53`. */
export function readSpan(text: string): PortSpan {
  const [, first = "0", last = first, transport] = /^(\d+)(?:-(\d+))?(?:\/([a-z]+))?$/.exec(text) ?? [];
  return { first: Number(first), last: Number(last), transport: transport ?? null };
}
