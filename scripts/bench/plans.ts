/**
 * The benchmark's captures: seeded, so that every machine writes the same bytes, and counted while they are
 * written, so that outputs can be checked before the clock counts.
 */

/** What the generator counted while it wrote. */
export interface CaptureTruth {
  readonly packets: number;
  /** Sum of the original lengths. */
  readonly bytes: number;
  readonly flows: number;
  /** Bytes by the server's port, whole frames of both directions. */
  readonly bytesByPort: Readonly<Record<string, number>>;
}

export interface CapturePlan {
  readonly name: string;
  readonly about: string;
  readonly frames: number;
  readonly flows: number;
  readonly format: "pcap" | "pcapng";
  readonly addressVersion: 4 | 6;
  /** Bytes kept of each frame. */
  readonly snapLength: number;
  /** `random`: each frame belongs to any flow. `trains`: bursts of one flow, few flows with most frames. `scan`: one SYN a flow. */
  readonly order: "random" | "trains" | "scan";
  /** Frame lengths, smallest and largest. */
  readonly lengths: readonly [number, number];
}

const WHOLE = 65_535;
const MIX = {
  frames: 4_000_000,
  flows: 200_000,
  snapLength: WHOLE,
  order: "random",
  lengths: [74, 1040],
} as const;
const TRAINS = { frames: 8_000_000, snapLength: WHOLE, order: "trains", lengths: [60, 600] } as const;

/** Every capture that the benchmark knows; `--scale` divides frames and flows for a quick look. */
export const PLANS: readonly CapturePlan[] = [
  {
    ...MIX,
    name: "mix",
    about: "4 million frames of mixed sizes, 200,000 flows in random order",
    format: "pcap",
    addressVersion: 4,
  },
  {
    name: "snap",
    about: "20 million frames cut at 96 bytes, a million flows in random order: the worst case for caches",
    frames: 20_000_000,
    flows: 1_000_000,
    format: "pcap",
    addressVersion: 4,
    snapLength: 96,
    order: "random",
    lengths: [60, 1514],
  },
  {
    ...TRAINS,
    name: "trains",
    about: "8 million frames in packet trains, a million flows, skewed",
    flows: 1_000_000,
    format: "pcap",
    addressVersion: 4,
  },
  {
    ...TRAINS,
    name: "trains-1k",
    about: "the same with a thousand flows",
    flows: 1000,
    format: "pcap",
    addressVersion: 4,
  },
  { ...MIX, name: "mix-ipv6", about: "mix over IPv6", format: "pcap", addressVersion: 6 },
  { ...MIX, name: "mix-pcapng", about: "mix as pcapng", format: "pcapng", addressVersion: 4 },
  {
    name: "scan",
    about: "10 million flows of one SYN each",
    frames: 10_000_000,
    flows: 10_000_000,
    format: "pcap",
    addressVersion: 4,
    snapLength: WHOLE,
    order: "scan",
    lengths: [60, 60],
  },
];

export function scaled(plan: CapturePlan, divisor: number): CapturePlan {
  const flows = Math.max(1, Math.round(plan.flows / divisor));
  return { ...plan, frames: Math.max(flows, Math.round(plan.frames / divisor)), flows };
}
