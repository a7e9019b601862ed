/**
 * What the reference makes of a packet: a list of headers, outermost first, that ends with a transport's header
 * or with the reason why there is none.
 */
import type { Part } from "./part.ts";

export type TransportName = "tcp" | "udp" | "sctp" | "dccp" | "udplite";

/** Why a packet belongs to no flow, in the words that the report uses for it. */
export type Reason =
  | "fragment-without-first"
  | "icmp"
  | "icmpv6"
  | "igmp"
  | "other-ip-protocol"
  | "arp"
  | "not-ip"
  | "encrypted-link"
  | "truncated-header"
  | "malformed-header"
  | "too-many-headers"
  /** A format that the reference leaves alone; nothing can be compared then. */
  | "beyond-the-reference";

export interface InternetHeader {
  readonly kind: "internet";
  readonly version: 4 | 6;
  readonly source: Buffer;
  readonly destination: Buffer;
}

/** Stands behind the Internet header of every packet that is one of several fragments. */
export interface FragmentHeader {
  readonly kind: "fragment";
  readonly isFirst: boolean;
  /** Together with the addresses this names the datagram. */
  readonly identification: number;
  readonly protocol: number;
  /** Bytes of the datagram that this fragment carries. */
  readonly length: number;
}

export interface TransportHeader {
  readonly kind: "transport";
  readonly transport: TransportName;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly payloadLength: number;
  /** What the header says of the connection, in TCP's words; null where it says nothing or was cut off. */
  readonly control: Control | null;
}

export interface Control {
  readonly opens: boolean;
  readonly acknowledges: boolean;
  readonly finishes: boolean;
  readonly resets: boolean;
  /** What tells a repeated opening from a new one: the same number, the same opening. */
  readonly openingNumber: number;
}

/** The packet that an ICMP error is about. */
export interface QuotedHeader {
  readonly kind: "quoted";
  readonly unreachable: boolean;
  readonly internet: InternetHeader;
  readonly transport: TransportName;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

export type Header =
  | { readonly kind: "link"; readonly name: string }
  | { readonly kind: "tunnel"; readonly name: string }
  | InternetHeader
  | FragmentHeader
  | TransportHeader
  | QuotedHeader
  | { readonly kind: "end"; readonly reason: Reason };

/** The formats that can follow another one. */
export type Format =
  | "ethernet"
  | "llc"
  | "vlan"
  | "provider-backbone"
  | "vn-tag"
  | "e-tag"
  | "fabric-path"
  | "macsec"
  | "mpls"
  | "pppoe"
  | "ppp"
  | "ppp-hdlc"
  | "cisco-hdlc"
  | "linux-cooked"
  | "linux-cooked-2"
  | "bsd-loopback"
  | "raw-ip"
  | "ipv4"
  | "ipv6"
  | "authentication-header"
  | "icmp"
  | "icmpv6"
  | "tcp"
  | "udp"
  | "udplite"
  | "sctp"
  | "dccp"
  | "gre"
  | "erspan-2"
  | "erspan-3"
  | "etherip"
  | "vxlan"
  | "vxlan-gpe"
  | "geneve"
  | "gtp-u"
  | "teredo"
  | "ayiya"
  | "lisp"
  | "l2tp"
  | "capwap"
  | "nsh";

/** What one decoder found, and what it says comes next. */
export interface Step {
  readonly headers: readonly Header[];
  readonly next: { readonly format: Format; readonly part: Part } | null;
}

export function link(name: string): Header {
  return { kind: "link", name };
}

export function tunnel(name: string): Header {
  return { kind: "tunnel", name };
}

export function ended(reason: Reason, ...before: readonly Header[]): Step {
  return { headers: [...before, { kind: "end", reason }], next: null };
}

export function followed(format: Format, part: Part, ...headers: readonly Header[]): Step {
  return { headers, next: { format, part } };
}

/** `length` bytes were needed: either the capture cut them off, or the headers around never promised them. */
export function tooShort(part: Part, length: number, ...before: readonly Header[]): Step {
  return ended(part.length < length ? "malformed-header" : "truncated-header", ...before);
}
