/** What a baseline has to know of protocols: which have no port of their own, and which are of one kind. */
import { PROTOCOL_NAMES, type ProtocolName } from "../../protocols/protocol.ts";

/** Peers agree on any port, or take any. */
const ALWAYS: readonly ProtocolName[] = ["bittorrent", "gnutella", "rtp", "rtcp"];
/** Have a port, and run elsewhere too, where a mapper or a signalling protocol says: RPC, and what ICE tries (RFC 8445). */
const ELSEWHERE: readonly ProtocolName[] = ["dcerpc", "sunrpc", "stun", "dtls"];

/** Protocols that may stand in a lock without a port. */
export const PORTLESS_PROTOCOLS: readonly ProtocolName[] = [...ALWAYS, ...ELSEWHERE];

export const HAS_PORT = 0;
/** Has none where the port it runs on bears no name, or is dynamic. */
export const PORTLESS_ELSEWHERE = 1;
export const PORTLESS = 2;

/** By the protocol's id: one of these three. */
export const PORTLESSNESS: Uint8Array = Uint8Array.from(PROTOCOL_NAMES, (name) => {
  if (ALWAYS.some((known) => known === name)) return PORTLESS;
  return ELSEWHERE.some((known) => known === name) ? PORTLESS_ELSEWHERE : HAS_PORT;
});

/** One server speaks several of these on one port, from one client to the next: none is news beside another. */
const KIN: readonly (readonly ProtocolName[])[] = [
  ["http", "http2", "websocket"],
  ["smb", "nbss"],
  ["rtp", "rtcp", "stun", "dtls"],
  ["dns", "mdns", "llmnr"],
  ["sunrpc", "nfs"],
];

/** Of the protocols that are seen, those that are neither known nor kin of a known one. Where none is known, none is. */
export function strangers(seen: readonly string[], known: readonly string[]): string[] {
  if (known.length === 0) return [];
  return seen.filter((protocol) => !known.some((other) => isKin(protocol, other)));
}

function isKin(one: string, other: string): boolean {
  return (
    one === other || KIN.some((kin) => [one, other].every((name) => kin.some((known) => known === name)))
  );
}
