/** Which frames the evidence of one flow is seen in. */
import { describe, expect, it } from "vitest";
import { survey } from "../../src/analyze.ts";
import type { FlowEnds } from "../../src/flows/flow-ends.ts";
import { flowsBetween } from "../../src/flows/flow-ends.ts";
import { FlowWatch } from "../../src/flows/flow-frames.ts";
import { ACK, type Bytes, FIN, icmp, ipv4, ipv6, join, RST, SYN, tcp, udp, zeros } from "../frames.ts";
import { pcapFile } from "../records/capture-writer.ts";

const CLIENT = "10.0.0.5";
const SERVER = "10.0.0.9";
const TCP = 6;
const UDP = 17;
const WANTED: FlowEnds = {
  ends: [
    { address: SERVER, port: 443 },
    { address: CLIENT, port: 51514 },
  ],
  protocol: null,
};

const NOTHING = zeros(0);

function toServer(flags: number, payload: Bytes = NOTHING): Bytes {
  const ports = { sourcePort: 51514, destinationPort: 443 };
  return ipv4(tcp(payload, { ...ports, flags }), { source: CLIENT, destination: SERVER });
}

function toClient(flags: number, payload: Bytes = NOTHING): Bytes {
  const ports = { sourcePort: 443, destinationPort: 51514 };
  return ipv4(tcp(payload, { ...ports, flags }), { source: SERVER, destination: CLIENT });
}

const OTHER = ipv4(tcp(NOTHING, { sourcePort: 51515, destinationPort: 443, flags: SYN }), {
  source: CLIENT,
  destination: SERVER,
});

async function watched(packets: readonly Bytes[], wanted = WANTED, options = {}) {
  const watch = new FlowWatch(wanted);
  const file = pcapFile({
    linkType: 101,
    packets: packets.map((data, i) => ({ data, seconds: 1000 + i })),
  });
  const found = await survey(
    (async function* () {
      yield file;
    })(),
    {
      ...options,
      watch: ({ decoder: { headers }, collector: { flows, flowOfRow, frames } }) =>
        watch.look({ headers, flows, flowOfRow, frames }),
    },
  );
  return { watch, found };
}

const none = {
  first: null,
  syn: null,
  synAck: null,
  payload: null,
  fin: null,
  rst: null,
  unreachable: null,
  otherError: null,
};

describe("first frames", () => {
  it("of a connection's events, each end's own; nobody else's; never the second", async () => {
    const { watch } = await watched([
      OTHER,
      toServer(SYN),
      toServer(SYN),
      toClient(SYN | ACK),
      toServer(ACK),
      toClient(ACK, join([1])),
      toServer(ACK, join([1])),
      toServer(FIN | ACK),
      toClient(RST),
      toClient(RST),
    ]);
    const { a, b } = watch.framesOf(TCP);
    expect(a).toEqual({ ...none, first: 2, syn: 2, payload: 7, fin: 8 });
    expect(b).toEqual({ ...none, first: 4, synAck: 4, payload: 6, rst: 9 });
  });

  it("of two transports apart", async () => {
    const datagram = udp(join([1]), { sourcePort: 51514, destinationPort: 443 });
    const packets = [toServer(SYN), ipv4(datagram, { source: CLIENT, destination: SERVER, protocol: UDP })];
    const { watch, found } = await watched(packets);
    expect(flowsBetween(found.flows, WANTED)).toEqual([0, 1]);
    expect(watch.framesOf(TCP).a).toEqual({ ...none, first: 1, syn: 1 });
    expect(watch.framesOf(UDP).a).toEqual({ ...none, first: 2, payload: 2 });
    expect(flowsBetween(found.flows, { ...WANTED, protocol: UDP })).toEqual([1]);
  });

  it("of ICMP errors: whose packet could not be delivered, not who says so", async () => {
    const error = (type: number, code: number, quoted: Bytes) =>
      ipv4(icmp(type, code, quoted), { source: "10.0.0.1", destination: CLIENT, protocol: 1 });
    const { watch } = await watched([
      toServer(SYN),
      error(3, 1, toServer(SYN)),
      error(11, 0, toClient(ACK)),
      error(3, 1, OTHER),
    ]);
    const { a, b } = watch.framesOf(TCP);
    expect(a).toEqual({ ...none, first: 1, syn: 1, unreachable: 2 });
    expect(b).toEqual({ ...none, otherError: 3 });
  });

  it("of later fragments: they have no ports", async () => {
    const datagram = udp(zeros(32), { sourcePort: 443, destinationPort: 51514 });
    const fields = { source: SERVER, destination: CLIENT, protocol: UDP, identification: 7 };
    const first = ipv4(datagram.subarray(0, 24), { ...fields, moreFragments: true });
    const later = ipv4(datagram.subarray(24), { ...fields, fragmentOffset: 3 });
    const { watch } = await watched([first, later]);
    expect(watch.framesOf(UDP).b).toEqual({ ...none, first: 1, payload: 1 });
    expect(watch.framesOf(UDP).a).toEqual(none);
  });

  it("of IPv6, whose addresses differ at their ends only", async () => {
    const ends = [
      { address: "2001:db8::1", port: 50_000 },
      { address: "2001:db8::2", port: 443 },
    ] as const;
    const packet = (flags: number, from: 0 | 1) =>
      ipv6(tcp(NOTHING, { sourcePort: ends[from].port, destinationPort: ends[1 - from].port, flags }), {
        source: ends[from].address,
        destination: ends[1 - from].address,
      });
    const { watch } = await watched([packet(SYN, 0), packet(SYN | ACK, 1)], { ends, protocol: null });
    expect(watch.framesOf(TCP)).toEqual({
      a: { ...none, first: 1, syn: 1 },
      b: { ...none, first: 2, synAck: 2 },
    });
  });

  it("where flows got other numbers, since finished ones were folded", async () => {
    const finished = Array.from({ length: 4000 }, (_, i) => {
      const port = 10_000 + i;
      const there = (flags: number) =>
        ipv4(tcp(NOTHING, { sourcePort: port, destinationPort: 80, flags }), {
          source: CLIENT,
          destination: SERVER,
        });
      const back = (flags: number) =>
        ipv4(tcp(NOTHING, { sourcePort: 80, destinationPort: port, flags }), {
          source: SERVER,
          destination: CLIENT,
        });
      return [there(SYN), back(SYN | ACK), there(FIN | ACK), back(FIN | ACK), there(ACK)];
    }).flat();
    const packets = [...finished, toServer(SYN), ...finished.slice(0, 5000), toClient(SYN | ACK)];
    const { watch, found } = await watched(packets, WANTED, { maxFlows: 1000 });
    expect(found.flows.folded.count).toBeGreaterThan(0);
    expect(watch.framesOf(TCP)).toEqual({
      a: { ...none, first: 20_001, syn: 20_001 },
      b: { ...none, first: 25_002, synAck: 25_002 },
    });
  });
});
