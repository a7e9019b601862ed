/** Writes captures byte by byte, sound ones and, where told so, broken ones, for the tests of every stage. */

export interface WrittenPacket {
  readonly data: Uint8Array;
  readonly seconds?: number;
  /** In units of the file: microseconds, or nanoseconds where it counts these. */
  readonly fraction?: number;
  readonly originalLength?: number;
  /** What the file claims; the length of `data` unless told otherwise. */
  readonly capturedLength?: number;
}

export interface PcapOptions {
  readonly littleEndian?: boolean;
  readonly nanosecond?: boolean;
  /** In place of the magic number that `nanosecond` chooses. */
  readonly magic?: number;
  readonly version?: readonly [major: number, minor: number];
  readonly snapLength?: number;
  /** The whole field, with frame check sequence and reserved bits. */
  readonly linkType?: number;
  readonly packets?: readonly WrittenPacket[];
  /** Bytes that follow the file header, and each record header, in a variant of the format. */
  readonly afterFileHeader?: readonly number[];
  readonly afterRecordHeader?: readonly number[];
  /** Writes the original length first, as old versions do. */
  readonly swapLengths?: boolean;
}

export function pcapFile(options: PcapOptions = {}): Uint8Array {
  const { littleEndian = true, version = [2, 4], snapLength = 65_535, linkType = 1, packets = [] } = options;
  const magic = options.magic ?? (options.nanosecond === true ? 0xa1b23c4d : 0xa1b2c3d4);
  const out = new ByteWriter(littleEndian);
  out.u32(magic).u16(version[0]).u16(version[1]).u32(0).u32(0).u32(snapLength).u32(linkType);
  out.bytes(options.afterFileHeader ?? []);
  for (const packet of packets) {
    const captured = packet.capturedLength ?? packet.data.length;
    const original = packet.originalLength ?? packet.data.length;
    out.u32(packet.seconds ?? 0).u32(packet.fraction ?? 0);
    if (options.swapLengths === true) out.u32(original).u32(captured);
    else out.u32(captured).u32(original);
    out.bytes(options.afterRecordHeader ?? []).bytes(packet.data);
  }
  return out.done();
}

export function pcapngFile(...blocks: readonly Uint8Array[]): Uint8Array {
  return concatenated(...blocks);
}

export type Option = readonly [code: number, value: readonly number[] | Uint8Array];

export interface WrittenBlockPacket {
  readonly data: Uint8Array;
  readonly interfaceId?: number;
  /** Units of the interface's resolution since 1970. */
  readonly time?: bigint;
  readonly originalLength?: number;
  readonly capturedLength?: number;
  readonly options?: readonly Option[];
}

/** The blocks of pcapng in one byte order. */
export function blocks(littleEndian = true) {
  const u16 = (value: number) => [...new ByteWriter(littleEndian).u16(value).done()];
  const u32 = (value: number) => [...new ByteWriter(littleEndian).u32(value).done()];
  const u64 = (value: bigint) => {
    const upper = u32(Number((value >> 32n) & 0xffff_ffffn));
    const lower = u32(Number(value & 0xffff_ffffn));
    return littleEndian ? [...lower, ...upper] : [...upper, ...lower];
  };

  /** `totalLength` and `trailingLength` are what the block claims, where that is to be wrong. */
  function block(
    type: number,
    body: readonly number[] | Uint8Array,
    claims: { readonly totalLength?: number; readonly trailingLength?: number } = {},
  ): Uint8Array {
    const padded = [...body, ...padding(body.length)];
    const totalLength = claims.totalLength ?? padded.length + 12;
    const out = new ByteWriter(littleEndian).u32(type).u32(totalLength).bytes(padded);
    return out.u32(claims.trailingLength ?? totalLength).done();
  }

  function options(list: readonly Option[] = []): number[] {
    if (list.length === 0) return [];
    const written = list.flatMap(([code, value]) => [
      ...u16(code),
      ...u16(value.length),
      ...value,
      ...padding(value.length),
    ]);
    return [...written, 0, 0, 0, 0];
  }

  function packetBody({ data, time = 0n, ...packet }: WrittenBlockPacket): number[] {
    return [
      ...u32(Number(time >> 32n)),
      ...u32(Number(time & 0xffff_ffffn)),
      ...u32(packet.capturedLength ?? data.length),
      ...u32(packet.originalLength ?? data.length),
      ...data,
      ...padding(data.length),
      ...options(packet.options),
    ];
  }

  return {
    u16,
    u32,
    u64,
    block,
    section(told: { version?: readonly [number, number]; length?: bigint; magic?: number } = {}): Uint8Array {
      const [major, minor] = told.version ?? [1, 0];
      const length = u64(BigInt.asUintN(64, told.length ?? -1n));
      return block(0x0a0d0d0a, [...u32(told.magic ?? 0x1a2b3c4d), ...u16(major), ...u16(minor), ...length]);
    },
    interface(
      told: { linkType?: number; snapLength?: number; options?: readonly Option[] } = {},
    ): Uint8Array {
      const { linkType = 1, snapLength = 0 } = told;
      return block(1, [...u16(linkType), 0, 0, ...u32(snapLength), ...options(told.options)]);
    },
    packet(packet: WrittenBlockPacket, claims = {}): Uint8Array {
      return block(6, [...u32(packet.interfaceId ?? 0), ...packetBody(packet)], claims);
    },
    obsoletePacket(packet: WrittenBlockPacket): Uint8Array {
      return block(2, [...u16(packet.interfaceId ?? 0), 0, 0, ...packetBody(packet)]);
    },
    simplePacket(data: Uint8Array, originalLength = data.length): Uint8Array {
      return block(3, [...u32(originalLength), ...data]);
    },
    /** Records as [type, value]: the value is the address and the names, each ended by a zero byte. */
    names(records: readonly Option[]): Uint8Array {
      return block(4, options(records));
    },
    statistics(interfaceId: number, list: readonly Option[]): Uint8Array {
      return block(5, [...u32(interfaceId), ...u64(0n), ...options(list)]);
    },
  };
}

export function concatenated(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** `length` bytes that differ from packet to packet. */
export function payload(length: number, seed = 1): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (seed * 31 + index * 7) & 0xff);
}

export function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function padding(length: number): number[] {
  return new Array(-length & 3).fill(0);
}

class ByteWriter {
  readonly #littleEndian: boolean;
  readonly #bytes: number[] = [];

  constructor(littleEndian: boolean) {
    this.#littleEndian = littleEndian;
  }

  u16(value: number): this {
    return this.#number(value, 2);
  }

  u32(value: number): this {
    return this.#number(value, 4);
  }

  bytes(bytes: readonly number[] | Uint8Array): this {
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  done(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  #number(value: number, length: number): this {
    for (let index = 0; index < length; index++) {
      const place = this.#littleEndian ? index : length - 1 - index;
      this.#bytes.push(Math.floor(value / 2 ** (8 * place)) & 0xff);
    }
    return this;
  }
}
