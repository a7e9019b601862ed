/**
 * How many flows a socket has at most: no more than its address has, and no more than its port has on all
 * addresses. Both are counted in dense columns, and where a server talks with clients they are far apart.
 */
import type { FlowAddresses } from "../flows/addresses.ts";

const PORTS = 65_536;

/** Both sockets of every flow, without their addresses: protocol and port as one number. */
export interface FlowSockets {
  readonly ofA: Int32Array;
  readonly ofB: Int32Array;
  /**
   * How many flows more a record stands for: above 0 where all have the socket of b, below where that of a. Null
   * where every record stands for one flow.
   */
  readonly more: Int32Array | null;
}

export class SocketBounds {
  private readonly flowsOfAddress: Int32Array;
  private readonly recordsOfAddress: Int32Array;
  /** By protocol and port, with room up to the largest protocol that there is. */
  private readonly flowsOfSocket: Int32Array;

  constructor({ table, ofA, ofB }: FlowAddresses, sockets: FlowSockets) {
    const flowsOfAddress = new Int32Array(table.count);
    const flowsOfSocket = new Int32Array((largestProtocol(sockets) + 1) * PORTS);
    for (let flow = 0; flow < ofA.length; flow++) {
      flowsOfAddress[ofA[flow]]++;
      flowsOfAddress[ofB[flow]]++;
      flowsOfSocket[sockets.ofA[flow]]++;
      flowsOfSocket[sockets.ofB[flow]]++;
    }
    this.flowsOfAddress = flowsOfAddress;
    this.recordsOfAddress = flowsOfAddress;
    this.flowsOfSocket = flowsOfSocket;
    if (sockets.more !== null) {
      this.recordsOfAddress = flowsOfAddress.slice();
      this.addMore(ofA, ofB, sockets, sockets.more);
    }
  }

  private addMore(
    addressOfA: Int32Array,
    addressOfB: Int32Array,
    { ofA, ofB }: FlowSockets,
    more: Int32Array,
  ): void {
    for (let flow = 0; flow < more.length; flow++) {
      if (more[flow] === 0) continue;
      const flows = Math.abs(more[flow]);
      this.flowsOfAddress[more[flow] > 0 ? addressOfB[flow] : addressOfA[flow]] += flows;
      this.flowsOfSocket[more[flow] > 0 ? ofB[flow] : ofA[flow]] += flows;
    }
  }

  most(address: number, socket: number): number {
    const ofAddress = this.flowsOfAddress[address];
    const ofSocket = this.flowsOfSocket[socket];
    return ofAddress < ofSocket ? ofAddress : ofSocket;
  }

  /** Ends of records that the address is. */
  endsOf(address: number): number {
    return this.recordsOfAddress[address];
  }
}

/** Both ends of a flow have the same. */
function largestProtocol({ ofA }: FlowSockets): number {
  let largest = 0;
  for (let flow = 0; flow < ofA.length; flow++) if (ofA[flow] > largest) largest = ofA[flow];
  return largest >>> 16;
}
