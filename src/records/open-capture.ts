/** Opens a capture, whatever it is stored in and however it is compressed. */
import { type ByteSource, prefixedSource, readFully } from "./byte-source.ts";
import {
  type Compression,
  compressionOf,
  isCapture,
  isPcapng,
  mayBecomeCapture,
  otherFormat,
  SNIFFED_LENGTH,
} from "./capture-format.ts";
import { fileSource, unopened } from "./file-source.ts";
import { gzipSource } from "./gzip-source.ts";
import { PacketMemory } from "./packet-memory.ts";
import { PcapReader } from "./pcap.ts";
import { decodePcapHeader } from "./pcap-header.ts";
import { PcapngReader } from "./pcapng.ts";
import { decodeSectionHeader, SECTION_HEADER_LENGTH } from "./pcapng-section.ts";
import { DEFAULT_PIECE_SIZE, ReadingWindow, untilAborted } from "./reading-window.ts";
import type { RecordReader } from "./record.ts";
import { type ByteStream, streamSource } from "./stream-source.ts";
import { UnreadableCapture } from "./unreadable-capture.ts";
import { zstdSource } from "./zstd-source.ts";

/** The path that means standard input. */
export const STANDARD_INPUT = "-";

export interface OpenOptions {
  /** Stops waiting and reading; `next` then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** What to call a stream in reports and errors. */
  readonly name?: string | undefined;
  /** Bytes read at once, at least 64. */
  readonly pieceSize?: number | undefined;
  /** Where the capture is read into; one of its own unless told. */
  readonly memory?: PacketMemory | undefined;
}

/**
 * Opens a path, standard input (`-`), or a stream of bytes. Rejects with `UnreadableCapture` where nothing can
 * be read of it; damage further on becomes a problem of the reader's summary.
 */
export async function openCapture(
  input: string | ByteStream,
  options: OpenOptions = {},
): Promise<RecordReader> {
  const path = typeof input === "string" ? input : (options.name ?? "stream");
  const stored = typeof input === "string" ? await openPath(input) : streamSource(input);
  try {
    return await openSource(stored, path, options);
  } catch (error) {
    await stored.close();
    throw error;
  }
}

/** Opens a byte source that is there already, for instance bytes in memory. Does not close it on errors. */
export async function openSource(
  stored: ByteSource,
  path: string,
  options: OpenOptions = {},
): Promise<RecordReader> {
  const { source, compression } = await untilAborted(unpacked(stored, path), options.signal);
  const window = new ReadingWindow(
    source,
    options.memory ?? new PacketMemory(),
    Math.max(options.pieceSize ?? DEFAULT_PIECE_SIZE, 64),
    options.signal,
  );
  await window.fill(SNIFFED_LENGTH);
  const first = window.bytes.subarray(0, Math.min(window.end, SNIFFED_LENGTH));
  refuseUnknown(first, window, path);
  if (isPcapng(first)) {
    checkSection(first, path);
    return new PcapngReader(path, compression, window);
  }
  const header = decodePcapHeader(first);
  if (header === null || first.length < header.length)
    throw cutInFileHeader(path, header?.length ?? 24, first.length);
  if (header.majorVersion < 2) {
    const version = `${header.majorVersion}.${header.minorVersion}`;
    throw new UnreadableCapture(
      "unsupported-version",
      path,
      `pcap version must be 2.0 or later, it is ${version}`,
    );
  }
  window.position = header.length;
  return new PcapReader(path, compression, header, window);
}

/** Whether the file holds a capture, compressed or not, as its first bytes tell. Rejects where it cannot be opened. */
export async function holdsCapture(path: string): Promise<boolean> {
  const stored = await fileSource(path);
  try {
    const { source } = await unpacked(stored, path);
    const first = new Uint8Array(SNIFFED_LENGTH);
    return isCapture(first.subarray(0, await readFully(source, first)));
  } finally {
    await stored.close();
  }
}

async function openPath(path: string): Promise<ByteSource> {
  if (path !== STANDARD_INPUT) return fileSource(path);
  if (process.stdin.isTTY) {
    throw new UnreadableCapture(
      "is-a-terminal",
      path,
      "this is a terminal; pipe a capture into it or name a file",
    );
  }
  return streamSource(process.stdin);
}

async function unpacked(
  stored: ByteSource,
  path: string,
): Promise<{ source: ByteSource; compression: Compression | null }> {
  const first = new Uint8Array(SNIFFED_LENGTH);
  let length: number;
  try {
    length = await readFully(stored, first);
  } catch (error) {
    throw unopened(path, error);
  }
  if (length === 0) throw new UnreadableCapture("empty-file", path, "this is empty (0 bytes); capture again");
  const whole = prefixedSource(first.subarray(0, length), stored);
  switch (compressionOf(first.subarray(0, length))) {
    case "gzip":
      return { source: gzipSource(whole), compression: "gzip" };
    case "zstd":
      return { source: await zstdSource(whole), compression: "zstd" };
    default:
      return { source: whole, compression: null };
  }
}

function refuseUnknown(first: Uint8Array, window: ReadingWindow, path: string): void {
  if (isCapture(first)) return;
  if (window.failure !== null) throw unopened(path, window.failure);
  const damage = window.source.damage;
  if (damage !== null && damage.code !== "trailing-bytes") {
    throw new UnreadableCapture(damage.code, path, `${damage.message}; nothing could be unpacked`);
  }
  const other = otherFormat(first);
  if (other !== null)
    throw new UnreadableCapture("other-format", path, `this is ${other.name}; ${other.advice}`);
  if (window.ended && mayBecomeCapture(first)) throw cutInFileHeader(path, 24, first.length);
  const shown = [...first.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  const reason = first.length === 0 ? "there is nothing in it" : `it begins with ${shown}`;
  throw new UnreadableCapture(
    "not-a-capture",
    path,
    `not a pcap or pcapng capture (${reason}); name a capture file`,
  );
}

function checkSection(first: Uint8Array, path: string): void {
  if (first.length < SECTION_HEADER_LENGTH) throw cutInFileHeader(path, SECTION_HEADER_LENGTH, first.length);
  const header = decodeSectionHeader(new DataView(first.buffer, first.byteOffset, first.length), 0);
  if (header === null) {
    const reason = "not a pcapng capture (its first block has no byte-order magic); name a capture file";
    throw new UnreadableCapture("not-a-capture", path, reason);
  }
  if (header.supported) return;
  const version = `${header.majorVersion}.${header.minorVersion}`;
  throw new UnreadableCapture("unsupported-version", path, `pcapng version must be 1.0, it is ${version}`);
}

function cutInFileHeader(path: string, needed: number, there: number): UnreadableCapture {
  const reason = `cut short: a file header needs ${needed} bytes, ${there} are there; copy or capture it again`;
  return new UnreadableCapture("cut-in-file-header", path, reason);
}
