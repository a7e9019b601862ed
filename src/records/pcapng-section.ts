/**
 * The state of one pcapng section: its byte order and the interfaces that it describes, each with its clock
 * and its statistics. And, over all sections, the list of distinct interfaces.
 *
 * Source: draft-ietf-opsawg-pcapng, sections 4.1 (SHB), 4.2 (IDB) and 4.6 (ISB).
 */
import { type BlockBody, readOptions } from "./block-body.ts";
import { maximumCapturedLength, normalisedLinkType } from "./link-types.ts";
import { DEFAULT_RESOLUTION, InterfaceClock } from "./pcapng-time.ts";
import type { CaptureInterface } from "./record.ts";

export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

/** Columns hold an interface in 16 bits. */
const MAXIMUM_INTERFACES = 65_535;
/** Bytes kept of an interface's name. */
const MAXIMUM_NAME_LENGTH = 255;

/** The distinct interfaces of a capture: a file joined of thousands of sections describes the same ones. */
export class InterfaceTable {
  readonly list: CaptureInterface[] = [];
  readonly #indexes = new Map<string, number>();

  /** The index of an interface like this one; −1 where the table is full. */
  indexOf(described: CaptureInterface): number {
    const { linkType, frameCheckSequenceLength, snapLength, name } = described;
    const key = `${linkType} ${frameCheckSequenceLength} ${snapLength} ${name}`;
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    if (this.list.length === MAXIMUM_INTERFACES) return -1;
    this.#indexes.set(key, this.list.length);
    return this.list.push(described) - 1;
  }
}

/** An interface as a section's packets name it. */
export interface SectionInterface {
  /** Index in the capture's `InterfaceTable`. */
  readonly index: number;
  readonly frameCheckSequenceLength: number;
  readonly snapLength: number;
  readonly maximumCapturedLength: number;
  readonly clock: InterfaceClock;
  /** Indexes of interfaces like this one with another length of frame check sequence, by that length. */
  readonly variants: number[];
  /** Packets dropped according to the last Interface Statistics Block; null where there was none. */
  dropped: number | null;
}

export class PcapngSection {
  readonly littleEndian: boolean;
  /** False where the section has a version that is not known: its blocks are left out. */
  readonly supported: boolean;
  readonly interfaces: SectionInterface[] = [];

  constructor(littleEndian: boolean, supported: boolean) {
    this.littleEndian = littleEndian;
    this.supported = supported;
  }
}

/** The start of a Section Header Block: block type, total length, byte-order magic, version, section length. */
export const SECTION_HEADER_LENGTH = 24;

export interface SectionHeader {
  readonly littleEndian: boolean;
  readonly totalLength: number;
  readonly majorVersion: number;
  readonly minorVersion: number;
  readonly supported: boolean;
}

/** `view` holds `SECTION_HEADER_LENGTH` bytes from `start` on. Null where the byte-order magic is missing. */
export function decodeSectionHeader(view: DataView, start: number): SectionHeader | null {
  const littleEndian = view.getUint32(start + 8, true) === BYTE_ORDER_MAGIC;
  if (!littleEndian && view.getUint32(start + 8, false) !== BYTE_ORDER_MAGIC) return null;
  const majorVersion = view.getUint16(start + 12, littleEndian);
  const minorVersion = view.getUint16(start + 14, littleEndian);
  return {
    littleEndian,
    totalLength: view.getUint32(start + 4, littleEndian),
    majorVersion,
    minorVersion,
    // Some programs write 1.2 for what is 1.0 (section 4.1 tells readers to accept it).
    supported: majorVersion === 1 && (minorVersion === 0 || minorVersion === 2),
  };
}

const IF_NAME = 2;
const IF_TSRESOL = 9;
const IF_FCSLEN = 13;
const IF_TSOFFSET = 14;

export interface DescribedInterface {
  readonly description: CaptureInterface;
  readonly clock: InterfaceClock;
  readonly optionsFit: boolean;
}

/** An Interface Description Block. Null where it is too short or cut. */
export async function readInterfaceDescription(
  body: BlockBody,
  littleEndian: boolean,
): Promise<DescribedInterface | null> {
  const start = await body.take(8);
  if (start < 0) return null;
  const { window } = body;
  const linkType = normalisedLinkType(window.view.getUint16(start, littleEndian));
  const snapLength = window.view.getUint32(start + 4, littleEndian);
  let name = "";
  let resolution = DEFAULT_RESOLUTION;
  let offset = 0;
  let frameCheckSequenceLength = 0;
  const end = await readOptions(body, littleEndian, ({ code, length, index }) => {
    if (code === IF_NAME) name = interfaceName(window.bytes.subarray(index, index + length));
    else if (code === IF_TSRESOL && length === 1) resolution = window.bytes[index];
    else if (code === IF_FCSLEN && length === 1) frameCheckSequenceLength = bytesOfFcs(window.bytes[index]);
    else if (code === IF_TSOFFSET && length === 8) offset = signed64(window.view, index, littleEndian);
  });
  return {
    description: { linkType, frameCheckSequenceLength, snapLength, name },
    clock: new InterfaceClock(resolution, offset),
    optionsFit: end === "end",
  };
}

/** Puts a described interface into the section. False where the capture has too many distinct ones. */
export function addInterface(
  section: PcapngSection,
  table: InterfaceTable,
  { description, clock }: DescribedInterface,
): boolean {
  const index = table.indexOf(description);
  if (index < 0 || section.interfaces.length === MAXIMUM_INTERFACES) return false;
  section.interfaces.push({
    index,
    frameCheckSequenceLength: description.frameCheckSequenceLength,
    snapLength: description.snapLength,
    maximumCapturedLength: maximumCapturedLength(description.linkType),
    clock,
    variants: [],
    dropped: null,
  });
  return true;
}

/**
 * The index of the interface for a packet whose flags tell another length of frame check sequence. Where the
 * table is full the interface's own length is believed.
 */
export function indexWithFcs(source: SectionInterface, table: InterfaceTable, length: number): number {
  const known = source.variants[length];
  if (known !== undefined) return known;
  const index = table.indexOf({ ...table.list[source.index], frameCheckSequenceLength: length });
  source.variants[length] = index < 0 ? source.index : index;
  return source.variants[length];
}

const ISB_IFDROP = 5;
const ISB_OSDROP = 7;

/** An Interface Statistics Block: the last one of an interface counts. False where it is cut or names none. */
export async function readStatistics(body: BlockBody, section: PcapngSection): Promise<boolean> {
  const start = await body.take(12);
  if (start < 0) return false;
  const { window } = body;
  const source = section.interfaces[window.view.getUint32(start, section.littleEndian)];
  const drops: number[] = [];
  await readOptions(body, section.littleEndian, ({ code, length, index }) => {
    if ((code !== ISB_IFDROP && code !== ISB_OSDROP) || length !== 8 || drops.length === 2) return;
    drops.push(unsigned64(window.view, index, section.littleEndian));
  });
  if (source === undefined) return false;
  if (drops.length > 0) source.dropped = drops.reduce((sum, drop) => sum + drop);
  return true;
}

/** if_fcslen counts bits, though some writers count bytes; no frame check sequence has less than 8 bits. */
function bytesOfFcs(value: number): number {
  return value < 8 ? value : value >>> 3;
}

function interfaceName(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, MAXIMUM_NAME_LENGTH)).replace(/\0.*$/s, "");
}

function unsigned64(view: DataView, index: number, littleEndian: boolean): number {
  const upper = view.getUint32(index + (littleEndian ? 4 : 0), littleEndian);
  return upper * 2 ** 32 + view.getUint32(index + (littleEndian ? 0 : 4), littleEndian);
}

function signed64(view: DataView, index: number, littleEndian: boolean): number {
  const upper = view.getInt32(index + (littleEndian ? 4 : 0), littleEndian);
  return upper * 2 ** 32 + view.getUint32(index + (littleEndian ? 0 : 4), littleEndian);
}
