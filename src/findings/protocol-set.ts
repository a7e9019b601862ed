/** Sets of protocols, to ask of every flow: a byte an id, 1 for those that are in it. */
import { PROTOCOL_NAMES, type ProtocolName, protocolId } from "../protocols/protocol.ts";

/** Any id of a protocol is an index. */
const IDS = 256;

/** Of names with blanks between them. A name that is none is a bug of the caller: it throws. */
export function protocolSet(names: string): Uint8Array {
  const set = new Uint8Array(IDS);
  for (const name of names.split(" ")) {
    if (!isProtocol(name)) throw new Error(`protocols: ${name} is none`);
    set[protocolId(name)] = 1;
  }
  return set;
}

function isProtocol(name: string): name is ProtocolName {
  return name !== "" && (PROTOCOL_NAMES as readonly string[]).includes(name);
}
