/**
 * The linear memory of one analysis: the piece of the capture that is being read, the columns of its batches, and
 * the flow table. TypeScript sees it through typed arrays, WebAssembly (assembly/) through addresses; the loops
 * that see every packet run there, which took half to two thirds of the time (docs/speed.md). Everything rare is
 * TypeScript over the same memory.
 *
 * The memory is shared, so that views stay valid when it grows, and so that another thread can read the outcome.
 */
import { WINDOW } from "./memory-layout.ts";
import { OutOfMemory } from "./out-of-memory.ts";
import { PACKET_LOOPS } from "./packet-loops.ts";

/** The functions of assembly/; what each does stands there. Addresses and counts come back as signed words. */
export interface PacketLoops {
  readPcapRecords(
    position: number,
    end: number,
    rangeEnd: number,
    littleEndian: boolean,
    lengthOrder: number,
    headerLength: number,
    longest: number,
    padding: number,
    nanoseconds: boolean,
  ): number;
  readPacketBlocks(
    position: number,
    end: number,
    rangeEnd: number,
    littleEndian: boolean,
    longest: number,
    interfaces: number,
  ): number;
  tallyRecords(count: number): number;
  decodeEthernetIp(count: number, outermostOnly: boolean): number;
  setSeed(seed: number): void;
  computeKeys(count: number): void;
  controlRowsOfBatch(): number;
  touchFlows(count: number): number;
  startBatch(framesBefore: number, arenaPosition: number): void;
  countPackets(from: number, count: number): number;
  countFlowPacket(row: number): number;
  countLaterFragment(row: number, flow: number, fromB: number): void;
  countVerdict(row: number, flow: number): void;
  payloadsOfBatch(): number;
  countLaterPart(): void;
  unknownQuotesOfBatch(): number;
  reopeningsOfBatch(): number;
  noteError(row: number): void;
  numberArriving(count: number, framesBefore: number, payloadShift: number, payloadPieces: number): void;
  mergeFlows(count: number): void;
  placeFlowTable(slots: number, slotCount: number, records: number): number;
  countOfFlows(): number;
  dropFlows(count: number): void;
  placeFlow(flow: number): void;
  listUnknown(count: number): number;
  placeAddresses(first: number, rest: number, isIpv6: number, slots: number, slotCount: number): void;
  startAddresses(): void;
  countOfAddresses(): number;
  dealAddressSlots(): void;
  wantsSlots(): boolean;
  numberAddressesOf(ofA: number, ofB: number, from: number, to: number): number;
  placeProtocols(
    protocol: number,
    confidencePercent: number,
    serverVote: number,
    votePercent: number,
    contradiction: number,
  ): void;
  placeOutcomes(pairs: number, dns: number, mdns: number, llmnr: number): void;
  speechOf(flow: number): number;
  rememberOutcome(ends: number, outcome: number): void;
  identifyFlows(from: number, to: number): number;
  tellProtocol(flow: number, outcome: number): void;
  placeRoles(serverIsB: number, clues: number, decidedBy: number, confidencePercent: number): void;
  putRole(flow: number, packed: number): void;
  placeFacts(
    weightsOfTcp: number,
    weightsOfSctp: number,
    weightsOfOthers: number,
    votes: number,
    votePercents: number,
  ): void;
  factsOfFlow(flow: number): number;
  decideCertainFlows(certain: number, known: number, negotiated: number, from: number, to: number): number;
  decideFlow(certain: number, flow: number, facts: number, word: number): void;
  placeOpenFlows(rows: number, ofA: number, ofB: number, hasFolded: boolean, countsFolded: boolean): void;
  addOpenFlow(flow: number, facts: number): void;
  countOfOpenFlows(): number;
  flowOfRow(row: number): number;
  largestTransport(): number;
  askingOf(flow: number, hasFolded: boolean): number;
  placeEvidence(ports: number, clientPorts: number, knownRoles: number): void;
  placeSockets(slots: number, slotBits: number, rows: number, rowCount: number): void;
  moveSockets(rows: number, rowCount: number): void;
  hasRoomForSockets(): boolean;
  askForSockets(from: number, to: number): number;
  addCertainFlows(certain: number, from: number, to: number): number;
  addFoldedFlow(address: number, socket: number, isCertain: boolean): void;
  countOpenFlows(from: number, to: number): number;
  findOpenFlow(row: number): void;
  decideOpenFlows(from: number, to: number): number;
  noteOpenRole(row: number, role: number): void;
  placeGrouping(rows: number, serverIsB: number, ofA: number, ofB: number, hasFolded: boolean): void;
  placeGrouped(ofFlow: number, outcome: number, outcomeOfFacts: number, clients: number): void;
  placeSelection(selected: number, negotiated: number, registeredPorts: number): void;
  placeServiceRows(numbers: number, rows: number): void;
  placeServers(rows: number, firstSockets: number, slots: number, slotCount: number): void;
  growServers(slotCount: number): number;
  hasServerRoom(): boolean;
  placePairs(slots: number, slotCount: number): void;
  growPairs(slotCount: number, copy: number): number;
  placeCarries(carries: number): void;
  takeCarries(): number;
  hasPairRoom(): boolean;
  groupFlows(from: number, to: number): number;
  outcomeFactsOf(flow: number): number;
  countOnlyClients(from: number, to: number): number;
  countOfGrouped(): number;
  countOfServices(): number;
  countOfSockets(): number;
  countOfServers(): number;
  countOfClients(): number;
  findSocket(address: number, service: number): number;
  placeSpoken(
    ofFlow: number,
    protocol: number,
    confidencePercent: number,
    knownPairs: number,
    counts: number,
    hasFolded: boolean,
  ): void;
  noteSpoken(service: number, protocol: number, pair: number): void;
  countSpokenFlows(leastPercent: number, from: number, to: number): number;
  placeContacts(contacts: number, ports: number, hosts: number, known: number): void;
  placeContactMaterial(
    ofA: number,
    ofB: number,
    ofService: number,
    negotiated: number,
    hasFolded: boolean,
  ): void;
  placeContactRoles(serverIsB: number, clues: number, tellingClues: number): void;
  findContacts(from: number, to: number): number;
  isToldByFacts(flow: number): boolean;
  rememberContact(flow: number, contact: number): void;
  noteContact(flow: number, contact: number): void;
  showsTcpAnswers(): number;
  listen(start: number, length: number, protocol: number, ports: number): number;
  answersOfPayload(): number;
  /** One signature alone, for tests. */
  ask(row: number, start: number, length: number): number;
}

const PAGE = 65_536;
/** Linear memory has 32-bit addresses. */
const MAXIMUM_PAGES = 65_536;
const CACHE_LINE = 64;
/** What lies behind the flow table (column-room.ts) may take 95 bytes a flow; for it, so much is left free of tables. */
const TABLES_LIMIT = 2.3 * 2 ** 30;
/** Memory is taken in steps of at least an eighth of what is there; what nobody touched takes no room. */
const GROWTH = 8;

/** Compiled once a process (or worker). */
let compiled: WebAssembly.Module | undefined;

function packetLoops(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Buffer.from(PACKET_LOOPS, "base64"));
  return compiled;
}

export class PacketMemory {
  readonly loops: PacketLoops;
  readonly #memory: WebAssembly.Memory;
  #windowLength = 0;
  /** Moves what lies behind the window to a new start. */
  #moveTables: (start: number) => void = () => {};

  /** Where the flow table has to end, at most. */
  readonly limit: number;

  constructor(limit: number = TABLES_LIMIT) {
    this.limit = limit;
    const pages = Math.ceil(WINDOW / PAGE);
    this.#memory = newMemory(pages + 1);
    const { exports } = new WebAssembly.Instance(packetLoops(), { env: { memory: this.#memory } });
    this.loops = exports as unknown as PacketLoops;
  }

  /** The memory as it is now; what is added later needs a new view. */
  get buffer(): SharedArrayBuffer {
    return this.#memory.buffer;
  }

  /** The reading window, at least `length` bytes long; what was in it stays. */
  window(length: number): Uint8Array {
    if (length > this.#windowLength) {
      this.#windowLength = length;
      this.reserve(this.tables);
      this.#moveTables(this.tables);
    }
    return new Uint8Array(this.buffer, WINDOW, length);
  }

  /** Where the window ends and the tables behind it start. */
  get tables(): number {
    return alignUp(WINDOW + this.#windowLength);
  }

  /** From now on `move` is called when the tables have to give way to a longer window. */
  keepTables(move: (start: number) => void): void {
    this.#moveTables = move;
  }

  /** Makes addresses of tables below `end` valid. Throws `OutOfMemory` where there is no more memory to be had. */
  reserve(end: number): void {
    this.#reserve(end, this.limit);
  }

  /** As `reserve`, for what lies behind the tables. */
  reserveColumns(end: number): void {
    this.#reserve(end, MAXIMUM_PAGES * PAGE);
  }

  #reserve(end: number, limit: number): void {
    const pages = this.#memory.buffer.byteLength / PAGE;
    const needed = Math.ceil(end / PAGE);
    if (needed <= pages) return;
    if (end > limit) {
      throw new OutOfMemory("the flows of this capture do not fit into 4 GiB; bound them with --max-flows");
    }
    const more = Math.min(Math.max(needed, pages + Math.ceil(pages / GROWTH)), MAXIMUM_PAGES) - pages;
    try {
      this.#memory.grow(more);
    } catch {
      const size = Math.round((pages * PAGE) / 2 ** 20);
      throw new OutOfMemory(`no more memory behind ${size} MiB; bound the flows with --max-flows`);
    }
  }
}

/** V8 keeps addresses free around a memory, so that no access needs a check. */
const ADDRESS_SPACE = "10 GB of address space";

function newMemory(pages: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: MAXIMUM_PAGES, shared: true });
  } catch {
    throw new OutOfMemory(`portolan needs ${ADDRESS_SPACE} (not of memory); raise the limit (ulimit -v)`);
  }
}

export function alignUp(address: number): number {
  return Math.ceil(address / CACHE_LINE) * CACHE_LINE;
}
