/** Calls and replies of Sun RPC's portmapper, and replies of DCE RPC's endpoint mapper. */
import { type Bytes, hex, join, le16, le32, text, u16, u32, zeros } from "../../frames.ts";

interface Call {
  readonly xid?: number;
  readonly program?: number;
  readonly version?: number;
  readonly procedure?: number;
  /** What is asked for: program, version and protocol, or what stands in their place. */
  readonly asked?: Bytes;
}

const NO_CREDENTIALS = zeros(16);

export function getPort(program: number, protocol: number): Bytes {
  return join(u32(program), u32(3), u32(protocol), u32(0));
}

/** A string with its length, as XDR has it. */
export function xdrText(words: string): Bytes {
  const bytes = text(words);
  return join(u32(bytes.length), bytes, zeros(-bytes.length & 3));
}

export function rpcCall(fields: Call = {}): Bytes {
  const { xid = 7, program = 100_000, version = 2, procedure = 3, asked = getPort(100_003, 6) } = fields;
  return join(u32(xid), u32(0), u32(2), u32(program), u32(version), u32(procedure), NO_CREDENTIALS, asked);
}

export function rpcReply(
  result: Bytes | readonly number[],
  { xid = 7, status = 0, accepted = 0 } = {},
): Bytes {
  return join(u32(xid), u32(1), u32(accepted), zeros(8), u32(status), result);
}

/** RFC 5531, section 11. */
export function record(message: Bytes): Bytes {
  return join(u32((0x8000_0000 | message.length) >>> 0), message);
}

export function dump(
  ...entries: readonly (readonly [program: number, protocol: number, port: number])[]
): Bytes {
  const words = entries.map(([program, protocol, port]) =>
    join(u32(1), u32(program), u32(2), u32(protocol), u32(port)),
  );
  return join(...words, u32(0));
}

const UUID_FLOOR = join(
  le16(19),
  [0x0d],
  hex("78573412 3412 cdab ef00 0123456789ac"),
  le16(1),
  le16(2),
  le16(0),
);
const NDR_FLOOR = join(
  le16(19),
  [0x0d],
  hex("045d888a eb1c c911 9fe8 08002b104860"),
  le16(2),
  le16(2),
  le16(0),
);
const RPC_FLOOR = join(le16(1), [0x0b], le16(2), le16(0));

export function tower(port: number, address: readonly number[], { portProtocol = 0x07 } = {}): Bytes {
  const tcp = join(le16(1), [portProtocol], le16(2), u16(port));
  const ip = join(le16(1), [0x09], le16(4), address);
  return join(le16(5), UUID_FLOOR, NDR_FLOOR, RPC_FLOOR, tcp, ip);
}

/** The reply to ept_map; `wide` for NDR64. */
export function mapReply(towers: readonly Bytes[], { wide = false, type = 2, drep = 0x10 } = {}): Bytes {
  const width = wide ? 8 : 4;
  const count = (value: number) => join(le32(value), zeros(width - 4));
  const padding = (length: number) => zeros((width - (length % width)) % width);
  const bodies = towers.map((bytes) => {
    const whole = join(count(bytes.length), le32(bytes.length), bytes);
    return join(whole, padding(whole.length));
  });
  const head = [count(4), count(0), count(towers.length), ...towers.map((_, i) => count(i + 3))];
  const stub = join(zeros(20), le32(towers.length), ...head, ...bodies, le32(0));
  return join(
    [5, 0, type, 3, drep, 0, 0, 0],
    le16(24 + stub.length),
    le16(0),
    le32(1),
    le32(stub.length),
    zeros(4),
    stub,
  );
}
