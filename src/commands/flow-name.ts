/** How people name one flow: `10.0.0.5:51514-10.0.0.9:443`, `[2001:db8::1]:50000-[2001:db8::2]:443/tcp`, `udp …`. */
import { isIP } from "node:net";
import type { FlowEnd, FlowEnds } from "../flows/flow-ends.ts";
import { ipv6Text } from "../records/address-text.ts";
import { HIGHEST_PORT, quoted, TRANSPORTS, transportNamed } from "../services/port-specification.ts";
import { protocolOf } from "../services/transports.ts";
import { UsageError } from "./usage-error.ts";

const EXAMPLE =
  "10.0.0.5:51514-10.0.0.9:443 or [2001:db8::1]:50000-[2001:db8::2]:443, with /udp behind it to say which";

/** What may stand between the ends: a hyphen, an arrow as `flows` draws it, or white space. */
const BETWEEN = /\s*(?:<->|->|-+|–|→|⇢|↔|>)\s*|\s+/u;
const END = /^(?:\[([^\]]*)\]|([^\s[\]]*)):(\d{1,9})$/;

/** Reads a flow's name; its ends may stand in any order. Throws `UsageError` where the text is none. */
export function readFlowName(text: string): FlowEnds {
  const { words, transport } = withoutTransport(text.trim());
  const parts = words.split(BETWEEN).filter((part) => part !== "");
  if (parts.length !== 2) {
    const found =
      parts.length === 1 ? "it names one end" : parts.length === 0 ? "it is empty" : "it has too many parts";
    throw notAFlow(text, `${found}; a flow has two`);
  }
  const ends = parts.map((part) => readEnd(text, part));
  if (isIP(ends[0].address) !== isIP(ends[1].address)) {
    throw notAFlow(text, "it has an IPv4 and an IPv6 address, which no flow has");
  }
  return { ends: [ends[0], ends[1]], protocol: transport === null ? null : protocolOf(transport) };
}

/** Whether a text has the form of a flow's name, be it right or wrong: two ports. */
export function looksLikeFlow(text: string): boolean {
  return /:\d+\D+.*:\d+/.test(text);
}

function withoutTransport(text: string) {
  const [, before] = /^([a-z-]+)[\s:]+(?=[[\d])/i.exec(text) ?? [];
  const [, behind] = /\/\s*([a-z-]+)$/i.exec(text) ?? [];
  const named = [before, behind].filter((word) => word !== undefined);
  const transports = named.map((word) => {
    const transport = transportNamed(word);
    if (transport === null) {
      throw notAFlow(text, `it says ${quoted(word)}, which is none of ${TRANSPORTS.join(", ")}`);
    }
    return transport;
  });
  if (transports.length === 2 && transports[0] !== transports[1])
    throw notAFlow(text, "it names two transports");
  const start = before === undefined ? 0 : text.search(/[[\d]/);
  const end = behind === undefined ? text.length : text.lastIndexOf("/");
  return { words: text.slice(start, end).trim(), transport: transports[0] ?? null };
}

function readEnd(text: string, part: string): FlowEnd {
  const [, bracketed, bare, digits] = END.exec(part) ?? [];
  const address = bracketed ?? bare;
  if (address === undefined) {
    const isAddress = isIP(part.replace(/^\[(.*)\]$/, "$1")) !== 0;
    throw notAFlow(text, `${quoted(part)} ${isAddress ? "lacks its port" : "is no address and port"}`);
  }
  if (bracketed === undefined && bare.includes(":")) {
    throw notAFlow(text, `${quoted(part)} wants its IPv6 address in brackets, its port behind them`);
  }
  const version = isIP(address);
  if (version === 0 || address.includes("%") || (bracketed !== undefined && version !== 6)) {
    throw notAFlow(text, `${quoted(address)} is no ${bracketed === undefined ? "IPv4" : "IPv6"} address`);
  }
  const port = Number(digits);
  if (port > HIGHEST_PORT) throw notAFlow(text, `${digits} is no port: ports run from 0 to ${HIGHEST_PORT}`);
  return { address: version === 6 ? ipv6Text(ipv6Bytes(address)) : address, port };
}

/** The bytes of an address that is IPv6 for certain, however it is written (RFC 4291, section 2.2). */
function ipv6Bytes(text: string): Uint8Array {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  const plain =
    dotted === null ? text : `${dotted[1]}${pair(dotted[2], dotted[3])}:${pair(dotted[4], dotted[5])}`;
  const [head, tail] = plain.split("::").map((half) => half.split(":").filter((group) => group !== ""));
  const behind = tail ?? [];
  const zeros = Array.from({ length: 8 - head.length - behind.length }, () => "0");
  const groups = [...head, ...zeros, ...behind].map((group) => Number.parseInt(group, 16));
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

function pair(high: string, low: string): string {
  return (Number(high) * 256 + Number(low)).toString(16);
}

function notAFlow(text: string, why: string): UsageError {
  return new UsageError(`${quoted(text)} is no flow: ${why}; write ${EXAMPLE}`);
}
