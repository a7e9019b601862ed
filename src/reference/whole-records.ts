/**
 * Stands guard before npm pcap-parser, which waits for as many bytes as a record claims, keeps all of them, and
 * says nothing of a file that ends inside one. Here records are measured first: only whole ones pass, and the
 * end is told. Never more than one record is kept.
 */

/** As much as any packet has: the limit of libpcap and Wireshark. */
const LONGEST_RECORD = 262_144;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;

export interface End {
  /** False where the file ends inside a record or claims one that no capture holds. */
  isComplete: boolean;
}

/** Hands on the file header, then pieces that hold whole records only. Sets `end.isComplete` when done. */
export async function* wholeRecords(pieces: AsyncIterable<Buffer>, end: End): AsyncGenerator<Buffer> {
  end.isComplete = false;
  let waiting: Buffer = Buffer.alloc(0);
  let isLittleEndian: boolean | null = null;
  for await (const piece of pieces) {
    waiting = waiting.length === 0 ? piece : Buffer.concat([waiting, piece]);
    if (isLittleEndian === null) {
      if (waiting.length < FILE_HEADER) continue;
      isLittleEndian = waiting[0] === 0xd4;
      yield waiting.subarray(0, FILE_HEADER);
      waiting = waiting.subarray(FILE_HEADER);
    }
    const { length, isBelievable } = measure(waiting, isLittleEndian);
    if (length > 0) yield waiting.subarray(0, length);
    if (!isBelievable) return;
    waiting = waiting.subarray(length);
  }
  end.isComplete = isLittleEndian !== null && waiting.length === 0;
}

/** The length of the whole records that `bytes` begins with, and whether what follows them may be one. */
function measure(bytes: Buffer, isLittleEndian: boolean): { length: number; isBelievable: boolean } {
  let length = 0;
  while (bytes.length - length >= RECORD_HEADER) {
    const captured = isLittleEndian ? bytes.readUInt32LE(length + 8) : bytes.readUInt32BE(length + 8);
    if (captured > LONGEST_RECORD) return { length, isBelievable: false };
    if (bytes.length - length < RECORD_HEADER + captured) break;
    length += RECORD_HEADER + captured;
  }
  return { length, isBelievable: true };
}
