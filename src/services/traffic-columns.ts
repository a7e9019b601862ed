import { SumColumn } from "./sum-column.ts";
import { TRAFFIC_BYTES, TRAFFIC_FLOWS, TRAFFIC_PACKETS, TRAFFIC_PARTNERS } from "./table-layout.ts";
import { Words } from "./words.ts";

/** What servers and clients did, by row: in a scan there are as many of them as flows. */
export class TrafficColumns {
  readonly flows: Words;
  readonly packets: SumColumn;
  /** Bytes on the wire of whole frames. */
  readonly bytes: SumColumn;
  /** Distinct partners: clients of a server, or services of a client. */
  readonly partners: Words;

  /** `first`: where the words of table-layout.ts begin in a row of `rowWords`. */
  constructor(rows: Int32Array, rowWords: number, first: number) {
    const words = (word: number) => new Words(rows, rowWords, first + word);
    this.flows = words(TRAFFIC_FLOWS);
    this.packets = new SumColumn(words(TRAFFIC_PACKETS));
    this.bytes = new SumColumn(words(TRAFFIC_BYTES));
    this.partners = words(TRAFFIC_PARTNERS);
  }
}
