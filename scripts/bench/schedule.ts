/** Which flow each frame belongs to. */
import type { CapturePlan } from "./plans.ts";
import type { RandomNumbers } from "./random-numbers.ts";

export interface Schedule {
  /** The flow of the next frame. */
  next(): number;
  /** How many frames a flow has in all; 0 where nobody knows before the end. */
  framesOf(flow: number): number;
  /** How many flows of eight open within the capture; the others were open before. */
  readonly opensOfEight: number;
}

export function scheduleOf(plan: CapturePlan, random: RandomNumbers): Schedule {
  switch (plan.order) {
    case "random":
      return { next: () => random(plan.flows), framesOf: () => 0, opensOfEight: 1 };
    case "scan":
      return scan(plan.flows);
    case "trains":
      return trains(plan, random);
  }
}

/** One flow after the other. */
function scan(flows: number): Schedule {
  let flow = -1;
  return {
    next: () => {
      flow = (flow + 1) % flows;
      return flow;
    },
    framesOf: () => 0,
    opensOfEight: 8,
  };
}

const LONGEST_TRAIN = 32;

/**
 * Every flow has a number of frames, drawn from a Pareto distribution, so that a few have most of them and half of
 * the flows have a handful. It sends them in trains of one to some thirty frames. Its first train leaves at any moment, the
 * others within a life that is the longer the more frames there are: a thousandth of the capture for the smallest,
 * all of it for the largest. The trains of all flows are sent in the order of their moments.
 */
function trains({ frames, flows }: CapturePlan, random: RandomNumbers): Schedule {
  const sizes = flowSizes(frames, flows, random);
  const left = Int32Array.from(sizes);
  const trainsLeft = sizes.map((size) => Math.ceil(size / (size < LONGEST_TRAIN ? 4 : LONGEST_TRAIN / 2)));
  const flowsInOrder = orderTrains(sizes, trainsLeft, random);
  let train = -1;
  let flow = 0;
  let leftOfTrain = 0;
  return {
    next: () => {
      if (leftOfTrain === 0) {
        train++;
        flow = flowsInOrder[train];
        const share = left[flow] / trainsLeft[flow];
        // What is left afterwards has to suffice for one frame a train; twice the share keeps the mean at the share.
        const most = Math.min(left[flow] - (trainsLeft[flow] - 1), Math.ceil(share * 2) - 1);
        leftOfTrain = --trainsLeft[flow] === 0 ? left[flow] : 1 + random(Math.max(1, most));
        left[flow] -= leftOfTrain;
      }
      leftOfTrain--;
      return flow;
    },
    framesOf: (which) => sizes[which],
    opensOfEight: 6,
  };
}

/** Exponent of the Pareto distribution: between 1 and 2, as measured of flows on the internet; few have most. */
const PARETO = 1.2;
const LARGEST_OVER_SMALLEST = 20_000;

function flowSizes(frames: number, flows: number, random: RandomNumbers): Int32Array {
  const drawn = Float64Array.from({ length: flows }, () =>
    Math.min(LARGEST_OVER_SMALLEST, ((random(1 << 30) + 1) / (1 << 30)) ** (-1 / PARETO)),
  );
  const spare = frames - flows;
  const sum = drawn.reduce((all, one) => all + one, 0);
  const sizes = new Int32Array(flows);
  // Rounding the running sum, not each share, makes the sizes add up to `frames`.
  let running = 0;
  let given = 0;
  for (let flow = 0; flow < flows; flow++) {
    running += (drawn[flow] / sum) * spare;
    const upTo = flow === flows - 1 ? spare : Math.floor(running);
    sizes[flow] = 1 + upTo - given;
    given = upTo;
  }
  return sizes;
}

/** The flow of each train, by the moments at which trains leave. */
function orderTrains(sizes: Int32Array, trainsOf: Int32Array, random: RandomNumbers): Int32Array {
  const count = trainsOf.reduce((all, one) => all + one, 0);
  const largest = sizes.reduce((most, size) => Math.max(most, size), 1);
  // A moment of 30 bits and the flow's number in one exact number: sorting these sorts the trains.
  const keys = new Float64Array(count);
  let filled = 0;
  for (let flow = 0; flow < sizes.length; flow++) {
    const life = 0.001 + 0.999 * Math.sqrt(sizes[flow] / largest);
    const start = (random(1 << 30) / (1 << 30)) * (1 - life);
    for (let train = 0; train < trainsOf[flow]; train++) {
      const moment = train === 0 ? start : start + (random(1 << 30) / (1 << 30)) * life;
      keys[filled++] = Math.floor(Math.min(moment, 1) * (2 ** 30 - 1)) * 2 ** 22 + flow;
    }
  }
  return Int32Array.from(keys.sort(), (key) => key % 2 ** 22);
}
