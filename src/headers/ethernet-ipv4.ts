/**
 * The frames that nearly all captures consist of, decoded in one go: Ethernet II, IPv4 without options and not
 * fragmented, TCP, or UDP that is no tunnel; captured far enough, with lengths that fit. Everything else is left to
 * the walk from format to format, which decodes these frames to the same columns: a test holds the two to each
 * other. Measured: less than half of the walk's time a packet.
 *
 * Ethernet: IEEE 802.3, section 3.2. IPv4: RFC 791, section 3.1. TCP: RFC 9293, section 3.1. UDP: RFC 768.
 */
import type { RecordBatch } from "../records/record.ts";
import { FRAGMENT_NONE, type HeaderBatch, QUOTED_NONE } from "./header.ts";
import { PROTOCOL_TCP, PROTOCOL_UDP } from "./internet-protocol.ts";
import { LAYER_ETHERNET } from "./layers.ts";
import { linkLayer } from "./link-layer.ts";
import { int32, uint16 } from "./read-integers.ts";
import { CARRIED } from "./transport.ts";
import { udpTunnelLayer } from "./udp-tunnels.ts";
import { VERDICT_FLOW } from "./verdict.ts";

const INTERNET = 14;
const TRANSPORT = 34;
/** Ethernet, IPv4 and UDP headers. */
const UDP_HEADERS = 42;
/** Ethernet, IPv4 and TCP headers without options. */
const TCP_HEADERS = 54;
const ETHER_TYPE_AND_VERSION = 0x0800_45;
const LEAST_UDP_LENGTH = 8;

/**
 * Fills the rows of the common frames and lists the others in `rest`, in their order. Answers with their number.
 * With `outermostOnly`, a UDP tunnel is a datagram like any other.
 */
export function decodeEthernetIpv4(
  records: RecordBatch,
  headers: HeaderBatch,
  outermostOnly: boolean,
  rest: Int32Array,
): number {
  const { bytes, count, offset, capturedLength, originalLength, interfaceIndex, interfaces } = records;
  const { verdict, addressVersion, protocol, source0, destination0, sourcePort, destinationPort } = headers;
  const { evidence, sequenceNumber, payloadOffset, payloadCaptured, payloadLength } = headers;
  const { fragment, quoted, encapsulation } = headers;
  let lastInterface = -1;
  let isEthernet = false;
  let left = 0;
  for (let row = 0; row < count; row++) {
    if (interfaceIndex[row] !== lastInterface) {
      lastInterface = interfaceIndex[row];
      const { linkType, frameCheckSequenceLength } = interfaces[lastInterface];
      isEthernet = linkLayer(linkType) === LAYER_ETHERNET && frameCheckSequenceLength === 0;
    }
    const start = offset[row];
    const captured = capturedLength[row];
    if (
      !isEthernet ||
      captured < UDP_HEADERS ||
      ((bytes[start + 12] << 16) | (bytes[start + 13] << 8) | bytes[start + INTERNET]) !==
        ETHER_TYPE_AND_VERSION ||
      (uint16(bytes, start + 20) & 0x3fff) !== 0
    ) {
      rest[left++] = row;
      continue;
    }
    const totalLength = uint16(bytes, start + 16);
    // Where the packet ends as IP says; `headerEnd` is where its payload starts.
    const declaredEnd = INTERNET + totalLength;
    let headerEnd = 0;
    let payloadEnd = declaredEnd;
    const transport = bytes[start + 23];
    if (transport === PROTOCOL_TCP) {
      headerEnd = TRANSPORT + ((bytes[start + 46] >> 4) << 2);
      if (captured < TCP_HEADERS || headerEnd < TCP_HEADERS) headerEnd = declaredEnd + 1;
      else {
        evidence[row] = bytes[start + 47];
        sequenceNumber[row] = int32(bytes, start + 38);
      }
    } else if (transport === PROTOCOL_UDP) {
      headerEnd = UDP_HEADERS;
      const length = uint16(bytes, start + 38);
      payloadEnd = TRANSPORT + length;
      const isTunnel =
        !outermostOnly && udpTunnelLayer(uint16(bytes, start + 34), uint16(bytes, start + 36)) !== CARRIED;
      if (length < LEAST_UDP_LENGTH || payloadEnd > declaredEnd || isTunnel) headerEnd = declaredEnd + 1;
      evidence[row] = 0;
      sequenceNumber[row] = 0;
    } else headerEnd = declaredEnd + 1;
    if (headerEnd > declaredEnd || declaredEnd > originalLength[row]) {
      rest[left++] = row;
      continue;
    }
    verdict[row] = VERDICT_FLOW;
    addressVersion[row] = 4;
    protocol[row] = transport;
    source0[row] = int32(bytes, start + 26);
    destination0[row] = int32(bytes, start + 30);
    sourcePort[row] = uint16(bytes, start + 34);
    destinationPort[row] = uint16(bytes, start + 36);
    payloadOffset[row] = start + headerEnd;
    const readableEnd = payloadEnd < captured ? payloadEnd : captured;
    payloadCaptured[row] = readableEnd > headerEnd ? readableEnd - headerEnd : 0;
    payloadLength[row] = payloadEnd - headerEnd;
    fragment[row] = FRAGMENT_NONE;
    quoted[row] = QUOTED_NONE;
    encapsulation[row] = 0;
  }
  return left;
}
