/** Where a sound capture may end: behind its file header and behind each record, or behind each pcapng block. */
export function recordEnds(capture: Buffer): number[] {
  return capture.readUInt32BE(0) === 0x0a0d_0d0a ? blockEnds(capture) : pcapRecordEnds(capture);
}

function pcapRecordEnds(capture: Buffer): number[] {
  const isLittleEndian = [0xd4, 0x4d].includes(capture[0]);
  const ends = [24];
  for (let at = 24; at < capture.length; ends.push(at)) {
    at += 16 + (isLittleEndian ? capture.readUInt32LE(at + 8) : capture.readUInt32BE(at + 8));
  }
  return ends;
}

function blockEnds(capture: Buffer): number[] {
  const ends: number[] = [];
  let isLittleEndian = true;
  for (let at = 0; at < capture.length; ends.push(at)) {
    const isSectionHeader = capture.readUInt32BE(at) === 0x0a0d_0d0a;
    if (isSectionHeader) isLittleEndian = capture.readUInt32LE(at + 8) === 0x1a2b_3c4d;
    at += isLittleEndian ? capture.readUInt32LE(at + 4) : capture.readUInt32BE(at + 4);
  }
  return ends;
}
