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
  /** Null where every record stands for one flow. */
  readonly folded: FoldedEnds | null;
}

/** What flows that were folded add to the counts of sockets. */
export interface FoldedEnds {
  /** Per flow: how many flows more than one its record stands for at each end; −1 where the flows are told below. */
  readonly moreOfA: Int32Array;
  readonly moreOfB: Int32Array;
  /** The client's ends of the flows in groups: numbers of addresses, and sockets. */
  readonly addresses: Int32Array;
  readonly sockets: Int32Array;
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
    if (sockets.folded !== null) {
      this.recordsOfAddress = flowsOfAddress.slice();
      this.addFolded(ofA, ofB, sockets, sockets.folded);
    }
  }

  private addFolded(
    addressOfA: Int32Array,
    addressOfB: Int32Array,
    { ofA, ofB }: FlowSockets,
    { moreOfA, moreOfB, addresses, sockets }: FoldedEnds,
  ): void {
    const { flowsOfAddress, flowsOfSocket, recordsOfAddress } = this;
    for (let flow = 0; flow < moreOfA.length; flow++) {
      flowsOfAddress[addressOfA[flow]] += moreOfA[flow];
      flowsOfAddress[addressOfB[flow]] += moreOfB[flow];
      flowsOfSocket[ofA[flow]] += moreOfA[flow];
      flowsOfSocket[ofB[flow]] += moreOfB[flow];
    }
    for (let end = 0; end < addresses.length; end++) {
      flowsOfAddress[addresses[end]]++;
      flowsOfSocket[sockets[end]]++;
      recordsOfAddress[addresses[end]]++;
    }
  }

  most(address: number, socket: number): number {
    const ofAddress = this.flowsOfAddress[address];
    const ofSocket = this.flowsOfSocket[socket];
    return ofAddress < ofSocket ? ofAddress : ofSocket;
  }

  /** Ends of records, and of folded flows, that the address is. */
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
