/**
 * Decides what a policy says of a flow: the first rule that is about its zones and its port, remembered for every pair of
 * cells and every service, so that it is looked for once. Walks over millions of flows; columns and small integers.
 */
import { doubled } from "../../flows/doubled.ts";
import type { FlowTable } from "../../flows/flow.ts";
import { PairIndex } from "../../flows/pair-index.ts";
import { isDatagram } from "../../headers/internet-protocol.ts";
import type { RoleTable } from "../../roles/role.ts";
import { serviceKey } from "../../services/registry.ts";
import { OUTCOME_UNANSWERED } from "../../services/service.ts";
import { transportOf } from "../../services/transports.ts";
import type { Traffic } from "../traffic.ts";
import { type Cells, cellsOf } from "./cells.ts";
import { type IgnoreEntry, isInForce, type Policy, type PolicyRule } from "./policy.ts";
import { hasPort } from "./port-set.ts";

/** What is not expected, and why. */
export interface Decision {
  readonly clientZone: number;
  readonly serverZone: number;
  /** The rule that denies it; null where no rule is about it. */
  readonly rule: PolicyRule | null;
  /** The entry of `ignore` that is about it; null where none is. */
  readonly ignore: IgnoreEntry | null;
}

/** The policy allows it. */
export const EXPECTED = -1;
/** The flow was not selected. */
const UNASKED = -1;
const UNDECIDED = -2;
const FIRST_CAPACITY = 256;

export class Decider {
  /** What `decide` answers with the numbers of; each combination stands here once. */
  readonly decisions: Decision[] = [];
  readonly cells: Cells;
  readonly #policy: Policy;
  readonly #numbers = new Map<string, number>();
  readonly #ofZones = new Map<number, readonly PolicyRule[]>();
  /** Pairs of cells as one number, and the key of the service. */
  readonly #asked = new PairIndex(FIRST_CAPACITY);
  #answers = new Int32Array(FIRST_CAPACITY).fill(UNDECIDED);
  /** Flows of one kind come in trains. */
  #lastPair = -1;
  #lastKey = -1;
  #lastAnswer = EXPECTED;

  constructor(policy: Policy) {
    this.#policy = policy;
    this.cells = cellsOf(policy);
  }

  /** The number of a decision, or `EXPECTED`. Cells are those of the client's and of the server's address. */
  decide(clientCell: number, serverCell: number, key: number): number {
    // Prefixes are few enough (`MOST_PREFIXES`) that the square of the cells is a small integer.
    const pair = clientCell * this.cells.cells.length + serverCell;
    if (pair === this.#lastPair && key === this.#lastKey) return this.#lastAnswer;
    const asked = this.#asked.number(pair, key);
    if (asked === this.#answers.length) this.#answers = doubled(this.#answers).fill(UNDECIDED, asked);
    if (this.#answers[asked] === UNDECIDED) this.#answers[asked] = this.#look(clientCell, serverCell, key);
    this.#lastPair = pair;
    this.#lastKey = key;
    this.#lastAnswer = this.#answers[asked];
    return this.#lastAnswer;
  }

  #look(clientCell: number, serverCell: number, key: number): number {
    const { rules, ignores, multicastZone, today } = this.#policy;
    const client = this.cells.cells[clientCell];
    const server = this.cells.cells[serverCell];
    const toMulticast = server.zone === multicastZone;
    const rule = this.#rulesBetween(client.zone, server.zone).find(({ ports }) => hasPort(ports, key));
    // Multicast and broadcast stay on their network, and are left alone unless a rule names them.
    if (rule === undefined ? toMulticast : rule.action === "allow") return EXPECTED;
    const about = client.asClient & server.asServer;
    const ignore = ignores.findIndex(
      (entry, i) =>
        ((about >> BigInt(i)) & 1n) === 1n &&
        isInForce(entry, today) &&
        (entry.rules === null || entry.rules.includes("unexpected-port")) &&
        (entry.ports === null || hasPort(entry.ports, key)),
    );
    const ruleNumber = rule === undefined ? -1 : rules.indexOf(rule);
    const number = `${client.zone} ${server.zone} ${ruleNumber} ${ignore}`;
    const known = this.#numbers.get(number);
    if (known !== undefined) return known;
    const decision = {
      clientZone: client.zone,
      serverZone: server.zone,
      rule: rule ?? null,
      ignore: ignores[ignore] ?? null,
    };
    this.#numbers.set(number, this.decisions.length);
    return this.decisions.push(decision) - 1;
  }

  /** The rules that are about two zones, in their order: a scan asks for every port of them. */
  #rulesBetween(clientZone: number, serverZone: number): readonly PolicyRule[] {
    const { rules, zones, multicastZone } = this.#policy;
    const pair = clientZone * zones.length + serverZone;
    const known = this.#ofZones.get(pair);
    if (known !== undefined) return known;
    const found = rules.filter(
      ({ from, to }) =>
        (from === null || from.includes(clientZone)) &&
        (to === null ? serverZone !== multicastZone : to.includes(serverZone)),
    );
    this.#ofZones.set(pair, found);
    return found;
  }
}

/** Decides flows by their numbers. */
export class FlowDecider {
  readonly decider: Decider;
  /** Per service: its key. */
  readonly keys: Int32Array;
  readonly #flows: FlowTable;
  readonly #roles: RoleTable;
  readonly #serviceOfFlow: Int32Array;
  readonly #outcome: Uint8Array;
  /** Per flow: the numbers of its addresses. */
  readonly #ofA: Int32Array;
  readonly #ofB: Int32Array;
  /** Per address: its cell. */
  readonly #cells: Int32Array;
  /** Per cell: that of the same addresses as a broadcast, mostly itself. */
  readonly #broadcastCells: Int32Array;

  constructor({ flows, addresses, roles, services }: Traffic, policy: Policy) {
    this.decider = new Decider(policy);
    const { cells, map } = this.decider.cells;
    this.#flows = flows;
    this.#roles = roles;
    this.#serviceOfFlow = services.ofFlow;
    this.#outcome = services.outcome;
    this.#ofA = addresses.ofA;
    this.#ofB = addresses.ofB;
    this.keys = Int32Array.from(services.services, ({ protocol, port }) =>
      serviceKey(transportOf(protocol), port),
    );
    this.#cells = map.ofAll(addresses.table);
    this.#broadcastCells = Int32Array.from(cells, ({ asBroadcast }, cell) =>
      asBroadcast < 0 ? cell : asBroadcast,
    );
  }

  /**
   * The number of the decision that the flow is not expected; negative where it is, or was not selected. Where the flow's
   * direction is a guess, it is expected if either end may be the server.
   */
  decide(flow: number): number {
    const service = this.#serviceOfFlow[flow];
    if (service < 0) return UNASKED;
    const serverIsB = this.#roles.serverIsB[flow] === 1;
    const found = this.#decideFor(flow, serverIsB, this.keys[service]);
    if (found === EXPECTED || this.#roles.isKnown(flow)) return found;
    const port = serverIsB ? this.#flows.portA(flow) : this.#flows.portB(flow);
    const otherKey = serviceKey(transportOf(this.#flows.protocol(flow)), port);
    return this.#decideFor(flow, !serverIsB, otherKey) === EXPECTED ? EXPECTED : found;
  }

  #decideFor(flow: number, serverIsB: boolean, key: number): number {
    const a = this.#cells[this.#ofA[flow]];
    const b = this.#cells[this.#ofB[flow]];
    const client = serverIsB ? a : b;
    const server = serverIsB ? b : a;
    const broadcast = this.#broadcastCells[server];
    if (broadcast !== server && this.#mayBeBroadcast(flow))
      return this.decider.decide(client, broadcast, key);
    return this.decider.decide(client, server, key);
  }

  /** A broadcast is a datagram, and nobody answers from that address. */
  #mayBeBroadcast(flow: number): boolean {
    return isDatagram(this.#flows.protocol(flow)) && this.#outcome[flow] === OUTCOME_UNANSWERED;
  }
}
