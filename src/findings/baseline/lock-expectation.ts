/**
 * What a lock does not expect: a service that no entry speaks of, one that answers now and did not, one that is another
 * protocol now. Attempts in vain are one finding a client that made many. Guesses of who serves are in no finding.
 */

import { PROTOCOL_NAMES } from "../../protocols/protocol.ts";
import { identifiedProtocol } from "../../services/identified.ts";
import { flowsFilter } from "../display-filter.ts";
import type { Expectation } from "../expectation.ts";
import type { DecidedBy, Finding } from "../finding.ts";
import { type Outcomes, severityByOutcome, totalOf } from "../outcome-severity.ts";
import { mergePorts } from "../port-ranges.ts";
import type { Traffic } from "../traffic.ts";
import { countText, listText, numberOf } from "../words.ts";
import { type Attempts, describeAttempts } from "./attempts.ts";
import { Evidence } from "./evidence.ts";
import { isPortless, type Lock, serviceId } from "./lock.ts";
import { noveltySeverity, serviceInWords } from "./novelty.ts";
import { strangers } from "./protocol-kin.ts";
import { type SeenService, type SeenServices, seeServices } from "./seen-services.ts";
import type { Zoning } from "./server-places.ts";

/** Services that are told one by one, at most: those first in the order of locks. The others are one finding. */
export const MOST_SERVICES = 1000;

const NAMED_CLIENTS = 3;

const ADVICE_NEW =
  "Find out who runs it and who asked for it. If it is meant to be there, take it into the baseline: portolan baseline " +
  "CAPTURE --update -o ports.lock.";

/** `zoning`: that of the policy whose zones the lock names. */
export function lockExpectation(lock: Lock, zoning?: Zoning): Expectation {
  return { findUnexpected: (traffic) => findUnexpected(traffic, lock, zoning) };
}

/** What is not as the lock has it, and why. */
interface Surprise {
  readonly service: SeenService;
  /** Protocols that the entry does not have; empty where the service itself is the surprise. */
  readonly strangers: readonly string[];
}

function findUnexpected(traffic: Traffic, lock: Lock, zoning: Zoning | undefined): Finding[] {
  const seen = seeServices(traffic, { entries: lock.entries, zoning });
  const all = seen.services.flatMap(surpriseOf);
  const told = all.slice(0, MOST_SERVICES);
  const evidence = gatherEvidence(traffic, seen, told, all);
  const findings = told.map((surprise, group) => serviceFinding(surprise, evidence, group, lock));
  const attempts = describeAttempts(traffic, seen.uses.rowOfFlow, seen.attempts);
  const { omitted } = seen.attempts;
  return [
    ...findings,
    ...(all.length > told.length ? [moreFinding(all.slice(told.length), evidence, told.length, lock)] : []),
    ...attempts.map((ofClient) => attemptsFinding(ofClient, lock)),
    ...(omitted > 0 ? [moreClientsFinding(omitted, lock)] : []),
  ];
}

function surpriseOf(service: SeenService): Surprise[] {
  const { entry, answered, protocols } = service;
  if (entry === null || (answered && !entry.answered)) return [{ service, strangers: [] }];
  const others = isPortless(entry) ? [] : strangers(protocols, entry.protocols);
  return others.length > 0 ? [{ service, strangers: others }] : [];
}

/** A group for each of those told, and a last one for all others. Of strange protocols, only their flows. */
function gatherEvidence(
  traffic: Traffic,
  { services, groupOfRow, uses }: SeenServices,
  told: readonly Surprise[],
  all: readonly Surprise[],
): Evidence {
  const numbers = new Int32Array(services.length).fill(-1);
  for (const [i, { service }] of all.entries()) numbers[service.group] = Math.min(i, told.length);
  const wanted = told.map(({ strangers: names }) => (names.length === 0 ? null : new Set(names)));
  return new Evidence(traffic, uses.rowOfFlow, told.length + 1, (flow, row) => {
    const group = groupOfRow[row] < 0 ? -1 : numbers[groupOfRow[row]];
    const protocols = wanted[group] ?? null;
    if (group < 0 || protocols === null) return group;
    return protocols.has(PROTOCOL_NAMES[identifiedProtocol(traffic.protocols, flow)]) ? group : -1;
  });
}

function serviceFinding(surprise: Surprise, evidence: Evidence, group: number, lock: Lock): Finding {
  const { service } = surprise;
  const { entry } = service;
  const outcomes = evidence.outcomes(group);
  const clients = evidence.clients(group);
  const servers = evidence.servers(group);
  const ports = evidence.ports(group);
  const by = someOf(clients, evidence.clientCount(group), "client");
  return {
    rule: "unexpected-port",
    severity: severityByOutcome(noveltySeverity(service), outcomes),
    ...wordsOf(surprise),
    detail: `${by} asked for it in ${flowsText(outcomes)}. ${payloadText(service)}`,
    clients,
    servers,
    ports,
    flows: totalOf(outcomes),
    frames: evidence.frames(group),
    displayFilter: flowsFilter({ servers, ports, ...(isPortless(service) && { clients }) }),
    decidedBy: entry === null ? nowhere(lock) : entryPlace(lock, service, entry.line),
  };
}

function wordsOf({ service, strangers: others }: Surprise): Pick<Finding, "key" | "title" | "advice"> {
  const { entry, answered } = service;
  const what = serviceInWords(service);
  const key = `baseline: ${serviceId(service)}`;
  if (entry === null) {
    const title = answered
      ? `${what} is not in the baseline`
      : `${what}, which is not in the baseline, was asked for and did not answer`;
    return { key, title, advice: ADVICE_NEW };
  }
  if (others.length === 0) {
    return {
      key: `${key} answers`,
      title: `${what} answers; in the baseline nobody served it`,
      advice: ADVICE_NEW,
    };
  }
  return {
    key: `${key} is ${others.join()}`,
    title: `${what} is ${listText(others)}; in the baseline it is ${listText(entry.protocols)}`,
    advice:
      "Another program may listen there now, or another use hides behind a port that is let through. Look at what the " +
      "server runs; if that is right, add the protocol to the entry.",
  };
}

function payloadText({ protocols }: SeenService): string {
  return protocols.length === 0
    ? "No payload told its protocol."
    : `Its payload is ${listText(protocols, protocols.length)}.`;
}

/** `1 client (10.0.0.1)`, `12 clients (10.0.0.1, 10.0.0.2, 10.0.0.3 and 9 more)`. */
function someOf(addresses: readonly string[], count: number, singular: string): string {
  return `${numberOf(count, singular)} (${listText(addresses, NAMED_CLIENTS, count)})`;
}

/** `3 flows (2 answered, 1 refused)`. */
function flowsText(outcomes: Outcomes): string {
  const flows = totalOf(outcomes);
  const parts = Object.entries(outcomes).filter(([, count]) => count > 0);
  const words = parts.map(([outcome, count]) =>
    count === flows ? outcome : `${countText(count)} ${outcome}`,
  );
  return `${numberOf(flows, "flow")} (${words.join(", ")})`;
}

function moreFinding(rest: readonly Surprise[], evidence: Evidence, group: number, lock: Lock): Finding {
  const outcomes = evidence.outcomes(group);
  const servers = evidence.servers(group);
  const ports = evidence.ports(group);
  const some = rest.slice(0, 10).map(({ service }) => serviceInWords(service));
  return {
    rule: "unexpected-port",
    severity: severityByOutcome("medium", outcomes),
    key: "baseline: more services",
    title: `${numberOf(rest.length, "more service is", "more services are")} not as the baseline has them`,
    detail: `Those above are told one by one; after them come ${listText(some, some.length)} and others, in ${flowsText(outcomes)}.`,
    advice:
      "So many differences mean another network, or an old baseline: write a new one, or divide the capture with --host.",
    clients: evidence.clients(group),
    servers,
    ports,
    flows: totalOf(outcomes),
    frames: evidence.frames(group),
    displayFilter: flowsFilter({ servers, ports }),
    decidedBy: nowhere(lock),
  };
}

function attemptsFinding(attempts: Attempts, lock: Lock): Finding {
  const { client, servers, serverCount, outcomes, frames } = attempts;
  const ports = mergePorts(attempts.ports);
  const sockets = numberOf(attempts.sockets, "service");
  return {
    rule: "unexpected-port",
    severity: severityByOutcome("medium", outcomes),
    key: `baseline: attempts of ${client}`,
    title: `${client} asked for ${sockets} that are not in the baseline, all in vain`,
    detail:
      `It tried ${numberOf(
        ports.reduce((sum, { first, last }) => sum + last - first + 1, 0),
        "port",
      )} of ` + `${numberOf(serverCount, "server")} in ${flowsText(outcomes)}.`,
    advice:
      "Find out what runs there: a scanner, a program of a network of peers, or one with an old configuration. Attempts " +
      "of this kind are taken into no baseline.",
    clients: [client],
    servers,
    ports,
    flows: totalOf(outcomes),
    frames,
    displayFilter: flowsFilter({ clients: [client], servers, ports }),
    decidedBy: nowhere(lock),
  };
}

function moreClientsFinding(clients: number, lock: Lock): Finding {
  return {
    rule: "unexpected-port",
    severity: "low",
    key: "baseline: attempts of more clients",
    title: `${numberOf(clients, "more client")} asked for many services that are not in the baseline, all in vain`,
    detail: "Those who asked for most are told one by one.",
    advice:
      "So many clients at once mean something that spreads, or forged addresses: look at those that are told.",
    clients: [],
    servers: [],
    ports: [],
    flows: 0,
    frames: [],
    displayFilter: "",
    decidedBy: nowhere(lock),
  };
}

function nowhere({ path }: Lock): DecidedBy {
  return { path, line: 1, column: 1, words: "no entry speaks of it" };
}

function entryPlace({ path }: Lock, service: SeenService, line: number): DecidedBy {
  return { path, line, column: 1, words: `the entry of ${serviceInWords(service)}` };
}
