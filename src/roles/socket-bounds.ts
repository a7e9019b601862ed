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
}

export class SocketBounds {
  private readonly flowsOfAddress: Int32Array;
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
    this.flowsOfSocket = flowsOfSocket;
  }

  most(address: number, socket: number): number {
    const ofAddress = this.flowsOfAddress[address];
    const ofSocket = this.flowsOfSocket[socket];
    return ofAddress < ofSocket ? ofAddress : ofSocket;
  }

  /** Ends of flows that the address is. */
  endsOf(address: number): number {
    return this.flowsOfAddress[address];
  }
}

/** Both ends of a flow have the same. */
function largestProtocol({ ofA }: FlowSockets): number {
  let largest = 0;
  for (let flow = 0; flow < ofA.length; flow++) if (ofA[flow] > largest) largest = ofA[flow];
  return largest >>> 16;
}
