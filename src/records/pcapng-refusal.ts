/** Why a packet block of pcapng cannot be read, in words. */
import { interfaceId } from "./pcapng-packets.ts";
import type { PcapngSection } from "./pcapng-section.ts";
import type { ProblemLog } from "./problems.ts";
import type { ReadingWindow } from "./reading-window.ts";

export interface PacketBlock {
  readonly type: number;
  /** Offset in the capture. */
  readonly start: number;
  /** The captured length that it tells. */
  readonly captured: number;
  /** Bytes that it has for data and options. */
  readonly space: number;
}

/** Whether the packet of the block at the window's position cannot be read; then the problem is told. */
export function refusePacket(
  { view, position }: ReadingWindow,
  { interfaces, littleEndian }: PcapngSection,
  { type, start, captured, space }: PacketBlock,
  problems: ProblemLog,
): boolean {
  const id = interfaceId(view, position, type, littleEndian);
  const source = interfaces[id];
  if (source === undefined) {
    const message = `a packet names interface ${id}, the section has described ${interfaces.length}`;
    problems.add("unknown-interface", start, `${message}; it is left out`);
  } else if (captured > space) {
    const message = `a packet's captured length must be at most ${space} in its block, it is ${captured}`;
    problems.add("packet-exceeds-block", start, `${message}; it is left out`);
  } else if (captured > source.maximumCapturedLength) {
    const message = `a packet's captured length must be at most ${source.maximumCapturedLength}, it is ${captured}`;
    problems.add("record-too-long", start, `${message}; it is left out`);
  } else return false;
  return true;
}
