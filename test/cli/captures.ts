/** Captures for the command line's tests, in a folder of their own. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixtureCapture } from "../fixture-captures.ts";
import { ethernet, ipv4, udp } from "../frames.ts";
import { pcapFile } from "../records/capture-writer.ts";

export const OFFICE = fixtureCapture("office.pcapng").path;
export const DNS = fixtureCapture("dns.pcap").path;

export class CaptureFolder {
  readonly path = mkdtempSync(join(tmpdir(), "portolan-test-"));

  /** Writes a file and answers with its path. */
  write(name: string, content: Uint8Array | string): string {
    const path = join(this.path, name);
    writeFileSync(path, content);
    return path;
  }

  makeFolder(name: string): string {
    const path = join(this.path, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** dns.pcap with a little-endian 32-bit number of the second record's header set to something else. */
export function withSecondCapturedLength(length: number): Uint8Array {
  const bytes = readFileSync(DNS);
  bytes.writeUInt32LE(length, secondRecord(bytes) + 8);
  return bytes;
}

/** Where dns.pcap's second record begins: behind the file header of 24 bytes and the first record. */
export function secondRecord(bytes: Buffer): number {
  return 24 + 16 + bytes.readUInt32LE(24 + 8);
}

/** office.pcapng with the trailing length of its fifth block four more than the leading one, and where it begins. */
export function withDisagreeingBlock(): { bytes: Uint8Array; offset: number } {
  const bytes = readFileSync(OFFICE);
  let offset = 0;
  for (let block = 1; block < 5; block++) offset += bytes.readUInt32LE(offset + 4);
  const length = bytes.readUInt32LE(offset + 4);
  bytes.writeUInt32LE(length + 4, offset + length - 4);
  return { bytes, offset };
}

/** As many flows as are asked for, of one packet each, all to UDP port 53. */
export function manyFlows(flows: number): Uint8Array {
  const packets = Array.from({ length: flows }, (_, flow) => ({
    seconds: 1_700_000_000 + flow,
    data: ethernet(
      ipv4(udp(undefined, { sourcePort: 50_000, destinationPort: 53 }), {
        source: `10.${flow >> 16}.${(flow >> 8) & 255}.${flow & 255}`,
        destination: "192.0.2.53",
        protocol: 17,
      }),
    ),
  }));
  return pcapFile({ packets });
}
