/**
 * What a policy does not expect, gathered into cases, each of which becomes one finding. A case is a service between two
 * zones, with all its clients and servers. Where that would make a page of them (a scan of all ports, peer-to-peer), they
 * are told together:
 *
 * - `PORTS_OF_ONE_CLIENT` services or more that one client asked for between two zones, and none of which answered (or all
 *   of which did), are one case, of that client;
 * - what would still be more than `CASES_OF_ZONES` cases between two zones, answered or not, is one case.
 */
import { PairIndex } from "../../flows/pair-index.ts";
import { OUTCOME_ANSWERED, OUTCOME_REFUSED } from "../../services/service.ts";
import { FRAMES_SHOWN } from "../finding.ts";
import { GroupMembers } from "../group-members.ts";
import { NumberList } from "../number-list.ts";
import { type Outcomes, totalOf } from "../outcome-severity.ts";
import type { Traffic } from "../traffic.ts";
import { type Decision, FlowDecider } from "./decide.ts";
import type { Policy } from "./policy.ts";
import { sortedAddresses } from "./sorted-addresses.ts";

export const PORTS_OF_ONE_CLIENT = 10;
export const CASES_OF_ZONES = 30;

export interface UnexpectedCase {
  readonly decision: Decision;
  readonly kind: "service" | "client" | "zones";
  /** Whether any of its services answered. */
  readonly isAnswered: boolean;
  /** Keys of its services, ascending. */
  readonly keys: readonly number[];
  /** The first of them where there are very many; see `ADDRESSES_KEPT`. */
  readonly clients: readonly string[];
  readonly servers: readonly string[];
  readonly clientCount: number;
  readonly serverCount: number;
  readonly flows: number;
  /** Of flows whose direction is known. */
  readonly outcomes: Outcomes;
  /** Of flows whose direction is a guess. */
  readonly guessed: Outcomes;
  /** Whether ports of some flows were negotiated, and are others than those of `keys`. */
  readonly isNegotiated: boolean;
  readonly frames: readonly number[];
}

interface Tally {
  answered: number;
  unanswered: number;
  refused: number;
}

/** A case while flows are added to it. */
interface OpenCase {
  readonly decision: number;
  readonly kind: UnexpectedCase["kind"];
  readonly isAnswered: boolean;
  readonly outcomes: Tally;
  readonly guessed: Tally;
  readonly frames: number[];
  isNegotiated: boolean;
}

export function unexpectedCases(traffic: Traffic, policy: Policy): UnexpectedCase[] {
  const gathering = new Gathering(traffic, policy);
  gathering.walk();
  gathering.sweep();
  return gathering.cases();
}

class Gathering {
  readonly #traffic: Traffic;
  readonly #decider: FlowDecider;
  /** Services between zones: a decision's number, and a service's. */
  readonly #groups = new PairIndex();
  /** Clients of these: an address, and a group's number. */
  readonly #pairs = new PairIndex();
  /** Of the pairs: 1 where a flow was answered. */
  readonly #answered = new NumberList();
  /** Unexpected flows, and the pair that each belongs to. */
  readonly #flow = new NumberList();
  readonly #pairOfFlow = new NumberList();
  /** Clients that ask for many services: an address; and a decision's number, doubled, with 1 for answered ones. */
  readonly #sweeps = new PairIndex();
  readonly #servicesOfSweep = new NumberList();
  readonly #sweepOfPair = new NumberList();
  readonly #open: OpenCase[] = [];

  constructor(traffic: Traffic, policy: Policy) {
    this.#traffic = traffic;
    this.#decider = new FlowDecider(traffic, policy);
  }

  walk(): void {
    const { flows, addresses, roles, services } = this.#traffic;
    for (let flow = 0; flow < flows.count; flow++) {
      const decision = this.#decider.decide(flow);
      if (decision < 0) continue;
      const client = roles.serverIsB[flow] === 1 ? addresses.ofA[flow] : addresses.ofB[flow];
      const group = this.#groups.number(decision, services.ofFlow[flow]);
      const pair = this.#pairs.number(client, group);
      if (pair === this.#answered.count) this.#answered.push(0);
      if (services.outcome[flow] === OUTCOME_ANSWERED) this.#answered.numbers[pair] = 1;
      this.#flow.push(flow);
      this.#pairOfFlow.push(pair);
    }
  }

  /** Counts what each client asked for. */
  sweep(): void {
    for (let pair = 0; pair < this.#pairs.count; pair++) {
      const sweep = this.#sweeps.number(this.#pairs.first[pair], this.#classOf(pair));
      if (sweep === this.#servicesOfSweep.count) this.#servicesOfSweep.push(0);
      this.#servicesOfSweep.numbers[sweep]++;
      this.#sweepOfPair.push(sweep);
    }
  }

  /** The decision's number, doubled, with 1 where the client was answered. */
  #classOf(pair: number): number {
    return 2 * this.#groups.first[this.#pairs.second[pair]] + this.#answered.numbers[pair];
  }

  cases(): UnexpectedCase[] {
    const caseOfPair = this.#assign();
    const clients = new GroupMembers();
    const servers = new GroupMembers();
    const services = new GroupMembers();
    for (let pair = 0; pair < caseOfPair.length; pair++) {
      clients.add(caseOfPair[pair], this.#pairs.first[pair]);
      services.add(caseOfPair[pair], this.#groups.second[this.#pairs.second[pair]]);
    }
    for (let i = 0; i < this.#flow.count; i++) {
      const found = caseOfPair[this.#pairOfFlow.numbers[i]];
      servers.add(found, this.#addFlow(this.#open[found], this.#flow.numbers[i]));
    }
    return this.#open.map((open, i) => this.#closed(open, clients.of(i), servers.of(i), services.of(i)));
  }

  /** The case of each pair. */
  #assign(): Int32Array {
    const { numbers: sweepOf } = this.#sweepOfPair;
    const isSwept = (pair: number) => this.#servicesOfSweep.numbers[sweepOf[pair]] >= PORTS_OF_ONE_CLIENT;
    const answeredGroups = new Uint8Array(this.#groups.count);
    for (let pair = 0; pair < this.#pairs.count; pair++) {
      if (!isSwept(pair)) answeredGroups[this.#pairs.second[pair]] |= this.#answered.numbers[pair];
    }
    const classOf = (pair: number) => {
      const group = this.#pairs.second[pair];
      return isSwept(pair) ? this.#classOf(pair) : 2 * this.#groups.first[group] + answeredGroups[group];
    };
    // What a pair's case is but for the last step: a sweep's number, or a group's behind all of these.
    const candidateOf = (pair: number) =>
      isSwept(pair) ? sweepOf[pair] : this.#sweeps.count + this.#pairs.second[pair];
    const isKnown = new Uint8Array(this.#sweeps.count + this.#groups.count);
    const candidates = new Int32Array(2 * this.#decider.decider.decisions.length);
    for (let pair = 0; pair < this.#pairs.count; pair++) {
      const candidate = candidateOf(pair);
      if (isKnown[candidate] === 0) candidates[classOf(pair)]++;
      isKnown[candidate] = 1;
    }
    const caseOfPair = new Int32Array(this.#pairs.count);
    const caseOfCandidate = new Int32Array(isKnown.length).fill(-1);
    const caseOfClass = new Int32Array(candidates.length).fill(-1);
    for (let pair = 0; pair < caseOfPair.length; pair++) {
      const isMany = candidates[classOf(pair)] > CASES_OF_ZONES;
      const [known, at] = isMany ? [caseOfClass, classOf(pair)] : [caseOfCandidate, candidateOf(pair)];
      if (known[at] < 0) {
        const kind = isMany ? "zones" : isSwept(pair) ? "client" : "service";
        known[at] = this.#openCase(classOf(pair), kind);
      }
      caseOfPair[pair] = known[at];
    }
    return caseOfPair;
  }

  #openCase(caseClass: number, kind: UnexpectedCase["kind"]): number {
    const open: OpenCase = {
      decision: caseClass >> 1,
      kind,
      isAnswered: (caseClass & 1) === 1,
      outcomes: { answered: 0, unanswered: 0, refused: 0 },
      guessed: { answered: 0, unanswered: 0, refused: 0 },
      frames: [],
      isNegotiated: false,
    };
    return this.#open.push(open) - 1;
  }

  /** Answers with the number of the server's address. */
  #addFlow(open: OpenCase, flow: number): number {
    const { flows, addresses, roles, services, negotiated } = this.#traffic;
    const tally = roles.isKnown(flow) ? open.outcomes : open.guessed;
    const outcome = services.outcome[flow];
    const count = flows.flowsOf(flow);
    if (outcome === OUTCOME_ANSWERED) tally.answered += count;
    else if (outcome === OUTCOME_REFUSED) tally.refused += count;
    else tally.unanswered += count;
    // Flows stand in the order of their first frames.
    if (open.frames.length < FRAMES_SHOWN) open.frames.push(flows.firstFrame(flow));
    if (negotiated !== null && negotiated.kind[flow] !== 0) open.isNegotiated = true;
    return roles.serverIsB[flow] === 1 ? addresses.ofB[flow] : addresses.ofA[flow];
  }

  #closed(open: OpenCase, clients: Int32Array, servers: Int32Array, services: Int32Array): UnexpectedCase {
    const { table } = this.#traffic.addresses;
    const { outcomes, guessed } = open;
    return {
      decision: this.#decider.decider.decisions[open.decision],
      kind: open.kind,
      isAnswered: open.isAnswered,
      keys: Array.from(services, (service) => this.#decider.keys[service]).sort((a, b) => a - b),
      clients: sortedAddresses(table, clients),
      servers: sortedAddresses(table, servers),
      clientCount: clients.length,
      serverCount: servers.length,
      flows: totalOf(outcomes) + totalOf(guessed),
      outcomes,
      guessed,
      isNegotiated: open.isNegotiated,
      frames: open.frames.sort((a, b) => a - b),
    };
  }
}
