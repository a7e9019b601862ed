/** What the clues ask of ports' numbers, for assembly/roles/flow-facts.ts: ports with the same facts get the same grades. */
import { PROTOCOL_SCTP, PROTOCOL_TCP, PROTOCOL_UDP } from "../headers/internet-protocol.ts";
import type { ColumnRoom } from "../records/column-room.ts";
import { DYNAMIC_FIRST, dynamicRangeClue, ftpDataClue, LINUX_EPHEMERAL_FIRST } from "./clues.ts";
import { type ServiceWeights, weightsOf } from "./grade.ts";

/** A weight is below this. */
const WEIGHTS = 3;
const FTP_DATA_RANGE = 3;
const FTP_DATA = 20;

/** Addresses of the facts of each port of TCP, of SCTP and of all other transports: a byte below 16. */
export function placePortFacts(columns: ColumnRoom, weights: ServiceWeights): [number, number, number] {
  const place = (protocol: number) => portFacts(columns, protocol, weightsOf(weights, protocol));
  return [place(PROTOCOL_TCP), place(PROTOCOL_SCTP), place(PROTOCOL_UDP)];
}

function portFacts(columns: ColumnRoom, protocol: number, weights: Uint8Array): number {
  const facts = columns.uint8(weights.length);
  facts.set(weights);
  for (const first of [LINUX_EPHEMERAL_FIRST, DYNAMIC_FIRST]) {
    // Against port 0 the clue's grade tells of the port alone: its range is 0, 2 or 3.
    const range = dynamicRangeClue(first, 0) - 1;
    for (let port = first; port < facts.length; port++) facts[port] = weights[port] + WEIGHTS * range;
  }
  if (ftpDataClue(protocol, FTP_DATA, 0) !== 0) facts[FTP_DATA] += WEIGHTS * FTP_DATA_RANGE;
  return facts.byteOffset;
}
