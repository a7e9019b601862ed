/** What `portolan explain` says, as plain data: the shape of `explain --json`. Fields are added, never renamed. */
import type { EndFrames } from "../../flows/flow-frames.ts";
import type { Clue } from "../../roles/role.ts";
import type { FlowReport } from "../report.ts";

export const EXPLANATION_SCHEMA = "portolan.explain/1";

/** The captures that were read. Frames are counted from 1 through all of them, one after the other. */
export interface ExplainedCapture {
  path: string;
  packets: number;
  /** False where part of it is missing: what was not seen may have been there. */
  complete: boolean;
}

export interface ExplanationHead {
  schema: typeof EXPLANATION_SCHEMA;
  tool: { name: "portolan"; version: string };
  captures: ExplainedCapture[];
}

/** Why flows have the roles and the services they have; one a transport between the two ends. */
export interface FlowExplanations extends ExplanationHead {
  kind: "flow";
  flows: FlowExplanation[];
}

/** One packet, header by header. */
export interface PacketExplanations extends ExplanationHead {
  kind: "packet";
  packet: PacketExplanation;
}

/** An end of a flow. */
export interface ExplainedEnd {
  address: string;
  port: number;
}

export interface FlowExplanation {
  /** As `flows --format ndjson` tells it. */
  flow: FlowReport;
  /** What the capture calls the ends; null where it has no name. */
  hosts: { server: string | null; client: string | null };
  frames: { fromClient: EndFrames; fromServer: EndFrames };
  role: RoleExplanation;
  service: ServiceExplanation;
}

/** How much a clue says: alone it would make the confidence 0.98 or more, 0.9 or more (known), or less. */
export type Strength = "decisive" | "strong" | "weak";

export interface RoleExplanation {
  /** False where the server is the best guess only. */
  known: boolean;
  confidence: number;
  server: ExplainedEnd;
  /** The sum of all evidence for the server, in natural log-odds. */
  logOdds: number;
  /** Heaviest first; what speaks for another server than the one told is evidence against it. */
  evidence: Evidence[];
  /** Clues that could be asked and say nothing, and why. */
  silent: { clue: Clue; why: string }[];
  sockets: { server: SocketExplanation; client: SocketExplanation };
}

export interface Evidence {
  clue: Clue;
  /** The end that it takes for the server. */
  server: ExplainedEnd;
  /** Whether that is the server that is told. */
  supports: boolean;
  strength: Strength;
  /** Above 0; for `server`. */
  logOdds: number;
  why: string;
  /** Where it was seen. */
  frames: number[];
}

/** What the whole capture says of an end's socket: its address, transport and port. */
export interface SocketExplanation {
  /** Its flows, this one too. */
  flows: number;
  /** Other flows in which it is the server or the client for certain. */
  certainlyServer: number;
  certainlyClient: number;
  /**
   * Of its flows, those that may be a server's, and of these those in which anything is known to have come to it. Null
   * where sockets are not asked, since the flow tells its server.
   */
  counted: number | null;
  heard: number | null;
  /** Whether it searches: it asks many, of whom most do not answer or refuse. None of its flows counts then. */
  searches: boolean;
  /** Flows of its port on whatever address; not those in which nothing is known to have come to it. */
  flowsOfPort: number;
  /** The range of ports from which its host is a client for certain in other flows; null where there is none. */
  clientPorts: { first: number; last: number } | null;
  /** The first others of its flows. */
  others: { peer: ExplainedEnd; firstFrame: number }[];
}

export interface ServiceExplanation {
  label: string;
  name: string | null;
  /** Who gives the name: the user's file, portolan's own table, or IANA; null where nobody does. */
  nameFrom: "user" | "overlay" | "iana" | null;
  description: string | null;
  /** What the port was negotiated for, and in which frame; the label has that service's own port. Null where it was not. */
  negotiated: { service: string; frame: number } | null;
  /** What the payload says; null where it was not recognised. */
  identified: IdentifiedProtocol | null;
  /** Whether any payload of the client and of the server was captured. */
  payloadSeen: { fromClient: boolean; fromServer: boolean };
}

export interface IdentifiedProtocol {
  protocol: string;
  confidence: number;
  /** Another protocol that the other end speaks; null where nothing contradicts. */
  contradiction: string | null;
  /** The end that speaks as the server, and how sure that is; null where the words tell no side. */
  server: (ExplainedEnd & { confidence: number }) | null;
}

export interface PacketExplanation {
  frame: number;
  time: string;
  linkType: string;
  /** Bytes on the wire, and those that the file holds. */
  length: number;
  capturedLength: number;
  /** As `analyze --json` has it, and in words. */
  verdict: string;
  verdictInWords: string;
  headers: ExplainedHeader[];
  /** What was wrong with a header; null where nothing was. */
  damage: Damage | null;
  /** The flow that carries the packet, or that the ICMP error in it is about; null where there is none. */
  flow: FlowReport | null;
  flowIs: "carrying" | "quoted" | null;
}

export interface ExplainedHeader {
  name: string;
  /** From the frame's first byte. */
  offset: number;
  /** Null where nothing was looked for behind it. */
  length: number | null;
  /** In the order of their bytes; null where the capture ends before them. */
  fields: { name: string; value: string | number | null }[];
}

export interface Damage {
  /** The header's name. */
  layer: string;
  /** From the frame's first byte: where something was required. */
  offset: number;
  /** Bytes required from there on; null where bytes were there, but contradict each other. */
  required: number | null;
  /** Bytes that were captured from there on, and that the packet has from there on. */
  captured: number;
  declared: number;
  words: string;
}
