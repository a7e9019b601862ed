/**
 * Keeps the number of flow records within a limit: flows that are done with give up their records to groups of
 * their like (see flows/fold-flows.ts). Flows are folded together only where every total counts them alike: same
 * ends but for the client's port, same state and outcome, role told by the same clue. So no total changes; what is
 * lost is the row of each.
 *
 * Roles are told from all flows together, so a role that rests on a weak clue may change until the end. Such flows
 * are not folded; what decides here is the handshake, an address that can only be a destination, or fan-in.
 */

import { type FlowAddresses, numberAddresses } from "../flows/addresses.ts";
import type { FlowCollector } from "../flows/collect.ts";
import type { FlowTable } from "../flows/flow.ts";
import { canFold, fold, isGroup } from "../flows/fold-flows.ts";
import { flowState, STATE_CLOSED, STATE_HALF_OPEN, STATE_REFUSED, STATE_RESET } from "../flows/state.ts";
import { PROTOCOL_TCP } from "../headers/internet-protocol.ts";
import { hashOfFour } from "../headers/seeded-hash.ts";
import { identifyProtocols } from "../protocols/identify.ts";
import { findNegotiated, type NegotiatedTable } from "../protocols/negotiated.ts";
import { AnnouncedEndpoints } from "../protocols/negotiation/announced-endpoints.ts";
import type { AnnouncementLog } from "../protocols/negotiation/announcement.ts";
import type { ProtocolTable } from "../protocols/protocol.ts";
import { decideRoles } from "../roles/decide.ts";
import type { ServiceWeights } from "../roles/grade.ts";
import { CLUE_FAN_IN, type RoleTable } from "../roles/role.ts";
import { identifiedProtocol } from "../services/identified.ts";
import { outcome } from "../services/service.ts";

/** Ages are told apart in so many steps of the time that the flows cover. */
const AGE_STEPS = 1 << 16;
/**
 * New records between two foldings, at least, as a part of the limit (or of what was left, where that is more). Where
 * less than that could be folded, as many as were left.
 */
const LEAST_BETWEEN = 4;
/** Folded flows are looked at again where they are up to so many times the records: else time would grow too fast. */
const FOLDED_COUNTED = 4;
/** Where memory is full: records that must have been freed since the last time, as a part of all. */
const LEAST_FREED = 16;

export class FlowLimit {
  /** Records; Infinity for as many as memory holds. */
  readonly mostFlows: number;
  private readonly weights: () => ServiceWeights;
  /** Records from which on flows are folded. */
  private threshold: number;
  /** Records that the last folding left. */
  private left = 0;
  /** Made with the first folding; most runs have none. */
  private announced: AnnouncedEndpoints | null = null;

  /** `weights` as for `decideRoles`. */
  constructor(mostFlows: number, weights: () => ServiceWeights) {
    if (!(mostFlows >= 1)) throw new RangeError(`maxFlows is ${mostFlows}; it has to be 1 or more`);
    this.mostFlows = mostFlows;
    this.weights = weights;
    this.threshold = mostFlows;
  }

  /** Makes room for a batch of so many packets. Call it between two batches. */
  makeRoom(collector: FlowCollector, packets: number, announcements: AnnouncementLog): void {
    const { flows } = collector;
    const wanted = flows.count + packets;
    const isFull = !flows.hasRoomFor(packets);
    if (wanted <= this.threshold && !isFull) return;
    // Else nearly nothing was to be had last time; the table then says that memory is full.
    if (isFull && flows.count - this.left < flows.count / LEAST_FREED) return;
    this.announced ??= new AnnouncedEndpoints(announcements);
    const before = flows.count;
    const most = Math.min(this.mostFlows, before);
    this.left = foldFlows(collector, this.weights(), this.announced, Math.max(Math.floor(most / 2), 1));
    // Where the limit cannot be kept, it must not be tried again at every batch.
    const isWorthwhile = before - this.left >= this.left / LEAST_BETWEEN;
    const more = isWorthwhile ? Math.max(this.mostFlows, this.left) / LEAST_BETWEEN : this.left;
    this.threshold = Math.max(this.mostFlows, this.left + more);
  }
}

/** Folds flows until so many records are left, or none can be folded; answers with their number. */
export function foldFlows(
  collector: FlowCollector,
  weights: ServiceWeights,
  announced: AnnouncedEndpoints,
  target: number,
): number {
  const { flows } = collector;
  const addresses = numberAddresses(flows);
  const countsFolded = flows.folded.count <= flows.count * FOLDED_COUNTED;
  const protocols = identifyProtocols(flows);
  const negotiated = findNegotiated(flows, protocols, announced);
  const roles = decideRoles(flows, { weights, protocols, negotiated, addresses, countsFolded });
  const needed = new Uint8Array(flows.count);
  collector.markNeeded(needed);
  if (negotiated !== null) markNegotiated(negotiated, needed);
  const kinds = kindsOf(flows, roles, needed);
  const groups = new Groups(flows, roles, { addresses, protocols, kinds });
  const gone = new Uint8Array(flows.count);
  let left = flows.count;
  for (const flow of oldestFirst(flows, kinds)) {
    if (left <= target || !flows.folded.hasRoomFor(2)) break;
    const into = groups.takeIn(flow);
    if (into === flow) continue;
    const first = fold(flows, into, flow, roles.serverIsB[flow] === 1);
    gone[Math.max(into, flow)] = 1;
    if (first !== into) groups.replace(into, first);
    left--;
  }
  if (left < flows.count) collector.keepOthers(gone);
  return left;
}

/** Others of the same ends may have been negotiated in other frames, or for something else. */
function markNegotiated({ kind }: NegotiatedTable, needed: Uint8Array): void {
  for (let flow = 0; flow < needed.length; flow++) if (kind[flow] !== 0) needed[flow] = 1;
}

/** No kind: the flow cannot be folded. */
const NO_KIND = -1;
const STATE_OF_KIND = 7;

/** Per flow: what the flows of a group have in common beside their ends, as one number; or `NO_KIND`. */
function kindsOf(flows: FlowTable, roles: RoleTable, needed: Uint8Array): Int32Array {
  const kinds = new Int32Array(flows.count).fill(NO_KIND);
  for (let flow = 0; flow < kinds.length; flow++) {
    const serverIsB = roles.serverIsB[flow] === 1;
    const clue = roles.decidedBy[flow];
    // A server that alone speaks may turn out to search, which flows that are still to come tell.
    const isHeard =
      clue !== CLUE_FAN_IN ||
      flows.memory.loops.askingOf(flow, flows.folded.groups > 0) * (serverIsB ? -1 : 1) <= 0;
    const isSettled = clue <= CLUE_FAN_IN && isHeard && roles.isKnown(flow);
    const isFoldable = needed[flow] === 0 && isSettled && canFold(flows, flow, serverIsB);
    if (!isFoldable && !isGroup(flows, flow)) continue;
    const state = flowState(flows, flow);
    // Elsewhere than in TCP, packets are counted to tell this state: those of several flows would tell another.
    if (state === STATE_HALF_OPEN && flows.protocol(flow) !== PROTOCOL_TCP) continue;
    kinds[flow] =
      state |
      (outcome(flows, flow, serverIsB) << 3) |
      (clue << 5) |
      (roles.serverIsB[flow] << 9) |
      (Number(flows.hasSent(flow, false)) << 10) |
      (Number(flows.hasSent(flow, true)) << 11) |
      (flows.encapsulation(flow) << 12);
  }
  return kinds;
}

/** Flows that can be folded and are not yet: those that have ended first, then by the time since their last packet. */
function oldestFirst(flows: FlowTable, kinds: Int32Array): Int32Array {
  const canGo = (flow: number) => kinds[flow] !== NO_KIND && !isGroup(flows, flow);
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (let flow = 0; flow < kinds.length; flow++) {
    if (!canGo(flow)) continue;
    const time = lastSeen(flows, flow);
    if (time < first) first = time;
    if (time > last) last = time;
  }
  const scale = last > first ? (AGE_STEPS - 1) / (last - first) : 0;
  const ranks = new Int32Array(kinds.length).fill(-1);
  const starts = new Int32Array(2 * AGE_STEPS + 1);
  for (let flow = 0; flow < kinds.length; flow++) {
    if (!canGo(flow)) continue;
    const age = Math.floor((lastSeen(flows, flow) - first) * scale);
    ranks[flow] = hasEnded(kinds[flow]) ? age : age + AGE_STEPS;
    starts[ranks[flow] + 1]++;
  }
  for (let rank = 1; rank < starts.length; rank++) starts[rank] += starts[rank - 1];
  const order = new Int32Array(starts[starts.length - 1]);
  for (let flow = 0; flow < ranks.length; flow++) {
    if (ranks[flow] >= 0) order[starts[ranks[flow]]++] = flow;
  }
  return order;
}

/** Seconds; a fraction of a microsecond is lost. */
function lastSeen(flows: FlowTable, flow: number): number {
  return flows.lastSeconds(flow) + flows.lastNanoseconds(flow) / 1e9;
}

function hasEnded(kind: number): boolean {
  const state = kind & STATE_OF_KIND;
  return state === STATE_CLOSED || state === STATE_RESET || state === STATE_REFUSED;
}

interface GroupInputs {
  readonly addresses: FlowAddresses;
  readonly protocols: ProtocolTable;
  readonly kinds: Int32Array;
}

/** Finds the group of a flow, or the first of its like that has come up. */
class Groups {
  /** Flow numbers plus 1; 0 is empty. */
  private readonly slots: Int32Array;
  private readonly flows: FlowTable;
  private readonly serverIsB: Uint8Array;
  private readonly addresses: FlowAddresses;
  private readonly protocols: ProtocolTable;
  private readonly kinds: Int32Array;

  constructor(flows: FlowTable, roles: RoleTable, { addresses, protocols, kinds }: GroupInputs) {
    this.flows = flows;
    this.serverIsB = roles.serverIsB;
    this.addresses = addresses;
    this.protocols = protocols;
    this.kinds = kinds;
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(flows.count * 2 + 1)));
    for (let flow = 0; flow < flows.count; flow++) {
      if (isGroup(flows, flow) && kinds[flow] !== NO_KIND) this.takeIn(flow);
    }
  }

  /** The group for the flow, or another flow for it to make one with, or the flow itself, for others to come. */
  takeIn(flow: number): number {
    const slot = this.slotOf(flow);
    if (this.slots[slot] === 0) this.slots[slot] = flow + 1;
    return this.slots[slot] - 1;
  }

  /** The group of `former` is now that of `flow`, which is like it. */
  replace(former: number, flow: number): void {
    this.slots[this.slotOf(former)] = flow + 1;
  }

  private slotOf(flow: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    const hash = hashOfFour(this.client(flow), this.server(flow), this.socket(flow), this.kinds[flow]);
    let slot = hash & mask;
    while (slots[slot] !== 0 && !this.areAlike(slots[slot] - 1, flow)) slot = (slot + 1) & mask;
    return slot;
  }

  private areAlike(one: number, other: number): boolean {
    const { loops } = this.flows.memory;
    return (
      this.kinds[one] === this.kinds[other] &&
      this.socket(one) === this.socket(other) &&
      this.client(one) === this.client(other) &&
      this.server(one) === this.server(other) &&
      loops.speechOf(one) === loops.speechOf(other) &&
      identifiedProtocol(this.protocols, one) === identifiedProtocol(this.protocols, other)
    );
  }

  private client(flow: number): number {
    return this.serverIsB[flow] === 1 ? this.addresses.ofA[flow] : this.addresses.ofB[flow];
  }

  private server(flow: number): number {
    return this.serverIsB[flow] === 1 ? this.addresses.ofB[flow] : this.addresses.ofA[flow];
  }

  /** The server's port and the protocol. */
  private socket(flow: number): number {
    const port = this.serverIsB[flow] === 1 ? this.flows.portB(flow) : this.flows.portA(flow);
    return (this.flows.protocol(flow) << 16) | port;
  }
}
