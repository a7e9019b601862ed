/** Random conversations of few ends, so that flows are folded, come back and are folded again all the time. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { survey } from "../../src/analyze.ts";
import { buildReport } from "../../src/report/build-report.ts";
import { flowRows } from "../../src/report/flow-rows.ts";
import type { FlowReport } from "../../src/report/report.ts";
import { type Ends, icmpError, tcpBetween, udpBetween } from "../conversations.ts";
import { streamOf } from "../fixture-captures.ts";
import type { Bytes } from "../frames.ts";
import { pcapFile } from "../records/capture-writer.ts";

const LINK_RAW = 101;
const ASKED = "GET / HTTP/1.1\r\nHost: port.example\r\n\r\n";
const ANSWERED = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
/** Of several protocols, so that it has to be listened to again. */
const GREETED = "220 ready\r\n";

const ends: fc.Arbitrary<Ends> = fc.record({
  client: fc.tuple(fc.constantFrom("10.0.0.1", "10.0.0.2"), fc.integer({ min: 30_000, max: 30_011 })),
  server: fc.tuple(fc.constantFrom("10.0.0.2", "10.0.0.3"), fc.constantFrom(80, 40_000)),
});

interface Said {
  readonly ends: Ends;
  /** Which of the packets below. */
  readonly kind: number;
  readonly sequence: number;
}

const said = fc.record({ ends, kind: fc.nat(14), sequence: fc.constantFrom(100, 200) });

/** The first packet of each flow is the client's SYN, the others are any but the server's. */
function tcpPackets(all: readonly Said[]): Bytes[] {
  const known = new Set<string>();
  return all.map(({ ends: on, kind, sequence }) => {
    const tcp = tcpBetween(on);
    const name = [...on.client, ...on.server].join(" ");
    if (!known.has(name)) {
      known.add(name);
      return tcp.syn(sequence);
    }
    const packets = [
      tcp.syn(sequence),
      tcp.synAck(sequence),
      tcp.ack(),
      tcp.request(),
      tcp.response(),
      tcp.fin(),
      tcp.serverFin(),
      tcp.reset(),
      tcp.serverReset(),
      icmpError(tcp.syn()),
      icmpError(tcp.response(), 11, 0),
      tcp.request(ASKED),
      tcp.response(ANSWERED),
      tcp.response(GREETED),
      tcp.request("SSH-2.0-port\r\n"),
    ];
    return packets[kind];
  });
}

/** UDP, and TCP from the middle of connections or opened by either end: fan-in and ports tell roles. */
function anyPackets(all: readonly Said[]): Bytes[] {
  return all.map(({ ends: on, kind, sequence }) => {
    const tcp = tcpBetween(on);
    const udp = udpBetween(on);
    const packets = [
      udp.request(),
      udp.response(),
      icmpError(udp.request()),
      tcp.syn(sequence),
      tcp.serverSyn(sequence),
      tcp.synAck(sequence),
      tcp.ack(),
      tcp.response(),
      tcp.fin(),
      tcp.serverReset(),
      udp.request("once more"),
      tcp.request(ASKED),
      tcp.response(ANSWERED),
      tcp.response(GREETED),
      tcp.request("SSH-2.0-port\r\n"),
    ];
    return packets[kind];
  });
}

async function run(packets: readonly Bytes[], maxFlows?: number) {
  const written = packets.map((data, i) => ({ data, seconds: 1000 + (i >> 2) }));
  const file = pcapFile({ linkType: LINK_RAW, packets: written });
  const found = await survey(streamOf(file), { pieceSize: 128, maxFlows });
  // Findings are compared in folded.test.ts. Of flows in the same state, one has its evidence kept, and random packets bring
  // what conversations don't: a client that goes on without an answer and is refused then, say, which is told from a mere refusal.
  const { captures, omitted, findings, ignoredFindings, ...report } = buildReport(found);
  return { report, omitted, rows: [...flowRows(found)] };
}

/** Flows by transport and state. */
function byState(rows: readonly FlowReport[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { transport, state, folded } of rows) {
    const name = `${transport} ${state}`;
    counts[name] = (counts[name] ?? 0) + folded + 1;
  }
  return counts;
}

test("connections whose opening was seen: the report is the same, and so are the states of flows", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(said, { minLength: 20, maxLength: 300 }),
      fc.integer({ min: 1, max: 30 }),
      async (all, maxFlows) => {
        const packets = tcpPackets(all);
        const unbounded = await run(packets);
        const bounded = await run(packets, maxFlows);
        expect(bounded.report).toEqual(unbounded.report);
        expect(byState(bounded.rows)).toEqual(byState(unbounded.rows));
        expect(bounded.rows.length + bounded.omitted.flows).toBe(unbounded.rows.length);
      },
    ),
    { numRuns: 150 },
  );
});

test("anything: packets, bytes, flows and connections stay, and so do the states of flows", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(said, { minLength: 20, maxLength: 300 }),
      fc.integer({ min: 1, max: 30 }),
      async (all, maxFlows) => {
        const packets = anyPackets(all);
        const unbounded = await run(packets);
        const bounded = await run(packets, maxFlows);
        const { packets: count, bytes, flows, connections } = unbounded.report.totals;
        expect(bounded.report.totals).toMatchObject({ packets: count, bytes, flows, connections });
        expect(byState(bounded.rows)).toEqual(byState(unbounded.rows));
      },
    ),
    { numRuns: 150 },
  );
});
