/**
 * A role says which end of a flow is the client and which the server. It is worked out once, from the finished
 * flows, with the whole capture in view; it stands in columns beside the flow table.
 */
import type { Columns } from "../records/columns.ts";

/** The clues to a role. Their words are what `because` shows. docs/roles.md says what each means and what fools it. */
export const CLUES = [
  "syn",
  "syn-ack",
  "multicast",
  "broadcast",
  "payload",
  "negotiated",
  "known-server",
  "fan-in",
  "probe",
  "busy-port",
  "client-ports",
  "ftp-data",
  "common-service",
  "registered-service",
  "dynamic-range",
  "first-packet",
] as const;

export type Clue = (typeof CLUES)[number];

export const CLUE_SYN = 0;
export const CLUE_SYN_ACK = 1;
export const CLUE_MULTICAST = 2;
export const CLUE_BROADCAST = 3;
export const CLUE_PAYLOAD = 4;
export const CLUE_NEGOTIATED = 5;
export const CLUE_KNOWN_SERVER = 6;
export const CLUE_FAN_IN = 7;
export const CLUE_PROBE = 8;
export const CLUE_BUSY_PORT = 9;
export const CLUE_CLIENT_PORTS = 10;
export const CLUE_FTP_DATA = 11;
export const CLUE_COMMON_SERVICE = 12;
export const CLUE_REGISTERED_SERVICE = 13;
export const CLUE_DYNAMIC_RANGE = 14;
export const CLUE_FIRST_PACKET = 15;

/** Roles told with less than this are guesses: the best one is shown, and `known` is false. */
export const KNOWN_FROM = 0.9;

export class RoleTable {
  /** Per flow: 1 where endpoint b is the server, else 0. The best guess, always. */
  readonly serverIsB: Uint8Array;
  /** Per flow: the clues that speak for this role, bit i for clue i. */
  readonly clues: Uint16Array;
  /** Per flow: of these, the one that weighs most. */
  readonly decidedBy: Uint8Array;
  /** Per flow: how often such a role is right, in hundredths. */
  readonly confidencePercent: Uint8Array;

  constructor(flowCount: number, columns: Columns) {
    this.serverIsB = columns.uint8(flowCount);
    this.clues = columns.uint16(flowCount);
    this.decidedBy = columns.uint8(flowCount);
    this.confidencePercent = columns.uint8(flowCount);
  }

  isKnown(flow: number): boolean {
    return this.confidencePercent[flow] >= KNOWN_FROM * 100;
  }

  /** The words of the clues that speak for the flow's role, in the order of `CLUES`. */
  because(flow: number): Clue[] {
    return CLUES.filter((_, clue) => (this.clues[flow] & (1 << clue)) !== 0);
  }
}
