/**
 * Random walks over first contacts, after Jung, Paxson, Berger and Balakrishnan, "Fast portscan detection using sequential
 * hypothesis testing" (2004): each contact of a host with something new is evidence for or against its searching, in
 * log-odds (natural logarithm), and these add up.
 *
 * Two things differ. A walk never goes below zero and begins anew there (Page's test, 1954): hosts that worked for a day
 * and then scan are found, however much spoke for them before, and so are scans without hurry: time is no part of it. And
 * contacts weigh by what was seen, not only by whether they went well.
 */
import { doubled } from "../../flows/doubled.ts";
import * as contact from "./contact.ts";

const FIRST_WALKS = 64;

/**
 * What a contact weighs by how it went: the logarithm of how much likelier it is of a host that searches. Four in five
 * contacts of a host that searches go wrong, and one in five of others (Jung et al. take 0.2 and 0.8 for the chance of going
 * well), which is ln 4 for each. The others are estimates that stay on the careful side:
 * who searches seldom has something to say (a tenth, three quarters of others); connections that are opened and not used, or
 * accepted and not completed, are a little more likely of a scan, as monitors and the ends of a capture leave them too;
 * who takes an accepted SYN back, or sends segments that belong to no connection, can hardly mean anything else. A program
 * that waits for seven seconds is rather a client without luck.
 */
const WEIGHTS = new Float64Array(contact.KINDS_OF_CONTACT);
WEIGHTS[contact.TALKED] = -2;
WEIGHTS[contact.OPENED] = 0.5;
WEIGHTS[contact.HALF_OPEN] = 0.7;
WEIGHTS[contact.TAKEN_BACK] = 2;
WEIGHTS[contact.REFUSED] = 1.4;
WEIGHTS[contact.UNANSWERED] = 1.4;
WEIGHTS[contact.WAITED] = 0.4;
WEIGHTS[contact.STRAY] = 2;
/** Only with the source port of the one before, see `weightOf`. */
WEIGHTS[contact.STRAY_ACK] = 0;
WEIGHTS[contact.EXPIRED] = -2;

/** A datagram that nobody answers is nothing unusual. */
const WEIGHT_OF_UNANSWERED_DATAGRAM = 0.7;
/** Where no answer could be seen, silence tells little: the capture may lack all answers, or there were none. */
const WEIGHT_OF_UNHEARD = 0.5;
/** A TCP connection has a source port of its own (RFC 6056); programs that make their own segments keep one for all. */
const WEIGHT_OF_SAME_PORT = 1.5;

const TCP = 0;
const UDP = 1;

export interface Circumstances {
  /** The transport's number in `SCANNED_TRANSPORTS`. */
  readonly transport: number;
  /** Whether an answer could be seen, had there been one. */
  readonly hearsAnswers: boolean;
}

/** What a first contact weighs; `hasSamePort` where the host asked from the source port of its contact before. */
export function weightOf(
  kind: number,
  hasSamePort: boolean,
  { transport, hearsAnswers }: Circumstances,
): number {
  let weight = WEIGHTS[kind];
  if (kind === contact.UNANSWERED) {
    if (!hearsAnswers) weight = WEIGHT_OF_UNHEARD;
    else if (transport === UDP) weight = WEIGHT_OF_UNANSWERED_DATAGRAM;
  } else if (kind === contact.WAITED && !hearsAnswers) weight = WEIGHT_OF_UNHEARD;
  return transport === TCP && hasSamePort && kind !== contact.TALKED ? weight + WEIGHT_OF_SAME_PORT : weight;
}

/** A walk is a row of doubles. Where it stands, the contact with which it began, and how many it took since. */
const SCORE = 0;
const SINCE = 1;
const STEPS = 2;
/** The same of its highest point. */
export const BEST = 3;
export const BEST_SINCE = 4;
export const BEST_STEPS = 5;
/** All its contacts, also those before and after the highest point; those that talked (or were steps of traceroute). */
export const CONTACTS = 6;
export const TALKED = 7;
/** Contacts that were accepted and came to nothing, what they weighed, and how often they were made again. */
export const ACCEPTED = 8;
export const ACCEPTED_WEIGHT = 9;
export const ACCEPTED_AGAIN = 10;
/** Contacts that were refused or not answered, and how often they were made again. */
export const FAILED = 11;
export const FAILED_AGAIN = 12;
/** Contacts from the source port of the contact before. */
export const SAME_PORT = 13;
const WALK_DOUBLES = 16;

/** Many walks, by number. */
export class RandomWalks {
  private rows: Float64Array;

  constructor(count = FIRST_WALKS) {
    this.rows = new Float64Array(count * WALK_DOUBLES);
  }

  /** One of the columns above. */
  get(walk: number, column: number): number {
    return this.rows[walk * WALK_DOUBLES + column];
  }

  /** A first contact, `flow` its flow. */
  step(walk: number, kind: number, weight: number, flow: number, hasSamePort: boolean): void {
    const { rows } = this;
    const at = walk * WALK_DOUBLES;
    if (rows[at + STEPS] === 0) rows[at + SINCE] = flow;
    const score = Math.max(0, rows[at + SCORE] + weight);
    const beginsAnew = score === 0 && weight < 0;
    rows[at + SCORE] = score;
    rows[at + STEPS] = beginsAnew ? 0 : rows[at + STEPS] + 1;
    if (score > rows[at + BEST]) {
      rows[at + BEST] = score;
      rows[at + BEST_SINCE] = rows[at + SINCE];
      rows[at + BEST_STEPS] = rows[at + STEPS];
    }
    rows[at + CONTACTS]++;
    if (hasSamePort) rows[at + SAME_PORT]++;
    if (kind === contact.TALKED || kind === contact.EXPIRED) rows[at + TALKED]++;
    else if (isAccepted(kind)) {
      rows[at + ACCEPTED]++;
      rows[at + ACCEPTED_WEIGHT] += weight;
    } else rows[at + FAILED]++;
  }

  /** A contact that was made before. */
  again(walk: number, kind: number): void {
    const column = kind === contact.TALKED || isAccepted(kind) ? ACCEPTED_AGAIN : FAILED_AGAIN;
    this.rows[walk * WALK_DOUBLES + column]++;
  }

  /** Begins the walk anew. */
  clear(walk: number): void {
    this.rows.fill(0, walk * WALK_DOUBLES, (walk + 1) * WALK_DOUBLES);
  }

  /** Room for so many walks. */
  reserve(count: number): void {
    while (count * WALK_DOUBLES > this.rows.length) this.rows = doubled(this.rows);
  }
}

export function isAccepted(kind: number): boolean {
  return kind === contact.OPENED || kind === contact.HALF_OPEN || kind === contact.TAKEN_BACK;
}
