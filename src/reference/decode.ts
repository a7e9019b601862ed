/** Packet in, list of headers out: each decoder says what it found and which format comes next. */
import type { Format, Header, Step } from "./header.ts";
import * as internet from "./internet-formats.ts";
import * as links from "./link-formats.ts";
import type { Part } from "./part.ts";
import * as transports from "./transport-formats.ts";
import * as tunnels from "./tunnel-formats.ts";

const DECODERS: Readonly<Record<Format, (part: Part) => Step>> = {
  ethernet: links.decodeEthernet,
  llc: links.decodeLlc,
  vlan: links.decodeVlan,
  "provider-backbone": links.decodeProviderBackbone,
  "vn-tag": links.decodeVnTag,
  "e-tag": links.decodeETag,
  "fabric-path": links.decodeFabricPath,
  macsec: links.decodeMacsec,
  mpls: links.decodeMpls,
  pppoe: links.decodePppoe,
  ppp: links.decodePpp,
  "ppp-hdlc": links.decodePppHdlc,
  "cisco-hdlc": links.decodeCiscoHdlc,
  "linux-cooked": links.decodeLinuxCooked,
  "linux-cooked-2": links.decodeLinuxCooked2,
  "bsd-loopback": links.decodeBsdLoopback,
  "raw-ip": links.decodeRawIp,
  ipv4: internet.decodeIpv4,
  ipv6: internet.decodeIpv6,
  "authentication-header": internet.decodeAuthenticationHeader,
  icmp: internet.decodeIcmp,
  icmpv6: internet.decodeIcmpv6,
  tcp: transports.decodeTcp,
  udp: transports.decodeUdp,
  udplite: transports.decodeUdpLite,
  sctp: transports.decodeSctp,
  dccp: transports.decodeDccp,
  gre: tunnels.decodeGre,
  "erspan-2": tunnels.decodeErspan2,
  "erspan-3": tunnels.decodeErspan3,
  etherip: tunnels.decodeEtherIp,
  vxlan: tunnels.decodeVxlan,
  "vxlan-gpe": tunnels.decodeVxlanGpe,
  geneve: tunnels.decodeGeneve,
  "gtp-u": tunnels.decodeGtpU,
  teredo: tunnels.decodeTeredo,
  ayiya: tunnels.decodeAyiya,
  lisp: tunnels.decodeLisp,
  l2tp: tunnels.decodeL2tp,
  nsh: tunnels.decodeNsh,
  capwap: tunnels.decodeCapwap,
};

/** LINKTYPE_ values of www.tcpdump.org/linktypes.html; 12 and 14 are raw IP in files of some BSDs. */
const FORMAT_OF_LINK_TYPE: ReadonlyMap<number, Format> = new Map([
  [0, "bsd-loopback"],
  [1, "ethernet"],
  [9, "ppp-hdlc"],
  [12, "raw-ip"],
  [14, "raw-ip"],
  [50, "ppp-hdlc"],
  [51, "pppoe"],
  [101, "raw-ip"],
  [104, "cisco-hdlc"],
  [108, "bsd-loopback"],
  [113, "linux-cooked"],
  [228, "ipv4"],
  [229, "ipv6"],
  [276, "linux-cooked-2"],
]);

/** The format that frames of this link type begin with; null where the reference does not know it. */
export function formatOfLinkType(linkType: number): Format | null {
  return FORMAT_OF_LINK_TYPE.get(linkType) ?? null;
}

/** No network nests so deep; whoever writes such a packet wants a decoder to run out of stack. */
const DEEPEST = 64;

export function decodeHeaders(format: Format, part: Part, depth = 0): Header[] {
  if (depth === DEEPEST) return [{ kind: "end", reason: "too-many-headers" }];
  const { headers, next } = DECODERS[format](part);
  return next === null ? [...headers] : [...headers, ...decodeHeaders(next.format, next.part, depth + 1)];
}
