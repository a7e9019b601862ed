/** Versions of a capture in which a scan is harder to see, and ordinary traffic easier to mistake. */
import { ipv6Text } from "../../src/records/address-text.ts";
import { fnv1a } from "../capture-parts.ts";
import type { Packet } from "../roles-bench/packets.ts";

/** Of a capture with scans. */
export const SCAN_VERSIONS = ["alone", "among others", "slow", "lossy", "one way"] as const;
export type ScanVersion = (typeof SCAN_VERSIONS)[number];

export const SCAN_VERSION_WORDS: Readonly<Record<ScanVersion, string>> = {
  alone: "the capture as it is",
  "among others":
    "read together with all of the project's captures of ordinary traffic, as if all began at once",
  slow: "every pause ten thousand times as long: a second is nearly three hours",
  lossy: "a third of the packets left out, by a hash of their number",
  "one way": "only what the scanners sent, nothing that came back",
};

const SLOWER = 10_000;
const BILLION = 1_000_000_000;

export function slowed(packets: readonly Packet[]): Packet[] {
  const start = Math.min(...packets.map(({ seconds }) => seconds));
  return packets.map((packet) => {
    const elapsed = (packet.seconds - start) * SLOWER + (packet.nanoseconds / BILLION) * SLOWER;
    return {
      ...packet,
      seconds: start + Math.floor(elapsed),
      nanoseconds: Math.floor((elapsed % 1) * BILLION),
    };
  });
}

export function lossy(packets: readonly Packet[]): Packet[] {
  return packets.filter((_, number) => fnv1a(String(number)) % 3 !== 0);
}

/** Only what these addresses sent. The project's captures of scans are Ethernet without tags. */
export function sentBy(packets: readonly Packet[], addresses: readonly string[]): Packet[] {
  return packets.filter(({ bytes }) => addresses.includes(sourceOf(bytes)));
}

/** All as one capture, each from the same moment on, in the order of time. */
export function atOnce(captures: readonly (readonly Packet[])[]): Packet[] {
  const all = captures.flatMap((packets) => {
    const start = Math.min(...packets.map(({ seconds }) => seconds));
    return packets.map((packet) => ({ ...packet, seconds: packet.seconds - start + BILLION }));
  });
  return all.sort((one, other) => one.seconds - other.seconds || one.nanoseconds - other.nanoseconds);
}

const ETHER_TYPE_IPV4 = 0x0800;
const ETHER_TYPE_IPV6 = 0x86dd;
const ETHERNET_LENGTH = 14;

function sourceOf(frame: Uint8Array): string {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const type = view.getUint16(ETHERNET_LENGTH - 2);
  if (type === ETHER_TYPE_IPV4) return frame.subarray(ETHERNET_LENGTH + 12, ETHERNET_LENGTH + 16).join(".");
  if (type !== ETHER_TYPE_IPV6) return "";
  return ipv6Text(frame.subarray(ETHERNET_LENGTH + 8, ETHERNET_LENGTH + 24));
}
