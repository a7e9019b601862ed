import { SumColumn } from "./sum-column.ts";

/** What servers and clients did, in columns: in a scan there are as many of them as flows. */
export class TrafficColumns {
  readonly flows: Int32Array;
  readonly packets: SumColumn;
  /** Bytes on the wire of whole frames. */
  readonly bytes: SumColumn;
  /** Distinct partners: clients of a server, or services of a client. */
  readonly partners: Int32Array;

  /** `rows`: as many as there may be. */
  constructor(rows: number) {
    this.flows = new Int32Array(rows);
    this.packets = new SumColumn(rows);
    this.bytes = new SumColumn(rows);
    this.partners = new Int32Array(rows);
  }

  addFlows(row: number, flows: number, packets: number, bytes: number): void {
    this.flows[row] += flows;
    this.packets.add(row, packets);
    this.bytes.add(row, bytes);
  }
}
