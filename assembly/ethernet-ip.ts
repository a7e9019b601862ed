/**
 * The frames that nearly all captures consist of, decoded in one go: Ethernet II, then IPv4 without options and
 * not fragmented or IPv6 without extension headers, then TCP, or UDP that is no tunnel; captured far enough, with
 * lengths that fit. Everything else is left to the walk from format to format (src/headers/decode.ts), which
 * decodes these frames to the same columns: a test holds the two to each other.
 *
 * Ethernet: IEEE 802.3, section 3.2. IPv4: RFC 791, section 3.1. IPv6: RFC 8200, section 3. TCP: RFC 9293,
 * section 3.1. UDP: RFC 768.
 */
import { FRAGMENT_NONE, QUOTED_NONE } from "../src/headers/header-codes.ts";
import { VERDICT_FLOW } from "../src/headers/verdict.ts";
import * as at from "../src/records/memory-layout.ts";
import { uint16, uint32 } from "./network-order.ts";

const ETHERNET_LENGTH: u32 = 14;
const IPV4_LENGTH: u32 = 20;
const IPV6_LENGTH: u32 = 40;
const TCP_LENGTH: u32 = 20;
const UDP_LENGTH: u32 = 8;

const PROTOCOL_TCP: u32 = 6;
const PROTOCOL_UDP: u32 = 17;

/** The EtherType and the first byte of the IP header, as a little-endian read has them. */
const IPV4_WITHOUT_OPTIONS: u32 = 0x45_00_08;
const IPV6_ANY_CLASS: u32 = 0x60_dd_86;
const ANY_CLASS: u32 = 0xf0_ff_ff;
/** More fragments, or a fragment offset. */
const FRAGMENTED: u32 = 0xff_3f;

/**
 * Fills the rows of the common frames and lists the others, in their order, in the column of rows that are left.
 * Answers with their number. With `outermostOnly`, a UDP tunnel is a datagram like any other.
 */
export function decodeEthernetIp(count: u32, outermostOnly: bool): u32 {
  let left: u32 = 0;
  for (let row: u32 = 0; row < count; row++) {
    if (!decodeFrame(row, outermostOnly)) store<u32>(left++ << 2, row, at.HEADER_LEFT);
  }
  return left;
}

function decodeFrame(row: u32, outermostOnly: bool): bool {
  const column = row << 2;
  const captured = load<u32>(column, at.RECORD_CAPTURED_LENGTH);
  // Licenses every read up to the first eight bytes behind an IPv4 header.
  if (captured < ETHERNET_LENGTH + IPV4_LENGTH + UDP_LENGTH) return false;
  if (load<u8>(<u32>load<u16>(row << 1, at.RECORD_INTERFACE), at.INTERFACE_IS_ETHERNET) === 0) return false;
  const frame = load<u32>(column, at.RECORD_OFFSET) + at.WINDOW;
  const kind = load<u32>(frame, 12) & 0xff_ff_ff;
  // How far into the frame IP's payload starts and ends.
  let start: u32;
  let end: u32;
  let protocol: u32;
  if (kind === IPV4_WITHOUT_OPTIONS) {
    if ((<u32>load<u16>(frame, 20) & FRAGMENTED) !== 0) return false;
    start = ETHERNET_LENGTH + IPV4_LENGTH;
    end = ETHERNET_LENGTH + uint16(frame + 16);
    protocol = load<u8>(frame, 23);
  } else if ((kind & ANY_CLASS) === IPV6_ANY_CLASS) {
    start = ETHERNET_LENGTH + IPV6_LENGTH;
    const payloadLength = uint16(frame + 18);
    // Payload length 0: a jumbogram or segmentation offload.
    if (captured < start + UDP_LENGTH || payloadLength === 0) return false;
    end = start + payloadLength;
    protocol = load<u8>(frame, 20);
  } else return false;
  if (end > load<u32>(column, at.RECORD_ORIGINAL_LENGTH)) return false;
  if (!decodeTransport(row, frame, captured, start, end, protocol, outermostOnly)) return false;
  takeAddresses(column, row, frame, kind === IPV4_WITHOUT_OPTIONS);
  store<u8>(row, VERDICT_FLOW, at.HEADER_VERDICT);
  store<u8>(row, FRAGMENT_NONE, at.HEADER_FRAGMENT);
  store<u8>(row, QUOTED_NONE, at.HEADER_QUOTED);
  store<u16>(row << 1, 0, at.HEADER_ENCAPSULATION);
  return true;
}

/**
 * TCP or UDP between `start` and `end`, counted from the frame's first byte. The caller has made sure that eight
 * bytes of it were captured. False where it is neither, or not a common one.
 */
function decodeTransport(
  row: u32,
  frame: u32,
  captured: u32,
  start: u32,
  end: u32,
  protocol: u32,
  outermostOnly: bool,
): bool {
  const column = row << 2;
  const header = frame + start;
  const sourcePort = uint16(header);
  const destinationPort = uint16(header + 2);
  let headerLength = UDP_LENGTH;
  let payloadEnd = end;
  let evidence: u32 = 0;
  let sequenceNumber: u32 = 0;
  if (protocol === PROTOCOL_TCP) {
    if (captured < start + TCP_LENGTH) return false;
    headerLength = (<u32>load<u8>(header, 12) >> 4) << 2;
    if (headerLength < TCP_LENGTH) return false;
    evidence = load<u8>(header, 13);
    sequenceNumber = uint32(header + 4);
  } else if (protocol === PROTOCOL_UDP) {
    const length = uint16(header + 4);
    payloadEnd = start + length;
    if (length < UDP_LENGTH || payloadEnd > end) return false;
    if (!outermostOnly && (isTunnel(sourcePort) || isTunnel(destinationPort))) return false;
  } else return false;
  const headerEnd = start + headerLength;
  if (headerEnd > end) return false;
  store<u8>(row, <u8>protocol, at.HEADER_PROTOCOL);
  store<u16>(row << 1, <u16>sourcePort, at.HEADER_SOURCE_PORT);
  store<u16>(row << 1, <u16>destinationPort, at.HEADER_DESTINATION_PORT);
  store<u8>(row, <u8>evidence, at.HEADER_EVIDENCE);
  store<u32>(column, sequenceNumber, at.HEADER_SEQUENCE_NUMBER);
  store<u32>(column, frame + headerEnd - at.WINDOW, at.HEADER_PAYLOAD_OFFSET);
  const readableEnd = min<u32>(payloadEnd, captured);
  store<u32>(column, readableEnd > headerEnd ? readableEnd - headerEnd : 0, at.HEADER_PAYLOAD_CAPTURED);
  store<u32>(column, payloadEnd - headerEnd, at.HEADER_PAYLOAD_LENGTH);
  return true;
}

function isTunnel(port: u32): bool {
  return load<u8>(port, at.PORT_IS_TUNNEL) !== 0;
}

function takeAddresses(column: u32, row: u32, frame: u32, isIpv4: bool): void {
  if (isIpv4) {
    store<u8>(row, 4, at.HEADER_ADDRESS_VERSION);
    store<u32>(column, uint32(frame + 26), at.HEADER_SOURCE_0);
    store<u32>(column, uint32(frame + 30), at.HEADER_DESTINATION_0);
    return;
  }
  store<u8>(row, 6, at.HEADER_ADDRESS_VERSION);
  store<u32>(column, uint32(frame + 22), at.HEADER_SOURCE_0);
  store<u32>(column, uint32(frame + 26), at.HEADER_SOURCE_1);
  store<u32>(column, uint32(frame + 30), at.HEADER_SOURCE_2);
  store<u32>(column, uint32(frame + 34), at.HEADER_SOURCE_3);
  store<u32>(column, uint32(frame + 38), at.HEADER_DESTINATION_0);
  store<u32>(column, uint32(frame + 42), at.HEADER_DESTINATION_1);
  store<u32>(column, uint32(frame + 46), at.HEADER_DESTINATION_2);
  store<u32>(column, uint32(frame + 50), at.HEADER_DESTINATION_3);
}
