/** TCP, UDP, UDP-Lite, SCTP and DCCP: ports, payload, and what opens and ends a connection. */
import { type Control, type Format, type Step, type TransportName, tooShort } from "./header.ts";
import { atMost, behind, has, type Part } from "./part.ts";

/** Ports alone name the flow, so that a snap length may cut off the rest of a header. */
function carried(
  transport: TransportName,
  part: Part,
  payloadLength: number,
  control: Control | null,
  next: Step["next"] = null,
): Step {
  const sourcePort = part.captured.readUInt16BE(0);
  const destinationPort = part.captured.readUInt16BE(2);
  const header = {
    kind: "transport",
    transport,
    sourcePort,
    destinationPort,
    payloadLength,
    control,
  } as const;
  return { headers: [header], next };
}

/** RFC 9293, section 3.1. */
export function decodeTcp(part: Part): Step {
  if (!has(part, 4)) return tooShort(part, 4);
  if (!has(part, 14)) return carried("tcp", part, behind(part, 20).length, null);
  const headerLength = (part.captured[12] >> 4) * 4;
  const bits = part.captured[13];
  const control = {
    finishes: (bits & 0x01) !== 0,
    opens: (bits & 0x02) !== 0,
    resets: (bits & 0x04) !== 0,
    acknowledges: (bits & 0x10) !== 0,
    openingNumber: part.captured.readUInt32BE(4),
  };
  // Less than five words is no header; nobody can say where its payload starts.
  const payloadLength = headerLength < 20 ? 0 : behind(part, headerLength).length;
  return carried("tcp", part, payloadLength, control);
}

/** Tunnels are told by their registered port, the destination's first. */
const TUNNEL_OF_PORT: ReadonlyMap<number, Format> = new Map([
  [1701, "l2tp"],
  [2152, "gtp-u"],
  [3544, "teredo"],
  [4341, "lisp"],
  [4789, "vxlan"],
  [4790, "vxlan-gpe"],
  [5072, "ayiya"],
  [5247, "capwap"],
  [6081, "geneve"],
  [6635, "mpls"],
  [8472, "vxlan"],
]);

/** RFC 768. */
export function decodeUdp(part: Part): Step {
  if (!has(part, 4)) return tooShort(part, 4);
  if (!has(part, 8)) return carried("udp", part, behind(part, 8).length, null);
  const length = part.captured.readUInt16BE(4);
  // A length below the header's own, be it a jumbogram's 0, says nothing: the IP header's counts.
  const payload = behind(length < 8 ? part : atMost(part, length), 8);
  const format =
    TUNNEL_OF_PORT.get(part.captured.readUInt16BE(2)) ?? TUNNEL_OF_PORT.get(part.captured.readUInt16BE(0));
  const next = format === undefined ? null : { format, part: payload };
  return carried("udp", part, payload.length, null, next);
}

/** RFC 3828: UDP whose length field says how much the checksum covers. */
export function decodeUdpLite(part: Part): Step {
  if (!has(part, 4)) return tooShort(part, 4);
  return carried("udplite", part, behind(part, 8).length, null);
}

interface Chunk {
  readonly type: number;
  readonly part: Part;
}

/** RFC 9260, section 3: chunks follow 12 bytes, each padded to four. */
export function decodeSctp(part: Part): Step {
  if (!has(part, 4)) return tooShort(part, 4);
  const chunks = chunksOf(behind(part, 12));
  const holds = (...types: readonly number[]) => chunks.some(({ type }) => types.includes(type));
  const openings = chunks.filter(({ type, part: chunk }) => (type === 1 || type === 2) && has(chunk, 8));
  const control = {
    opens: holds(1, 2),
    acknowledges: holds(2),
    resets: holds(6),
    finishes: holds(7, 14),
    openingNumber: openings.at(-1)?.part.captured.readUInt32BE(4) ?? 0,
  };
  const userData = chunks.map(({ type, part: chunk }) => {
    if (type === 0) return behind(chunk, 16).length;
    return type === 64 ? behind(chunk, 20).length : 0;
  });
  const payloadLength = userData.reduce((sum, length) => sum + length, 0);
  return carried("sctp", part, payloadLength, control);
}

function chunksOf(part: Part): Chunk[] {
  const chunks: Chunk[] = [];
  let rest = part;
  while (has(rest, 4)) {
    const length = rest.captured.readUInt16BE(2);
    if (length < 4) break;
    chunks.push({ type: rest.captured[0], part: atMost(rest, length) });
    rest = behind(rest, Math.ceil(length / 4) * 4);
  }
  return chunks;
}

/** RFC 4340, section 5.1. */
export function decodeDccp(part: Part): Step {
  if (!has(part, 4)) return tooShort(part, 4);
  if (!has(part, 12)) return carried("dccp", part, behind(part, 12).length, null);
  const headerLength = part.captured[4] * 4;
  const type = (part.captured[8] >> 1) % 16;
  const isExtended = part.captured[8] % 2 === 1;
  const control = {
    opens: type === 0 || type === 1,
    acknowledges: type === 1,
    finishes: type === 6,
    resets: type === 7,
    openingNumber: isExtended ? extendedSequenceNumber(part) : part.captured.readUIntBE(9, 3),
  };
  return carried("dccp", part, headerLength < 12 ? 0 : behind(part, headerLength).length, control);
}

/** The lower half of 48 bits; a capture may have cut it off. */
function extendedSequenceNumber(part: Part): number {
  return has(part, 16) ? part.captured.readUInt32BE(12) : 0;
}
