/**
 * The benchmark's captures: seeded, so that every machine writes the same bytes, and counted while they are
 * written, so that outputs can be checked before the clock counts.
 */

/** Raised whenever the same plan gives other bytes than before; it is part of the captures' file names. */
const GENERATOR_VERSION = 3;

export interface CapturePlan {
  readonly name: string;
  readonly about: string;
  readonly frames: number;
  readonly flows: number;
  readonly format: "pcap" | "pcapng";
  readonly addressVersion: 4 | 6;
  /** Bytes kept of each frame. */
  readonly snapLength: number;
  /** Which flow sends next; see schedule.ts. */
  readonly order: "random" | "trains" | "scan";
  readonly lengths: FrameLengths;
  /** How many frames the prefix for slow commands has. */
  readonly sample: number;
  /** Whether the slow commands run on it too. */
  readonly slowCommands: boolean;
  /** Whether portolan is also timed on the first tenth, to see how time grows. */
  readonly tenth: boolean;
}

/** Frames of data in hundredths; the rest are full, 1,514 bytes. */
export interface FrameLengths {
  /** Half of them 60 bytes (an acknowledgement), half 61 to 126. */
  readonly small: number;
  /** 127 to 1,513 bytes. */
  readonly medium: number;
}

const WHOLE = 65_535;
const USUAL = {
  format: "pcap",
  addressVersion: 4,
  sample: 500_000,
  slowCommands: true,
  tenth: false,
} as const;
/** 543 bytes a frame on average. */
const MIXED: FrameLengths = { small: 55, medium: 26 };
/** 354 bytes a frame on average. */
const MANY_SMALL: FrameLengths = { small: 72, medium: 18 };

const MIX = {
  ...USUAL,
  frames: 4_000_000,
  flows: 200_000,
  snapLength: WHOLE,
  order: "random",
  lengths: MIXED,
} as const;
const TRAINS = {
  ...USUAL,
  frames: 8_000_000,
  snapLength: WHOLE,
  order: "trains",
  lengths: MANY_SMALL,
} as const;

/** A capture that is not raced: of the usual lengths, in random order. */
export function plainPlan(name: string, frames: number, flows: number): CapturePlan {
  return { ...MIX, name, about: "", frames, flows, sample: flows, slowCommands: false };
}

/** Every capture that the benchmark knows; `--scale` divides frames and flows for a quick look. */
export const PLANS: readonly CapturePlan[] = [
  {
    ...MIX,
    name: "mix",
    about: "4 million frames of 60 to 1,514 bytes, 200,000 flows in random order",
  },
  {
    ...USUAL,
    name: "snap",
    about: "20 million frames cut at 96 bytes, a million flows in random order: the worst case for caches",
    frames: 20_000_000,
    flows: 1_000_000,
    snapLength: 96,
    order: "random",
    lengths: MIXED,
  },
  {
    ...TRAINS,
    name: "trains",
    about: "8 million frames in packet trains, a million flows, few of them with most frames",
    flows: 1_000_000,
    tenth: true,
  },
  { ...TRAINS, name: "trains-1k", about: "the same with a thousand flows", flows: 1000 },
  { ...MIX, name: "mix-ipv6", about: "mix over IPv6", addressVersion: 6 },
  { ...MIX, name: "mix-pcapng", about: "mix as pcapng", format: "pcapng" },
  {
    ...USUAL,
    name: "scan",
    about: "10 million flows of one SYN each: one address tries 153 ports of 65,536 others",
    frames: 10_000_000,
    flows: 10_000_000,
    snapLength: WHOLE,
    order: "scan",
    lengths: MIXED,
  },
  {
    ...USUAL,
    name: "long",
    about: "40 million frames cut at 64 bytes, 100,000 flows in random order, to see how time grows",
    frames: 40_000_000,
    flows: 100_000,
    snapLength: 64,
    order: "random",
    lengths: MIXED,
    slowCommands: false,
    tenth: true,
  },
];

/** The plan with a fraction of frames, flows and sample. */
export function scaled(plan: CapturePlan, divisor: number): CapturePlan {
  const flows = Math.max(1, Math.round(plan.flows / divisor));
  const frames = Math.max(flows, Math.round(plan.frames / divisor));
  return { ...plan, flows, frames, sample: Math.min(frames, Math.ceil(plan.sample / divisor)) };
}

export function fileName(plan: CapturePlan, divisor: number): string {
  return `${plan.name}-v${GENERATOR_VERSION}-${divisor}.${plan.format}`;
}

export function tenthOf(plan: CapturePlan): number {
  return Math.ceil(plan.frames / 10);
}
