/** What servers and clients did, in columns: in a scan there are as many of them as flows. */
import { doubled } from "../flows/doubled.ts";

const FIRST_CAPACITY = 1024;

export class TrafficColumns {
  flows: Int32Array;
  packets: Float64Array;
  /** Bytes on the wire of whole frames. */
  bytes: Float64Array;
  /** Distinct partners: clients of a server, or services of a client. */
  partners: Int32Array;

  /** `rows`: as many as are known to come. */
  constructor(rows = FIRST_CAPACITY) {
    this.flows = new Int32Array(rows);
    this.packets = new Float64Array(rows);
    this.bytes = new Float64Array(rows);
    this.partners = new Int32Array(rows);
  }

  /** Adds flows to a row; makes room for it where there is none. */
  addFlows(row: number, flows: number, packets: number, bytes: number): void {
    while (row >= this.flows.length) this.grow();
    this.flows[row] += flows;
    this.packets[row] += packets;
    this.bytes[row] += bytes;
  }

  private grow(): void {
    this.flows = doubled(this.flows);
    this.packets = doubled(this.packets);
    this.bytes = doubled(this.bytes);
    this.partners = doubled(this.partners);
  }
}
