/** What a protocol's ends say first, made by hand from the specifications, each with what nearly looks so. */
import type { ProtocolName } from "../../src/protocols/protocol.ts";
import type { Bytes } from "../frames.ts";

export type Transport = "tcp" | "udp" | "sctp";
export type Speaker = "client" | "server" | "either";
export type Strength = "certain" | "likely" | "weak";

export interface Sample {
  readonly protocol: ProtocolName;
  readonly transport: Transport;
  readonly speaker: Speaker;
  readonly strength: Strength;
  readonly what: string;
  readonly bytes: Bytes;
  /** What fools a careless reader, and must not be told as this protocol. */
  readonly near: readonly NearMiss[];
}

export type NearMiss = readonly [what: string, bytes: Bytes];

/** Of one protocol and transport: rows of who speaks, how sure it is, what is said and what nearly is. */
export function samplesOf(
  protocol: ProtocolName,
  transport: Transport,
  ...rows: readonly (readonly [Speaker, Strength, what: string, bytes: Bytes, ...NearMiss[]])[]
): Sample[] {
  return rows.map(([speaker, strength, what, bytes, ...near]) => ({
    protocol,
    transport,
    speaker,
    strength,
    what,
    bytes,
    near,
  }));
}

/** Bytes that look random and are never zero, the same for a seed. */
export function noise(length: number, seed = 1): Bytes {
  const bytes = new Uint8Array(length);
  let state = Math.imul(seed, 0x9e37_79b9) >>> 0;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = (state >>> 24) % 255 || 0x5b;
  }
  return bytes;
}

/** The bytes with some of them changed: offset, value, offset, value… */
export function changed(bytes: Bytes, ...changes: readonly number[]): Bytes {
  const copy = bytes.slice();
  for (let i = 0; i < changes.length; i += 2) copy[changes[i]] = changes[i + 1];
  return copy;
}
