/**
 * Community ID, version 1: a name for a flow that Zeek, Suricata and others give it too.
 *
 * github.com/corelight/community-id-spec: base64 of the SHA-1 over seed, the smaller endpoint's address, the
 * other's, the protocol, a zero byte, and, of TCP, UDP and SCTP, their ports, behind "1:".
 */
import { createHash } from "node:crypto";
import {
  FLOW_WORDS,
  type FlowTable,
  WORD_ADDRESS_A,
  WORD_ADDRESS_A_REST,
  WORD_ADDRESS_B,
  WORD_ADDRESS_B_REST,
} from "../flows/flow.ts";
import { PROTOCOL_SCTP, PROTOCOL_TCP, PROTOCOL_UDP } from "../headers/internet-protocol.ts";

const SEED = 0;
/** "Technical details" of the specification: other protocols have addresses and protocol alone. */
const WITH_PORTS: readonly number[] = [PROTOCOL_TCP, PROTOCOL_UDP, PROTOCOL_SCTP];

/** Endpoint a is the smaller one in the flow table already. */
export function communityId(flows: FlowTable, flow: number): string {
  const { words } = flows;
  const base = flow * FLOW_WORDS;
  const parts = [
    addressWords(words, base + WORD_ADDRESS_A, base + WORD_ADDRESS_A_REST, flows.isIpv6(flow)),
    addressWords(words, base + WORD_ADDRESS_B, base + WORD_ADDRESS_B_REST, flows.isIpv6(flow)),
  ].flat();
  const protocol = flows.protocol(flow);
  const withPorts = WITH_PORTS.includes(protocol);
  const bytes = Buffer.alloc(2 + parts.length * 4 + (withPorts ? 6 : 2));
  let at = bytes.writeUInt16BE(SEED, 0);
  for (const word of parts) at = bytes.writeInt32BE(word, at);
  at = bytes.writeUInt8(protocol, at);
  at = bytes.writeUInt8(0, at);
  if (withPorts) {
    at = bytes.writeUInt16BE(flows.portA(flow), at);
    bytes.writeUInt16BE(flows.portB(flow), at);
  }
  return `1:${createHash("sha1").update(bytes).digest("base64")}`;
}

function addressWords(words: Int32Array, first: number, rest: number, ipv6: boolean): number[] {
  return ipv6 ? [words[first], ...words.subarray(rest, rest + 3)] : [words[first]];
}
