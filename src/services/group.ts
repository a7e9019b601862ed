/**
 * The services stage: flows and roles in, services out. One walk over the flows adds each to its service, to
 * its server's socket and to its client; pairs of small integers count what is distinct.
 *
 * The walk is WebAssembly (assembly/services/). It stops where a table is full, and at a flow whose facts tell an outcome that
 * nobody told yet; here it is helped on. There is one grouping at a time in a memory.
 */
import type { FlowAddresses } from "../flows/addresses.ts";
import type { FlowTable } from "../flows/flow.ts";
import { inBlocks } from "../flows/in-blocks.ts";
import type { NegotiatedTable } from "../protocols/negotiated.ts";
import { negotiatedKind } from "../protocols/negotiation/kinds.ts";
import type { RoleTable } from "../roles/role.ts";
import { outcome, type ServiceTotals } from "./service.ts";
import { serviceTotals } from "./service-totals.ts";
import { Sockets } from "./sockets.ts";
import * as layout from "./table-layout.ts";
import { TrafficColumns } from "./traffic-columns.ts";

/** Whether a flow is to be counted; see `FlowSelection`. */
export type FlowFilter = (flow: number) => boolean;

export interface Services {
  readonly services: readonly ServiceTotals[];
  /** Per flow: index into `services`, or -1 where the flow was not selected. */
  readonly ofFlow: Int32Array;
  /** Per flow: one of the OUTCOME_ numbers of service.ts; 0 where the flow was not selected. */
  readonly outcome: Uint8Array;
  /** The listening sockets. */
  readonly servers: Sockets;
  /** By row of `servers`; partners are distinct client addresses. */
  readonly serverTraffic: TrafficColumns;
  /** By address number, what each did as a client; partners are distinct services, 0 where it was no client. */
  readonly clientTraffic: TrafficColumns;
  readonly totals: {
    readonly flows: number;
    /** Flows that have no row of their own, since they were folded into others. */
    readonly folded: number;
    readonly packets: number;
    readonly bytes: number;
    readonly connections: number;
    /** Distinct addresses. */
    readonly clients: number;
    readonly servers: number;
  };
}

/** What is known of the flows beside their own records. */
export interface GroupInputs {
  readonly roles: RoleTable;
  /** Null (as unless told) where no flow's port was negotiated. */
  readonly negotiated?: NegotiatedTable | null;
  readonly addresses: FlowAddresses;
}

export function groupServices(flows: FlowTable, inputs: GroupInputs, isSelected?: FlowFilter): Services {
  const grouping = new Grouping(flows, inputs, isSelected);
  inBlocks(flows.count, flows.memory.loops.groupFlows, (stopped) => {
    grouping.help(stopped);
    return stopped;
  });
  return grouping.finish();
}

const FIRST_SLOTS = 4096;
const MANY_SLOTS = 2 ** 20;
const SLOT_BYTES = 4;
/** What a port may have been negotiated for is a byte. */
const KINDS = 256;

class Grouping {
  private readonly flows: FlowTable;
  private readonly roles: RoleTable;
  private readonly addressCount: number;
  private readonly ofFlow: Int32Array;
  private readonly outcome: Uint8Array;
  private readonly sockets: Int32Array;
  private readonly serverTraffic: TrafficColumns;
  private readonly clientTraffic: TrafficColumns;
  /** By facts: the outcome plus 1; 0 where no flow had them yet. */
  private readonly outcomeOfFacts: Uint8Array;
  private readonly serviceRows: number;
  private readonly carries: Uint32Array;
  private socketSlots = FIRST_SLOTS;
  /** Slots that there is room for. */
  private readonly mostSlots: number;
  private pairSlots = FIRST_SLOTS;

  /** Room is for as many rows as there may be: what nobody touches takes no memory, but tables that grow are there twice. */
  constructor(flows: FlowTable, inputs: GroupInputs, isSelected: FlowFilter | undefined) {
    const { roles, negotiated = null, addresses } = inputs;
    const { columns, memory, count } = flows;
    const { loops } = memory;
    this.flows = flows;
    this.roles = roles;
    this.addressCount = addresses.table.count;
    this.ofFlow = columns.int32(count);
    this.outcome = columns.uint8(count);
    this.sockets = columns.unclearedInt32(count * layout.SOCKET_WORDS);
    this.serverTraffic = new TrafficColumns(this.sockets, layout.SOCKET_WORDS, layout.SOCKET_TRAFFIC);
    const firstSockets = columns.take(this.addressCount * 4);
    this.mostSlots = slotsFor(searchedSockets(count, this.addressCount));
    const slots = columns.takeUncleared(this.mostSlots * SLOT_BYTES);
    loops.placeServers(this.sockets.byteOffset, firstSockets, slots, this.socketSlots);
    const clients = columns.int32(this.addressCount * layout.CLIENT_WORDS);
    this.clientTraffic = new TrafficColumns(clients, layout.CLIENT_WORDS, layout.CLIENT_TRAFFIC);
    this.outcomeOfFacts = columns.uint8(layout.OUTCOME_FACTS);
    const ports = layout.PORT_TABLES * layout.PORTS;
    const numbers = columns.take(ports * 4);
    this.serviceRows = columns.take(Math.min(count, ports) * layout.SERVICE_BYTES);
    loops.placeServiceRows(numbers, this.serviceRows);
    this.carries = columns.uint32(layout.BLOCK_CARRIES * layout.CARRY_WORDS);
    loops.placeCarries(this.carries.byteOffset);
    loops.placeGrouping(
      columns.take(layout.BLOCK_FLOWS * layout.BLOCK_ROW_BYTES),
      columns.addressOf(roles.serverIsB),
      columns.addressOf(addresses.ofA),
      columns.addressOf(addresses.ofB),
      flows.folded.groups > 0,
    );
    loops.placeGrouped(
      this.ofFlow.byteOffset,
      this.outcome.byteOffset,
      this.outcomeOfFacts.byteOffset,
      clients.byteOffset,
    );
    this.placeSelection(isSelected, negotiated);
    // The only table whose room grows: nothing may be taken behind it until the walk is done.
    loops.placePairs(columns.take(this.pairSlots * layout.PAIR_BYTES), this.pairSlots);
  }

  /** Does what the walk needs before it can go on with this flow. */
  help(flow: number): void {
    const { flows, roles, outcomeOfFacts } = this;
    const { loops } = flows.memory;
    this.takeCarries();
    if (!loops.hasPairRoom()) this.growPairs();
    else if (!loops.hasServerRoom()) this.growServers();
    else outcomeOfFacts[loops.outcomeFactsOf(flow)] = 1 + outcome(flows, flow, roles.serverIsB[flow] === 1);
  }

  finish(): Services {
    const { ofFlow, outcome, serverTraffic, clientTraffic } = this;
    const { memory } = this.flows;
    const { loops } = memory;
    this.takeCarries();
    inBlocks(loops.countOfSockets(), loops.countOnlyClients);
    const services = serviceTotals(memory.buffer, this.serviceRows, loops.countOfServices());
    const sum = (column: "flows" | "packets" | "bytes" | "connections") =>
      services.reduce((total, service) => total + service[column], 0);
    const flows = sum("flows");
    const totals = {
      flows,
      folded: flows - loops.countOfGrouped(),
      packets: sum("packets"),
      bytes: sum("bytes"),
      connections: sum("connections"),
      clients: loops.countOfClients(),
      servers: loops.countOfServers(),
    };
    const servers = new Sockets(this.sockets, loops, this.addressCount);
    return { services, ofFlow, outcome, servers, serverTraffic, clientTraffic, totals };
  }

  /** What few captures have: a byte a flow for those that are selected, and for those whose port was negotiated. */
  private placeSelection(isSelected: FlowFilter | undefined, negotiated: NegotiatedTable | null): void {
    const { columns, memory, count } = this.flows;
    const selected = isSelected && columns.uint8(count);
    for (let flow = 0; selected !== undefined && flow < count; flow++) {
      selected[flow] = isSelected?.(flow) ? 1 : 0;
    }
    if (negotiated === null) {
      memory.loops.placeSelection(selected?.byteOffset ?? 0, 0, 0);
      return;
    }
    const ports = columns.uint32(KINDS);
    for (let kind = 1; kind < KINDS; kind++) ports[kind] = 1 + (negotiatedKind(kind)?.port ?? -1);
    memory.loops.placeSelection(
      selected?.byteOffset ?? 0,
      columns.addressOf(negotiated.kind),
      ports.byteOffset,
    );
  }

  private takeCarries(): void {
    const { carries, serverTraffic, clientTraffic } = this;
    const count = this.flows.memory.loops.takeCarries();
    const columns = [serverTraffic.packets, serverTraffic.bytes, clientTraffic.packets, clientTraffic.bytes];
    for (let at = 0; at < count * layout.CARRY_WORDS; at += layout.CARRY_WORDS) {
      columns[carries[at]].carry(carries[at + 1], carries[at + 2]);
    }
  }

  /** Adds slots behind those that there are, which are copied in the meantime. */
  private growPairs(): void {
    const { columns, memory } = this.flows;
    const former = this.pairSlots * layout.PAIR_BYTES;
    this.pairSlots = moreSlots(this.pairSlots);
    columns.take(this.pairSlots * layout.PAIR_BYTES - former);
    const mark = columns.mark();
    memory.loops.growPairs(this.pairSlots, columns.take(former));
    columns.release(mark);
  }

  private growServers(): void {
    this.socketSlots = Math.min(moreSlots(this.socketSlots), this.mostSlots);
    this.flows.memory.loops.growServers(this.socketSlots);
  }
}

/** Few slots become four times as many, so that what they lead to is seldom dealt out anew; many become twice as many. */
function moreSlots(slots: number): number {
  return slots * (slots < MANY_SLOTS ? 4 : 2);
}

/**
 * Sockets that slots may have to lead to: no flow has more than one, and the first of each server needs none. Where there are
 * more addresses than flows, some are servers, since no flow has more than one client.
 */
function searchedSockets(flows: number, addresses: number): number {
  return Math.min(flows, 2 * flows - addresses);
}

/** A power of two, so that three of four slots are enough, with a block's to come. */
function slotsFor(sockets: number): number {
  return 2 ** Math.ceil(Math.log2(((sockets + layout.BLOCK_FLOWS) * 4) / 3 + FIRST_SLOTS));
}
