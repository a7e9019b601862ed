/** Tells the first contact of every flow, and what hosts had of them; see src/findings/scans/first-contacts.ts. */
import * as contact from "../../src/findings/scans/contact.ts";
import * as record from "../../src/flows/flow-record.ts";
import { PROTOCOL_SCTP, PROTOCOL_TCP, PROTOCOL_UDP } from "../../src/headers/protocol-numbers.ts";
import { recordOf } from "../flow-table.ts";
import { knownAnswer, noteAnswer } from "../known-answers.ts";
import { hasSent } from "../record-facts.ts";
import { contactFacts } from "./contact-facts.ts";

/** Of a known contact: that it is known. */
const IS_KNOWN: u32 = 0x100;

/** By flow: its contact, and its ports (address 0: nobody wants the column). */
let contacts: u32 = 0;
let ports: u32 = 0;
/** By address. */
let hosts: u32 = 0;
let known: u32 = 0;
/** By flow: the addresses of both ends; whether the server is b; the clues to that. */
let addressesOfA: u32 = 0;
let addressesOfB: u32 = 0;
let servers: u32 = 0;
let clues: u32 = 0;
/** Any of these clues tells a datagram's role for certain. */
let tellingClues: u32 = 0;
/** By flow: its service, −1 where it was not selected; what its port was negotiated for. Address 0: all were, none was. */
let services: u32 = 0;
let negotiated: u32 = 0;
let hasFolded: bool = false;
/** Whether anything could tell that a TCP connection was answered. */
let showsAnswers: bool = false;

export function placeContacts(newContacts: u32, newPorts: u32, newHosts: u32, knownContacts: u32): void {
  contacts = newContacts;
  ports = newPorts;
  hosts = newHosts;
  known = knownContacts;
  showsAnswers = false;
}

export function placeContactMaterial(ofA: u32, ofB: u32, ofService: u32, kinds: u32, folded: bool): void {
  addressesOfA = ofA;
  addressesOfB = ofB;
  services = ofService;
  negotiated = kinds;
  hasFolded = folded;
}

export function placeContactRoles(serverIsB: u32, cluesOfRoles: u32, clueBits: u32): void {
  servers = serverIsB;
  clues = cluesOfRoles;
  tellingClues = clueBits;
}

export function showsTcpAnswers(): bool {
  return showsAnswers;
}

/**
 * Tells the contacts of flows by number. Answers with the flow before which it stopped: `to`, or one whose contact has to be
 * told.
 */
export function findContacts(from: u32, to: u32): u32 {
  for (let flow = from; flow < to; flow++) {
    if (services !== 0 && load<i32>(services + (flow << 2)) < 0) continue;
    const protocol = load<u32>(recordOf(flow), record.WORD_KEY * 4) & 0xff;
    if (protocol !== PROTOCOL_TCP && protocol !== PROTOCOL_UDP && protocol !== PROTOCOL_SCTP) continue;
    if (!isToldByFacts(flow)) return flow;
    const answer = knownAnswer(known, factsOf(flow));
    if (answer === 0) return flow;
    noteContact(flow, answer & 0xff);
  }
  return to;
}

/** Chunks of SCTP are not told apart in a record as TCP's segments are, and what was negotiated does not stand in it. */
export function isToldByFacts(flow: u32): bool {
  const protocol = load<u32>(recordOf(flow), record.WORD_KEY * 4) & 0xff;
  return protocol !== PROTOCOL_SCTP && (negotiated === 0 || load<u8>(negotiated + flow) === 0);
}

function factsOf(flow: u32): u32 {
  const isRoleTold = (load<u16>(clues + (flow << 1)) & tellingClues) !== 0;
  return contactFacts(recordOf(flow), <u32>isRoleTold | ((<u32>load<u8>(servers + flow)) << 1), hasFolded);
}

/** From now on the contact of all flows with the facts of this one is known. */
export function rememberContact(flow: u32, byte: u32): void {
  noteAnswer(known, factsOf(flow), byte | IS_KNOWN);
}

/** Writes the flow's contact, and counts it for the host that asks. */
export function noteContact(flow: u32, byte: u32): void {
  const kind = byte & contact.KIND;
  if (kind === contact.NO_CONTACT) return;
  const at = recordOf(flow);
  store<u8>(contacts + flow, <u8>byte);
  if (ports !== 0) store<u32>(ports + (flow << 2), load<u32>(at, record.WORD_PORTS * 4));
  const isByB = (byte & contact.ASKED_BY_B) !== 0;
  const host = hosts + load<u32>((isByB ? addressesOfB : addressesOfA) + (flow << 2));
  let had = <u32>load<u8>(host);
  const wentWrong = kind > <u32>contact.TALKED && kind !== contact.EXPIRED;
  if (wentWrong && (had & contact.MOST_COUNTED) !== contact.MOST_COUNTED) had++;
  const isTcp = (byte & contact.TRANSPORT_MASK) === 0;
  const isAnswered =
    kind === contact.REFUSED ||
    kind === contact.EXPIRED ||
    hasSent(at, load<u32>(at, record.WORD_KEY * 4), <u32>!isByB);
  if (isAnswered) had |= contact.HEARD;
  if (isTcp && (isAnswered || kind === contact.TALKED)) showsAnswers = true;
  store<u8>(host, <u8>had);
}
