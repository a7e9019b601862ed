/** What flows of each service add up to, in columns while the flows are walked over; then as plain rows. */
import { doubled } from "../flows/doubled.ts";
import type { FlowTable } from "../flows/flow.ts";
import { OUTCOME_REFUSED, OUTCOME_UNANSWERED, outcome, type ServiceTotals } from "./service.ts";

const PORTS = 65_536;
const PROTOCOLS = 256;
const FIRST_CAPACITY = 64;
const NO_PORTS = new Int32Array(0);

/** A service is a row of doubles. */
const FLOWS = 0;
const CONNECTIONS = 1;
const CLIENTS = 2;
const SERVERS = 3;
const PACKETS = 4;
const BYTES = 5;
const BYTES_TO_SERVER = 6;
const FIRST_SECONDS = 7;
const FIRST_NANOSECONDS = 8;
const LAST_SECONDS = 9;
const LAST_NANOSECONDS = 10;
const UNANSWERED = 11;
const REFUSED = 12;
const ROW_DOUBLES = 16;

export class ServiceColumns {
  count = 0;
  private rows = new Float64Array(FIRST_CAPACITY * ROW_DOUBLES);
  /** Of each service: its protocol and port as one number. */
  private keys = new Int32Array(FIRST_CAPACITY);
  /** By protocol, then port: the service's number plus 1, or 0. Few protocols have ports. */
  private readonly byPort: Int32Array[] = new Array<Int32Array>(PROTOCOLS).fill(NO_PORTS);

  /** The number of the service; a new one is numbered as it appears. */
  number(protocol: number, port: number): number {
    const known = this.byPort[protocol];
    const service = known.length === 0 ? 0 : known[port];
    return service === 0 ? this.append(protocol, port) : service - 1;
  }

  /** Answers with the flow's outcome. */
  addFlow(service: number, flows: FlowTable, flow: number, serverIsB: boolean): number {
    const { rows } = this;
    const at = service * ROW_DOUBLES;
    const count = flows.flowsOf(flow);
    const bytesAToB = flows.bytesAToB(flow);
    const bytesBToA = flows.bytesBToA(flow);
    this.addTimes(at, flows, flow);
    rows[at + FLOWS] += count;
    rows[at + CONNECTIONS] += flows.connections(flow);
    rows[at + PACKETS] += flows.packetsAToB(flow) + flows.packetsBToA(flow);
    rows[at + BYTES] += bytesAToB + bytesBToA;
    rows[at + BYTES_TO_SERVER] += serverIsB ? bytesAToB : bytesBToA;
    const found = outcome(flows, flow, serverIsB);
    if (found === OUTCOME_UNANSWERED) rows[at + UNANSWERED] += count;
    else if (found === OUTCOME_REFUSED) rows[at + REFUSED] += count;
    return found;
  }

  addClient(service: number): void {
    this.rows[service * ROW_DOUBLES + CLIENTS]++;
  }

  addServer(service: number): void {
    this.rows[service * ROW_DOUBLES + SERVERS]++;
  }

  totals(): ServiceTotals[] {
    return Array.from({ length: this.count }, (_, service) => this.totalsOf(service));
  }

  private append(protocol: number, port: number): number {
    const service = this.count++;
    if (this.byPort[protocol].length === 0) this.byPort[protocol] = new Int32Array(PORTS);
    this.byPort[protocol][port] = service + 1;
    if (service === this.keys.length) {
      this.keys = doubled(this.keys);
      this.rows = doubled(this.rows);
    }
    this.keys[service] = protocol * PORTS + port;
    return service;
  }

  /** Call it before the flow is counted: the service's first flow brings the first times. */
  private addTimes(at: number, flows: FlowTable, flow: number): void {
    const { rows } = this;
    const isFirst = rows[at + FLOWS] === 0;
    const first = flows.firstSeconds(flow);
    const knownFirst = rows[at + FIRST_SECONDS];
    if (
      isFirst ||
      first < knownFirst ||
      (first === knownFirst && flows.firstNanoseconds(flow) < rows[at + FIRST_NANOSECONDS])
    ) {
      rows[at + FIRST_SECONDS] = first;
      rows[at + FIRST_NANOSECONDS] = flows.firstNanoseconds(flow);
    }
    const last = flows.lastSeconds(flow);
    const knownLast = rows[at + LAST_SECONDS];
    if (
      isFirst ||
      last > knownLast ||
      (last === knownLast && flows.lastNanoseconds(flow) > rows[at + LAST_NANOSECONDS])
    ) {
      rows[at + LAST_SECONDS] = last;
      rows[at + LAST_NANOSECONDS] = flows.lastNanoseconds(flow);
    }
  }

  private totalsOf(service: number): ServiceTotals {
    const { keys, rows } = this;
    const at = service * ROW_DOUBLES;
    return {
      protocol: Math.floor(keys[service] / PORTS),
      port: keys[service] % PORTS,
      flows: rows[at + FLOWS],
      connections: rows[at + CONNECTIONS],
      clients: rows[at + CLIENTS],
      servers: rows[at + SERVERS],
      packets: rows[at + PACKETS],
      bytes: rows[at + BYTES],
      bytesToServer: rows[at + BYTES_TO_SERVER],
      bytesToClient: rows[at + BYTES] - rows[at + BYTES_TO_SERVER],
      firstSeen: { seconds: rows[at + FIRST_SECONDS], nanoseconds: rows[at + FIRST_NANOSECONDS] },
      lastSeen: { seconds: rows[at + LAST_SECONDS], nanoseconds: rows[at + LAST_NANOSECONDS] },
      answered: rows[at + FLOWS] - rows[at + UNANSWERED] - rows[at + REFUSED],
      unanswered: rows[at + UNANSWERED],
      refused: rows[at + REFUSED],
    };
  }
}
