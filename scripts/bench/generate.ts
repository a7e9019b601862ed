/**
 * Writes one capture of the benchmark and counts what it writes. Some flows of TCP open with SYN and SYN-ACK, the others
 * were open before the capture began. Where the schedule knows the end of a flow, flows of six frames or more close
 * with a FIN from either side. Two frames of data in three come from the server.
 */
import { CaptureFile } from "./capture-file.ts";
import { type Endpoints, hostsOf } from "./endpoints.ts";
import {
  ACK,
  drawPayload,
  FIN,
  type Frame,
  frameLength,
  headersLength,
  PUSH,
  SYN,
  writeFrame,
} from "./frames.ts";
import { type CapturePlan, tenthOf } from "./plans.ts";
import { type RandomNumbers, randomNumbers, scattered } from "./random-numbers.ts";
import { type Schedule, scheduleOf } from "./schedule.ts";
import { type CaptureTruth, type Prefix, Tally } from "./truth.ts";

export function writeCapture(plan: CapturePlan, path: string): CaptureTruth {
  const random = randomNumbers(plan.frames ^ plan.flows);
  const schedule = scheduleOf(plan, random);
  const hosts = hostsOf(plan);
  const flows = new FlowStates(plan.flows);
  const tally = new Tally(hosts, plan.addressVersion);
  const output = new CaptureFile(plan, path);
  const prefixes: Prefix[] = [];
  const prefixEnds = new Set([plan.sample, tenthOf(plan)]);
  const ends: Endpoints = { client: 0, clientPort: 0, server: 0, service: 0 };
  const frames: Frame[] = hosts.services.map((service) => ({
    ends,
    service,
    toServer: true,
    flags: 0,
    sequenceNumber: 0,
    acknowledgmentNumber: 0,
    payload: 0,
  }));
  for (let number = 0; number < plan.frames; number++) {
    const flow = schedule.next();
    hosts.of(flow, ends);
    const frame = frames[ends.service];
    const headers = headersLength(plan.addressVersion, frame.service);
    const isNewFlow = flows.sent[flow] === 0;
    decide(frame, flow, flows, schedule, random);
    const isData = (frame.flags & (SYN | FIN)) === 0;
    frame.payload = isData ? drawPayload(plan.lengths, headers, random) : 0;
    if (isData && frame.payload > 0) frame.flags |= PUSH;
    flows.advance(flow, frame);
    const length = frameLength(headers, frame.payload);
    const at = output.takeRecord(number, length);
    writeFrame(output.bytes, at, frame, plan.addressVersion, Math.min(length, plan.snapLength));
    tally.add(ends, length, frame.toServer, isNewFlow);
    if (prefixEnds.has(number + 1)) prefixes.push({ frames: number + 1, bytes: output.length });
  }
  output.close();
  return tally.truth(prefixes);
}

/** How far each flow has come. */
class FlowStates {
  /** Frames sent. */
  readonly sent: Uint32Array;
  /** Sequence numbers of client and server. */
  private readonly sequence: Uint32Array;

  constructor(flows: number) {
    this.sent = new Uint32Array(flows);
    this.sequence = new Uint32Array(flows * 2);
    for (let side = 0; side < this.sequence.length; side++) this.sequence[side] = scattered(side);
  }

  /** Fills in the frame's numbers and counts it. */
  advance(flow: number, frame: Frame): void {
    const { sequence } = this;
    const sender = flow * 2 + (frame.toServer ? 0 : 1);
    frame.sequenceNumber = sequence[sender];
    frame.acknowledgmentNumber = sequence[sender ^ 1];
    sequence[sender] += frame.payload + (frame.flags & (SYN | FIN) ? 1 : 0);
    this.sent[flow]++;
  }
}

/** Direction and flags of the flow's next frame. */
function decide(
  frame: Frame,
  flow: number,
  { sent }: FlowStates,
  schedule: Schedule,
  random: RandomNumbers,
): void {
  const opens = flow % 8 < schedule.opensOfEight;
  const size = schedule.framesOf(flow);
  const left = size < 6 ? Infinity : size - sent[flow];
  frame.toServer = random(3) === 0;
  frame.flags = ACK;
  if (frame.service.transport !== "tcp") return;
  if (opens && sent[flow] === 0) {
    frame.toServer = true;
    frame.flags = SYN;
  } else if (opens && sent[flow] === 1) {
    frame.toServer = false;
    frame.flags = SYN | ACK;
  } else if (left <= 2) {
    frame.toServer = left === 1;
    frame.flags = FIN | ACK;
  }
}
