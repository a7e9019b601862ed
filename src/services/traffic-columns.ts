/** What servers and clients did, in columns: in a scan there are as many of them as flows. */
export class TrafficColumns {
  readonly flows: Int32Array;
  readonly packets: Float64Array;
  /** Bytes on the wire of whole frames. */
  readonly bytes: Float64Array;
  /** Distinct partners: clients of a server, or services of a client. */
  readonly partners: Int32Array;

  /** `rows`: as many as there may be. */
  constructor(rows: number) {
    this.flows = new Int32Array(rows);
    this.packets = new Float64Array(rows);
    this.bytes = new Float64Array(rows);
    this.partners = new Int32Array(rows);
  }

  addFlows(row: number, flows: number, packets: number, bytes: number): void {
    this.flows[row] += flows;
    this.packets[row] += packets;
    this.bytes[row] += bytes;
  }
}
