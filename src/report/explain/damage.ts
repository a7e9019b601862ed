/** What is wrong with a packet, in words: what was required, what was there, in which header and at which byte. */
import { LAYER_IPV4, LAYER_IPV6, LAYER_TCP } from "../../headers/layers.ts";
import type { PacketTrace, Shortage, TracedHeader } from "../../headers/trace.ts";
import { VERDICT_MALFORMED_HEADER, VERDICT_TOO_MANY_HEADERS } from "../../headers/verdict.ts";
import { formatNumberOf } from "../units.ts";
import type { Damage } from "./explanation.ts";
import { headerFormat } from "./packet-fields.ts";

const IPV4_LENGTH = 20;
const TCP_LENGTH = 20;

/** Null where nothing is wrong. `last`: the header where the way ended; `frame`: the captured bytes. */
export function damageOf(trace: PacketTrace, last: TracedHeader, frame: Uint8Array): Damage | null {
  const layer = headerFormat(last.layer).name;
  if (trace.shortage !== null) {
    return { layer, ...trace.shortage, words: shortageWords(layer, last, trace.shortage) };
  }
  const { offset, captured, declared } = last;
  const there = { layer, offset, required: null, captured, declared };
  if (trace.end === VERDICT_TOO_MANY_HEADERS) {
    return { ...there, words: `more headers than any network stacks; reading ended at byte ${offset}` };
  }
  const header = frame.subarray(offset, offset + captured);
  if (trace.end === VERDICT_MALFORMED_HEADER) {
    const words = CONTRADICTIONS.get(last.layer)?.(header) ?? "what it says contradicts itself";
    return { ...there, words: `the ${layer} header at byte ${offset} is malformed: ${words}` };
  }
  if (last.layer === LAYER_TCP && trace.carried) {
    const words = tcpDamage(header);
    if (words !== null) return { ...there, words: `the TCP header at byte ${offset} ${words}` };
  }
  return null;
}

function shortageWords(layer: string, last: TracedHeader, shortage: Shortage): string {
  const { offset, required, captured, declared } = shortage;
  const who = offset === last.offset ? layer : `${layer}, which begins at byte ${last.offset},`;
  const wanted = `${who} requires ${formatNumberOf(required, "byte")} from byte ${offset} on`;
  const there =
    captured === 0
      ? "none is there"
      : `${formatNumberOf(captured, "byte")} ${captured === 1 ? "is" : "are"} there`;
  const why =
    required > declared
      ? "the headers around leave no room for more"
      : "the capture cut the rest off (snap length)";
  return `${wanted}; ${there}: ${why}`;
}

/** Which of its fields a header contradicts itself with; the same questions as the decoders' own. */
const CONTRADICTIONS: ReadonlyMap<number, (header: Uint8Array) => string | null> = new Map([
  [LAYER_IPV4, ipv4Contradiction],
  [LAYER_IPV6, versionContradiction],
]);

function ipv4Contradiction(header: Uint8Array): string | null {
  const version = header[0] >> 4;
  if (version !== 4) return `its version must be 4, it is ${version}`;
  const headerLength = (header[0] & 0x0f) * 4;
  if (headerLength < IPV4_LENGTH) {
    return `its header length must be ${IPV4_LENGTH} bytes or more, it is ${headerLength}`;
  }
  const totalLength = header[2] * 256 + header[3];
  if (totalLength >= headerLength) return null;
  return `its total length is ${totalLength} bytes, less than its header of ${headerLength}`;
}

function versionContradiction(header: Uint8Array): string | null {
  const version = header[0] >> 4;
  return version === 6 ? null : `its version must be 6, it is ${version}`;
}

/** What is wrong with a TCP header whose ports tell the flow all the same; null where nothing is. */
function tcpDamage(header: Uint8Array): string | null {
  if (header.length < 14) {
    return `was cut by the capture: 14 bytes are required to know its control bits, ${header.length} are there`;
  }
  const length = (header[12] >> 4) * 4;
  return length < TCP_LENGTH
    ? `is malformed: its length must be ${TCP_LENGTH} bytes or more, it is ${length}; no byte counts as payload`
    : null;
}
