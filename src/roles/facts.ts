/**
 * The facts that the clues to a role look at, as small numbers: flows with the same facts get the same grades, so each
 * combination has to be graded and weighed but once.
 */
import { FIRST_FROM_B, SYN_FROM_A } from "../flows/evidence.ts";
import { FLOW_WORDS, type FlowTable, WORD_KEY, WORD_PORTS } from "../flows/flow.ts";
import { broadcastClue, dynamicRangeClue, ftpDataClue, hasHandshake, multicastClue } from "./clues.ts";
import { type Grades, payloadClue, type RoleInputs, weightsOf } from "./grade.ts";
import { CLUE_BUSY_PORT, CLUE_CLIENT_PORTS, CLUE_FAN_IN, CLUE_KNOWN_SERVER, CLUE_PROBE } from "./role.ts";

/** SYN and SYN-ACK from a and b, which stand side by side in the evidence, and who sent the first packet. */
const HANDSHAKE_SHIFT = bitOf(SYN_FROM_A);
const HANDSHAKE_MASK = 0xf;
const PORTS = 65_536;
const FIRST_BIT = 1 << 4;
const FIRST_SHIFT = bitOf(FIRST_FROM_B) - bitOf(FIRST_BIT);
const PAYLOAD_SHIFT = 5;
/** In the place of the handshake stand the addresses, where the transport has none. */
const HAS_NO_HANDSHAKE = 1 << 8;
const CLASS_A_SHIFT = 9;
const CLASS_B_SHIFT = 13;
/** Facts of a flow itself are below. */
export const FACTS = 1 << 17;

/** What a flow itself tells, as a number below `FACTS`. */
export class FlowFacts {
  readonly #flows: FlowTable;
  readonly #inputs: RoleInputs;
  /** By protocol: the facts of each port, plus 1; 0 where nobody has asked. */
  readonly #ofPorts: (Uint8Array | undefined)[] = new Array(256);

  constructor(flows: FlowTable, inputs: RoleInputs) {
    this.#flows = flows;
    this.#inputs = inputs;
  }

  of(flow: number): number {
    const { words } = this.#flows;
    const key = words[flow * FLOW_WORDS + WORD_KEY];
    const ports = words[flow * FLOW_WORDS + WORD_PORTS];
    const protocol = key & 0xff;
    return (
      (hasHandshake(protocol)
        ? (key >>> HANDSHAKE_SHIFT) & HANDSHAKE_MASK
        : HAS_NO_HANDSHAKE | this.#addresses(flow)) |
      ((key >>> FIRST_SHIFT) & FIRST_BIT) |
      ((payloadClue(this.#inputs.protocols, flow) + 3) << PAYLOAD_SHIFT) |
      (this.#ofPort(protocol, ports >>> 16) << CLASS_A_SHIFT) |
      (this.#ofPort(protocol, ports & 0xffff) << CLASS_B_SHIFT)
    );
  }

  #ofPort(protocol: number, port: number): number {
    let known = this.#ofPorts[protocol];
    if (known === undefined) {
      known = new Uint8Array(PORTS);
      this.#ofPorts[protocol] = known;
    }
    if (known[port] === 0)
      known[port] = 1 + portFacts(weightsOf(this.#inputs.weights, protocol), protocol, port);
    return known[port] - 1;
  }

  #addresses(flow: number): number {
    return 3 * (multicastClue(this.#flows, flow) + 1) + broadcastClue(this.#flows, flow) + 1;
  }
}

function bitOf(value: number): number {
  return 31 - Math.clz32(value);
}

/** All that the clues ask of a port's number, as a number below 16. */
function portFacts(weights: Uint8Array, protocol: number, port: number): number {
  // Against port 0 the clues' grades tell of the port alone: its range is 0, 2 or 3.
  const range = dynamicRangeClue(port, 0);
  const isFtpData = ftpDataClue(protocol, port, 0) !== 0;
  return weights[port] + 3 * (isFtpData ? 3 : range === 0 ? 0 : range - 1);
}

/** What other flows tell of an open one, as a number below `SOCKET_FACTS`. */
export function socketFacts(grades: Grades): number {
  return (
    (grades[CLUE_KNOWN_SERVER] + 3) |
    ((grades[CLUE_FAN_IN] + 4) << 3) |
    ((grades[CLUE_BUSY_PORT] + 3) << 7) |
    ((grades[CLUE_CLIENT_PORTS] + 1) << 10) |
    ((grades[CLUE_PROBE] + 3) << 12)
  );
}
/** `FACTS` times this is 1 << 32. */
export const SOCKET_FACTS = 1 << 15;
