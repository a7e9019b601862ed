/**
 * Host names from Name Resolution Blocks.
 *
 * Source: draft-ietf-opsawg-pcapng, section 4.5: records of a type (16 bits), a length (16 bits) and a value,
 * padded to 4 bytes: an address and one or more names that each end with a zero byte.
 */
import { ipv4Text, ipv6Text } from "./address-text.ts";
import { type BlockBody, type OptionsEnd, paddedLength } from "./block-body.ts";

const END_OF_RECORDS = 0;
const IPV4_RECORD = 1;
const IPV6_RECORD = 2;

/** A hostile file must not fill the memory with names. */
export const MAXIMUM_HOST_NAMES = 100_000;
/** RFC 1035, section 2.3.4: a name has at most 255 octets. */
const MAXIMUM_NAME_LENGTH = 255;

/** Adds the block's names to `names`; of several names for an address the first is kept. */
export async function readNames(
  body: BlockBody,
  littleEndian: boolean,
  names: Map<string, string>,
): Promise<OptionsEnd> {
  while (body.remaining >= 4) {
    const start = await body.take(4);
    if (start < 0) return "end";
    const type = body.window.view.getUint16(start, littleEndian);
    const length = body.window.view.getUint16(start + 2, littleEndian);
    if (type === END_OF_RECORDS) return "end";
    if (length > body.remaining) return "exceeds-block";
    const index = await body.take(Math.min(paddedLength(length), body.remaining));
    if (index < 0) return "end";
    if (names.size < MAXIMUM_HOST_NAMES)
      addName(body.window.bytes.subarray(index, index + length), type, names);
  }
  return "end";
}

function addName(record: Uint8Array, type: number, names: Map<string, string>): void {
  const addressLength = type === IPV4_RECORD ? 4 : 16;
  if ((type !== IPV4_RECORD && type !== IPV6_RECORD) || record.length <= addressLength) return;
  const address = type === IPV4_RECORD ? ipv4Text(record) : ipv6Text(record);
  const name = firstName(record.subarray(addressLength));
  if (name !== "" && !names.has(address)) names.set(address, name);
}

function firstName(text: Uint8Array): string {
  const end = text.indexOf(0);
  const length = Math.min(end < 0 ? text.length : end, MAXIMUM_NAME_LENGTH);
  return new TextDecoder().decode(text.subarray(0, length));
}
