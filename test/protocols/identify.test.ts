/** What both ends of a flow say together: protocol, confidence, and who is the server. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FlowTable } from "../../src/flows/flow.ts";
import { identifyProtocols } from "../../src/protocols/identify.ts";
import { PROTOCOL_NAMES, ProtocolTable } from "../../src/protocols/protocol.ts";
import { collect } from "../collect-frames.ts";
import { tcpBetween, udpBetween } from "../conversations.ts";
import { type Bytes, hex, join, text } from "../frames.ts";
import { SAMPLES } from "./all-samples.ts";
import { flowsOfPayloads, type PayloadFlow } from "./flows-of-payloads.ts";
import { changed, noise } from "./sample.ts";
import { MDNS_ANSWER, MDNS_QUERY } from "./web-samples.ts";

interface Told {
  readonly protocol: string | null;
  readonly confidence: number;
  readonly vote: number;
  readonly votePercent: number;
  readonly against: string;
}

function toldOf(table: ProtocolTable, flow: number): Told {
  return {
    protocol: table.nameOf(flow),
    confidence: table.confidencePercent[flow],
    vote: table.serverVote[flow],
    votePercent: table.votePercent[flow],
    against: PROTOCOL_NAMES[table.contradiction[flow]],
  };
}

function told(row: PayloadFlow): Told {
  return toldOf(identifyProtocols(flowsOfPayloads([row])), 0);
}

const REQUEST = text("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
const RESPONSE = text("HTTP/1.1 200 OK\r\n\r\n");
const GREETING = text("220 ready\r\n");
const USER = text("USER anonymous\r\n");
const RTP = join(hex("80 08 12 34 00 00 03 e8 de ad be ef"), noise(52));
const OTHER_RTP = changed(RTP, 2, 0x77, 8, 0x11);
const SSH = text("SSH-2.0-OpenSSH_9.6\r\n");
const TLS_ALERT = hex("15 03 01 00 02 02 46");
const NOTHING = noise(40, 9);

describe("one end", () => {
  test.each<[string, PayloadFlow, Partial<Told>]>([
    [
      "a client at a: b is the server",
      { a: REQUEST },
      { protocol: "http", confidence: 98, vote: 1, votePercent: 97 },
    ],
    ["a client at b: a is the server", { b: REQUEST }, { protocol: "http", confidence: 98, vote: -1 }],
    ["a server at a", { a: RESPONSE }, { protocol: "http", vote: -1 }],
    ["a server at b", { b: RESPONSE }, { protocol: "http", vote: 1 }],
    [
      "either end's words tell no server",
      { a: SSH },
      { protocol: "ssh", confidence: 98, vote: 0, votePercent: 0 },
    ],
    [
      "an end that leans",
      { transport: "udp", a: text("INVITE sip:b@c SIP/2.0\r\n") },
      { vote: 1, votePercent: 75 },
    ],
    ["a weak answer is none", { a: GREETING }, { protocol: null, confidence: 0, vote: 0 }],
    [
      "but on a port of its protocol",
      { a: GREETING, ports: [21, 50_000] },
      { protocol: "ftp", confidence: 75, vote: -1 },
    ],
    [
      "whichever end has the port",
      { a: GREETING, ports: [50_000, 25] },
      { protocol: "smtp", confidence: 75, vote: -1 },
    ],
    ["a port alone says nothing", { a: NOTHING, ports: [443, 80] }, { protocol: null, confidence: 0 }],
    ["nothing", { a: new Uint8Array(0), b: new Uint8Array(0) }, { protocol: null, confidence: 0 }],
  ])("%s", (_, row, expected) => {
    expect(told(row)).toMatchObject(expected);
  });
});

describe("both ends", () => {
  test.each<[string, PayloadFlow, Partial<Told>]>([
    [
      "that agree",
      { a: REQUEST, b: RESPONSE },
      { protocol: "http", confidence: 99, vote: 1, votePercent: 99 },
    ],
    [
      "that agree, weak and weak",
      { a: USER, b: GREETING },
      { protocol: "ftp", confidence: 80, vote: 1, votePercent: 80 },
    ],
    [
      "weak and certain",
      { a: text("EHLO a\r\n"), b: GREETING },
      { protocol: "smtp", confidence: 99, vote: 1 },
    ],
    [
      "one of which says nothing known",
      { a: REQUEST, b: NOTHING },
      { protocol: "http", confidence: 95, vote: 1 },
    ],
    [
      "RTP with one payload type",
      { transport: "udp", a: RTP, b: OTHER_RTP },
      { protocol: "rtp", confidence: 80, vote: 0 },
    ],
    ["RTP with two", { transport: "udp", a: RTP, b: changed(OTHER_RTP, 1, 9) }, { protocol: null }],
    [
      "both as clients",
      { a: REQUEST, b: REQUEST },
      { protocol: "http", confidence: 90, vote: 0, votePercent: 0 },
    ],
    ["both as servers, weakly", { a: text("+PONG\r\n"), b: text("+PONG\r\n") }, { protocol: null }],
    ["greeting", { a: SSH, b: SSH }, { protocol: "ssh", confidence: 99, vote: 0 }],
    [
      "one of which goes further",
      { a: text("GET /chat HTTP/1.1\r\nUpgrade: websocket\r\n"), b: RESPONSE },
      { protocol: "websocket", confidence: 99, vote: 1, against: "" },
    ],
    [
      "of two protocols, equally sure",
      { a: REQUEST, b: TLS_ALERT },
      { protocol: "tls", confidence: 50, vote: 0, against: "http" },
    ],
    [
      "of two protocols, one surer",
      { a: REQUEST, b: join(hex("17 03 03 01 20"), noise(59)) },
      { protocol: "http", confidence: 80, vote: 1, votePercent: 80, against: "tls" },
    ],
    [
      "a weak word against a sure one",
      { a: REQUEST, b: GREETING },
      { protocol: "http", confidence: 95, against: "" },
    ],
  ])("%s", (_, row, expected) => {
    expect(told(row)).toMatchObject(expected);
  });

  test("an end against one that leans", () => {
    const request = hex("00 01 00 00 21 12 a4 42 01 02 03 04 05 06 07 08 09 0a 0b 0c");
    expect(told({ transport: "udp", a: request, b: request })).toMatchObject({ protocol: "stun", vote: 0 });
  });
});

describe("DNS by its port", () => {
  test.each<[string, PayloadFlow, Partial<Told>]>([
    [
      "a question to the group",
      { transport: "udp", ports: [5353, 5353], a: MDNS_QUERY },
      { protocol: "mdns", vote: 0 },
    ],
    [
      "an answer to the group",
      { transport: "udp", ports: [5353, 5353], a: MDNS_ANSWER },
      { protocol: "mdns", vote: 0 },
    ],
    ["LLMNR", { transport: "udp", ports: [51_000, 5355], a: MDNS_QUERY }, { protocol: "llmnr", vote: 1 }],
    ["elsewhere", { transport: "udp", ports: [51_000, 8053], a: MDNS_QUERY }, { protocol: "dns", vote: 1 }],
  ])("%s", (_, row, expected) => {
    expect(told(row)).toMatchObject(expected);
  });
});

describe("transports", () => {
  test.each([
    [17, null],
    [132, null],
    [33, null],
    [6, "http"],
  ])("a request over IP protocol %i: %s", (transport, protocol) => {
    expect(told({ transport, a: REQUEST }).protocol).toBe(protocol);
  });

  test("UDP-Lite is read as UDP", () => {
    expect(told({ transport: 136, ports: [1, 53], a: MDNS_QUERY }).protocol).toBe("dns");
  });
});

const PORTS = [21, 25, 53, 110, 5353, 5355, 6379, 50_000];

test("packets that were captured", () => {
  const web = tcpBetween({ client: ["10.0.0.2", 50_000], server: ["10.0.0.1", 8443] });
  const names = udpBetween({ client: ["10.0.0.1", 50_000], server: ["10.0.0.2", 9953] });
  const { table } = collect([
    web.syn(),
    web.request(REQUEST),
    web.response(RESPONSE),
    names.request(MDNS_QUERY),
  ]);
  const protocols = identifyProtocols(table);
  expect(toldOf(protocols, 0)).toMatchObject({ protocol: "http", confidence: 99, vote: -1, votePercent: 99 });
  expect(toldOf(protocols, 1)).toMatchObject({ protocol: "dns", confidence: 98, vote: 1 });
});

test("what was noted of payloads as packets came is what listening to them again tells", () => {
  const rows: PayloadFlow[] = [];
  const packets: Bytes[] = [];
  for (const [i, { transport, bytes: a }] of SAMPLES.entries()) {
    if (transport === "sctp") continue;
    for (const step of [0, 1, 7, 31]) {
      const { bytes: b } = SAMPLES[(i + step) % SAMPLES.length];
      const port = PORTS[(i + step) % PORTS.length];
      const ends = { client: ["10.0.0.1", 20_000 + rows.length], server: ["10.0.0.2", port] } as const;
      const between = transport === "tcp" ? tcpBetween(ends) : udpBetween(ends);
      packets.push(between.request(a));
      if (step > 0) packets.push(between.response(b));
      rows.push({ transport, ports: [ends.client[1], ends.server[1]], a, ...(step > 0 && { b }) });
    }
  }
  const noted = identifyProtocols(collect(packets).table);
  const heard = identifyProtocols(flowsOfPayloads(rows));
  expect(rows.map((_, flow) => toldOf(noted, flow))).toEqual(rows.map((_, flow) => toldOf(heard, flow)));
});

const bytesOfAny = fc.oneof(
  fc.constantFrom(...SAMPLES.map(({ bytes }) => bytes)),
  fc.uint8Array({ minLength: 1, maxLength: 64 }),
);

test("it does not matter which end is a", () => {
  fc.assert(
    fc.property(
      fc.option(bytesOfAny, { nil: undefined }),
      fc.option(bytesOfAny, { nil: undefined }),
      fc.constantFrom<"tcp" | "udp">("tcp", "udp"),
      fc.constantFrom(21, 25, 53, 110, 5353, 6379, 40_000),
      (one, other, transport, port) => {
        const row = {
          transport,
          ...(one && { a: one }),
          ...(other && { b: other }),
          ports: [port, 50_000] as const,
        };
        const swapped = {
          transport,
          ...(other && { a: other }),
          ...(one && { b: one }),
          ports: [50_000, port] as const,
        };
        const first = told(row);
        const second = told(swapped);
        expect({ ...second, vote: 0 }).toEqual({ ...first, vote: 0 });
        expect(second.vote + first.vote).toBe(0);
      },
    ),
    { numRuns: 2000 },
  );
});

describe("random payload", () => {
  test("is nothing for certain", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 64 }),
        fc.option(fc.uint8Array({ minLength: 1, maxLength: 64 }), { nil: undefined }),
        fc.constantFrom<"tcp" | "udp" | "sctp">("tcp", "udp", "sctp"),
        (a, b, transport) => {
          expect(told({ transport, a, ...(b && { b }) }).confidence).toBeLessThan(95);
        },
      ),
      { numRuns: 5000, seed: 7 },
    );
  });

  test("of 100,000 seeded flows, no more than one is anything", () => {
    const table = identifyProtocols(flowsOfPayloads(randomFlows(100_000)));
    expect(table.protocol.filter((protocol) => protocol !== 0).length).toBeLessThanOrEqual(1);
  });
});

/** Half over TCP, half over UDP; half from one end, half from both; 1 to 64 bytes. */
function randomFlows(count: number): PayloadFlow[] {
  let state = 12_345;
  const byte = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
  const payload = () => Uint8Array.from({ length: 1 + (byte() & 63) }, byte);
  return Array.from({ length: count }, (_, i) => ({
    transport: i % 2 === 0 ? "tcp" : "udp",
    a: payload(),
    ...(i % 4 < 2 && { b: payload() }),
  }));
}

const FLOWS = 50_000;
/**
 * Bytes a flow. The smallest object has 16, so one a flow would be too many; what the runtime allocates on its own behalf,
 * for a number beyond 31 bits that code not yet compiled holds, is far less.
 */
const BOUND = 8;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

test("flows take no memory but the table's", () => {
  const payloads: Bytes[] = SAMPLES.map(({ bytes }) => bytes);
  const flows = flowsOfPayloads(
    Array.from({ length: FLOWS }, (_, i) => ({
      transport: i % 2 === 0 ? "tcp" : "udp",
      a: payloads[i % payloads.length],
      b: payloads[(i * 7 + 3) % payloads.length],
    })),
  );
  for (let warmUp = 0; warmUp < 10; warmUp++) identifyProtocols(flows);
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 20 && least >= FLOWS * BOUND; attempt++) {
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    const table = identifyProtocols(flows);
    least = Math.min(least, process.memoryUsage().heapUsed - before);
    expect(table.protocol.filter((protocol) => protocol !== 0).length).toBeGreaterThan(FLOWS / 4);
  }
  expect(least / FLOWS).toBeLessThan(BOUND);
});

test("a table of no flows", () => {
  expect(new ProtocolTable(0, new FlowTable().columns).nameOf(0)).toBeNull();
  expect(identifyProtocols(flowsOfPayloads([])).protocol).toHaveLength(0);
});

test("of payloads that are not kept, the same is told", () => {
  const packets = SAMPLES.flatMap(({ transport, bytes }, i) => {
    if (transport === "sctp") return [];
    const ends = { client: ["10.0.0.1", 10_000 + i], server: ["10.0.0.2", 20_000 + i] } as const;
    const answer = SAMPLES[(i + 1) % SAMPLES.length].bytes;
    const between = transport === "tcp" ? tcpBetween(ends) : udpBetween(ends);
    return [between.request(bytes), between.response(answer)];
  });
  const heard = (keptFirstBytes?: ReadonlySet<number>) => {
    const { table, flows } = collect(packets, { keptFirstBytes });
    const { protocol, confidencePercent, serverVote, votePercent, contradiction } = identifyProtocols(table);
    const columns = [protocol, confidencePercent, serverVote, votePercent, contradiction].map((column) => [
      ...column,
    ]);
    return { columns, kept: flows.flatMap(({ payload }) => payload).filter((said) => said !== "") };
  };
  const [all, few] = [heard(), heard(new Set())];
  expect(few.columns).toEqual(all.columns);
  // Those that look like several protocols, or have to agree with what the other end says.
  expect(few.kept.length).toBeGreaterThan(0);
  expect(few.kept.length).toBeLessThan(all.kept.length / 4);
  expect(all.kept).toEqual(expect.arrayContaining(few.kept));
});
