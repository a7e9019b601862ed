/** A scan as plain data: who asked what, and how it went. However many flows make it up, it is one row. */
import type { Timestamp } from "../../records/record.ts";
import type { Transport } from "../../services/registry.ts";
import type { PortRange } from "../finding.ts";
import type { Likelihood } from "./judge-scan.ts";
import type { TargetSketch } from "./target-sketch.ts";

/** How a scanner asks. What only flags of TCP tell that a flow does not keep (Xmas: FIN, PSH, URG) is told with FIN. */
export const TECHNIQUES = ["SYN", "connect", "UDP", "FIN or Xmas", "NULL", "ACK", "SCTP INIT"] as const;
export type Technique = (typeof TECHNIQUES)[number];

/** Targets that are kept by address, at most: a scan may have millions. */
export const TARGETS_KEPT = 1024;

export interface Scan {
  /** `ports`: many ports of a host, or of each of some; `hosts`: one port, or some, of many hosts. */
  readonly searches: "hosts" | "ports";
  readonly transport: Transport;
  /** Address numbers; several where they asked the same at the same time. */
  readonly sources: readonly number[];
  /** Address numbers of hosts that were asked, the first `TARGETS_KEPT`. */
  readonly targets: readonly number[];
  readonly hosts: number;
  readonly ports: readonly PortRange[];
  readonly portCount: number;
  /** Hosts times ports, as far as they were asked. */
  readonly contacts: number;
  /** How exact the figures of targets are. */
  readonly counted: "exactly" | "about" | "at least";
  readonly answered: number;
  readonly refused: number;
  readonly unanswered: number;
  readonly flows: number;
  readonly techniques: readonly Technique[];
  readonly likelihood: Likelihood;
  readonly confidence: number;
  readonly firstSeen: Timestamp;
  readonly lastSeen: Timestamp;
  /** First frames of contacts, those that were answered first, ascending within each. */
  readonly frames: readonly number[];
}

/** Before it is known whether others did the same. */
export interface ScanOfSource extends Scan {
  /** Of pairs of host and port. */
  readonly sketch: TargetSketch;
}
