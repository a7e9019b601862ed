/** The first contacts of all flows, a byte each (contact.ts), and what hosts had of them. */
import { PROTOCOL_SCTP, PROTOCOL_TCP, PROTOCOL_UDP } from "../../headers/internet-protocol.ts";
import { ASKED_BY_B, HEARD, MOST_COUNTED } from "./contact.ts";

/** Transports that are scanned, by the number of their two bits. */
export const SCANNED_TRANSPORTS = [PROTOCOL_TCP, PROTOCOL_UDP, PROTOCOL_SCTP] as const;

/** Ports of flows, a's in the upper half: those of flow `i` are `words[i * stride + at]`. */
export interface PortWords {
  readonly words: Int32Array;
  readonly stride: number;
  readonly at: number;
}

/** Plain data: it travels between threads. */
export interface FirstContacts {
  /** Per flow: its byte. */
  readonly contacts: Uint8Array;
  readonly ports: PortWords;
  /** Whether anything in the capture could tell that a TCP connection was answered: else silence tells nothing. */
  readonly showsTcpAnswers: boolean;
  /** By address number: `HEARD`, and how many contacts of the host went wrong. */
  readonly hosts: Uint8Array;
}

/** Contacts of the host that went wrong, at most `MOST_COUNTED`. */
export function failuresOf({ hosts }: FirstContacts, address: number): number {
  return hosts[address] & MOST_COUNTED;
}

/** Whether anything came for the host: else silence tells nothing. */
export function hasHeard({ hosts }: FirstContacts, address: number): boolean {
  return (hosts[address] & HEARD) !== 0;
}

/** The port that was asked, or with `isAsker` the one that asked. */
export function portOfContact({ contacts, ports }: FirstContacts, flow: number, isAsker = false): number {
  const isA = ((contacts[flow] & ASKED_BY_B) !== 0) !== isAsker;
  const both = ports.words[flow * ports.stride + ports.at];
  return isA ? both >>> 16 : both & 0xffff;
}
