/** Exchanges source and destination in every IP header, and both ports behind it, of a classic pcap's frames. */

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const VLAN_TAGS = [0x8100, 0x88a8];
const FRAGMENT_HEADER = 44;
/** TCP, UDP, DCCP, SCTP, UDP-Lite. */
const WITH_PORTS = [6, 17, 33, 132, 136];

/** A changed copy. Only the outermost IP header of a frame is looked at; what is no IP stays as it is. */
export function directionsSwapped(capture: Buffer): Buffer {
  const swapped = Buffer.from(capture);
  const isLittleEndian = swapped[0] === 0xd4 || swapped[0] === 0x4d;
  const linkType = (isLittleEndian ? swapped.readUInt32LE(20) : swapped.readUInt32BE(20)) & 0xffff;
  for (let at = FILE_HEADER; at < swapped.length; ) {
    const length = isLittleEndian ? swapped.readUInt32LE(at + 8) : swapped.readUInt32BE(at + 8);
    const frame = swapped.subarray(at + RECORD_HEADER, at + RECORD_HEADER + length);
    swapPacket(linkType === 1 ? behindEthernet(frame) : frame);
    at += RECORD_HEADER + length;
  }
  return swapped;
}

function behindEthernet(frame: Buffer): Buffer {
  let at = 12;
  while (VLAN_TAGS.includes(frame.readUInt16BE(at))) at += 4;
  const type = frame.readUInt16BE(at);
  return type === IPV4 || type === IPV6 ? frame.subarray(at + 2) : frame.subarray(frame.length);
}

function swapPacket(packet: Buffer): void {
  if (packet.length === 0) return;
  if (packet[0] >> 4 === 4) {
    exchange(packet, 12, 4);
    const isFirst = (packet.readUInt16BE(6) & 0x1fff) === 0;
    if (isFirst) swapPorts(packet[9], packet.subarray((packet[0] & 15) * 4));
  } else if (packet[0] >> 4 === 6) {
    exchange(packet, 8, 16);
    const isFragment = packet[6] === FRAGMENT_HEADER;
    const isFirst = !isFragment || packet.readUInt16BE(42) >> 3 === 0;
    if (isFirst) swapPorts(packet[isFragment ? 40 : 6], packet.subarray(isFragment ? 48 : 40));
  }
}

function swapPorts(protocol: number, segment: Buffer): void {
  if (WITH_PORTS.includes(protocol) && segment.length >= 4) exchange(segment, 0, 2);
}

/** Two fields of `length` bytes, one behind the other. */
function exchange(bytes: Buffer, at: number, length: number): void {
  const first = Buffer.from(bytes.subarray(at, at + length));
  bytes.copyWithin(at, at + length, at + 2 * length);
  first.copy(bytes, at + length);
}
