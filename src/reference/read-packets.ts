/** A classic pcap file through npm pcap-parser, an independent reader: packets as plain objects. */
import { EventEmitter } from "node:events";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import pcapParser, { type FileHeader } from "pcap-parser";
import { formatOfLinkType } from "./decode.ts";
import type { Format } from "./header.ts";
import { atMost, type Part } from "./part.ts";
import { type End, wholeRecords } from "./whole-records.ts";

export interface CapturedPacket {
  /** Counted from 1. */
  readonly frame: number;
  /** Microseconds since 1970-01-01T00:00:00Z. */
  readonly time: number;
  /** Bytes of the frame on the wire, and those that the file holds. */
  readonly originalLength: number;
  readonly capturedLength: number;
  /** The format that the frame begins with. */
  readonly format: Format;
  /** The frame without its check sequence. */
  readonly part: Part;
}

/** Why a file cannot be read a second time, in words. */
export class NotComparable extends Error {
  override readonly name = "NotComparable";
}

const CLASSIC_ONLY = "npm pcap-parser reads classic microsecond pcap only; convert with: editcap -F pcap";

/** Files that pcap-parser cannot read, by the first four bytes. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ["0a0d0d0a", `this is pcapng; ${CLASSIC_ONLY} IN.pcapng OUT.pcap`],
  ["a1b23c4d", `this counts nanoseconds; ${CLASSIC_ONLY} IN.pcap OUT.pcap`],
  ["4d3cb2a1", `this counts nanoseconds; ${CLASSIC_ONLY} IN.pcap OUT.pcap`],
  ["28b52ffd", "this is compressed with Zstandard; unpack it first: zstd -d FILE"],
]);
const SOUND = ["a1b2c3d4", "d4c3b2a1"];
const GZIP = "1f8b";
const PIECE_SIZE = 1 << 20;
/** A frame's data ends here, whatever length its record claims; no frame on any wire is as long. */
const LONGEST_FRAME = 0x3fff_ffff;

/** Why a file can surely not be compared, as its first four bytes (in hexadecimal) tell; null where it may. */
export function refusalOf(firstBytes: string): string | null {
  return REFUSED.get(firstBytes) ?? null;
}

/**
 * Calls `onPacket` for each packet of a file, unpacked where it is compressed with gzip. Resolves with whether
 * the file ends where a record ends. Rejects with `NotComparable` where the parser or the reference does not
 * know what the file holds, and with the error of the file system where it cannot be read.
 */
export async function readPackets(
  path: string,
  onPacket: (packet: CapturedPacket) => void,
  signal?: AbortSignal,
): Promise<boolean> {
  const stored = createReadStream(path, { highWaterMark: PIECE_SIZE });
  const isCompressed = (await firstBytesOf(path)).startsWith(GZIP);
  const pieces: Readable = isCompressed ? pipeline(stored, createGunzip(), () => {}) : stored;
  try {
    return await parsePackets(pieces, onPacket, signal);
  } catch (error) {
    const isDamaged = error instanceof Error && "code" in error && `${error.code}`.startsWith("Z_");
    throw isDamaged ? new NotComparable(`the compressed data is cut or damaged: ${error.message}`) : error;
  } finally {
    pieces.destroy();
    stored.destroy();
  }
}

/** As `readPackets`, from a stream of the file's bytes. */
export async function parsePackets(
  pieces: AsyncIterable<Buffer>,
  onPacket: (packet: CapturedPacket) => void,
  signal?: AbortSignal,
): Promise<boolean> {
  const source = Object.assign(new EventEmitter(), { pause() {}, resume() {} });
  const parser = pcapParser.parse(source);
  let frames: FrameLayout | null = null;
  let frame = 0;
  parser.on("globalHeader", (header) => {
    frames = frameLayout(header);
  });
  parser.on("packet", ({ header, data }) => {
    if (frames === null) return;
    frame++;
    // No frame holds more than was on the wire, whatever its record claims.
    const whole = atMost({ captured: data, length: data.length }, header.originalLength);
    const length = Math.max(0, Math.min(header.originalLength, LONGEST_FRAME) - frames.checkSequenceLength);
    onPacket({
      frame,
      time: timeOf(header.timestampSeconds, header.timestampMicroseconds),
      originalLength: header.originalLength,
      capturedLength: whole.captured.length,
      format: frames.format,
      part: { captured: whole.captured.subarray(0, length), length },
    });
  });
  const end: End = { isComplete: false };
  for await (const piece of wholeRecords(pieces, end)) {
    signal?.throwIfAborted();
    if (frames === null) refuseOthers(piece);
    // Between whole records nothing waits. Told so, the parser copies nothing and calls no `new Buffer`, which
    // would warn.
    if (parser.buffer?.length === 0) parser.buffer = null;
    source.emit("data", piece);
  }
  return end.isComplete;
}

interface FrameLayout {
  readonly format: Format;
  /** Bytes of frame check sequence at the end of each frame. */
  readonly checkSequenceLength: number;
}

/** draft-ietf-opsawg-pcap, section 4: link type below, length of the check sequence in words of two above. */
function frameLayout({ linkLayerType }: FileHeader): FrameLayout {
  const linkType = linkLayerType % 0x1_0000;
  const format = formatOfLinkType(linkType);
  if (format === null) throw new NotComparable(`the reference does not know link type ${linkType}`);
  const isTold = (linkLayerType & 0x0400_0000) !== 0;
  return { format, checkSequenceLength: isTold ? (linkLayerType >>> 28) * 2 : 0 };
}

/** Before the parser sees the header: of some versions other than 2.4 it makes an error, of others it reads on. */
function refuseOthers(fileHeader: Buffer): void {
  const magic = fileHeader.toString("hex", 0, 4);
  if (!SOUND.includes(magic)) {
    throw new NotComparable(refusalOf(magic) ?? `this begins with ${magic}; ${CLASSIC_ONLY} IN OUT.pcap`);
  }
  const [major, minor] = magic.startsWith("d4")
    ? [fileHeader.readUInt16LE(4), fileHeader.readUInt16LE(6)]
    : [fileHeader.readUInt16BE(4), fileHeader.readUInt16BE(6)];
  if (major === 2 && minor === 4) return;
  throw new NotComparable(`pcap version ${major}.${minor}; the reference knows 2.4 only`);
}

/** In hexadecimal; fewer than four bytes where the file has no more. */
export async function firstBytesOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString("hex", 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Fractions of a second and more are carried; seconds beyond 32 bits stand still, as there is no such time. */
function timeOf(seconds: number, microseconds: number): number {
  const carried = Math.min(seconds + Math.floor(microseconds / 1_000_000), 0xffff_ffff);
  return carried * 1_000_000 + (microseconds % 1_000_000);
}
