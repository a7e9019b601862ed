/** Services, servers and clients from flows and roles. */
import { describe, expect, test } from "vitest";
import type { AnalyzeOptions } from "../../src/analyze.ts";
import { addressText } from "../../src/flows/addresses.ts";
import { buildReport } from "../../src/report/build-report.ts";
import type { Survey } from "../../src/report/survey.ts";
import { outcome } from "../../src/services/service.ts";
import type { Packet } from "../collect-frames.ts";
import { type Ends, icmpError, packet, tcpBetween, udpBetween } from "../conversations.ts";
import { type Bytes, sctp, sctpChunk, zeros } from "../frames.ts";
import { surveyOf } from "../survey-frames.ts";

const WEB = ["10.0.0.2", 80] as const;
const OTHER_WEB = ["10.0.0.3", 80] as const;
const DNS = ["10.0.0.2", 53] as const;

const client = (host: number, port = 40_000) => [`10.0.1.${host}`, port] as const;
const ends = (from: Ends["client"], to: Ends["server"]): Ends => ({ client: from, server: to });

function connection(between: Ends): Bytes[] {
  const talk = tcpBetween(between);
  return [talk.syn(), talk.synAck(), talk.ack(), talk.request(), talk.response()];
}

function question(between: Ends): Bytes[] {
  const talk = udpBetween(between);
  return [talk.request(), talk.response()];
}

/** Services as `port/protocol`, with some of their columns. */
function services(survey: Survey, ...columns: (keyof Survey["services"]["services"][number])[]) {
  return Object.fromEntries(
    survey.services.services.map((service) => [
      `${service.port}/${service.protocol}`,
      columns.map((column) => service[column]),
    ]),
  );
}

describe("services", () => {
  test("are a transport and the server's port, over all servers", async () => {
    const survey = await surveyOf([
      ...connection(ends(client(1), WEB)),
      ...connection(ends(client(1), OTHER_WEB)),
      ...connection(ends(client(1, 40_001), WEB)),
      ...connection(ends(client(2), WEB)),
      ...question(ends(client(1), DNS)),
      ...question(ends(client(1), ["10.0.0.2", 80])),
    ]);
    expect(services(survey, "flows", "connections", "clients", "servers", "packets")).toEqual({
      "80/6": [4, 4, 2, 2, 20],
      "53/17": [1, 1, 1, 1, 2],
      "80/17": [1, 1, 1, 1, 2],
    });
    expect(survey.services.totals).toEqual({
      flows: 6,
      folded: 0,
      packets: 24,
      bytes: 4 * 211 + 2 * 70,
      connections: 6,
      clients: 2,
      servers: 2,
    });
    expect([...survey.services.ofFlow]).toEqual([0, 0, 0, 0, 1, 2]);
  });

  test("sum what their flows have", async () => {
    const survey = await surveyOf([
      ...connection(ends(client(1), WEB)),
      ...connection(ends(client(2), ["10.0.9.2", 80])),
      ...connection(ends(client(3), OTHER_WEB)),
    ]);
    expect(services(survey, "flows", "packets", "bytes", "bytesToServer", "bytesToClient")).toEqual({
      "80/6": [3, 15, 3 * 211, 3 * 125, 3 * 86],
    });
  });

  test("bytes to the server and to the client, whichever end it is", async () => {
    for (const server of ["10.0.0.2", "10.0.9.2"]) {
      const survey = await surveyOf(connection(ends(client(1), [server, 80])));
      expect(services(survey, "bytes", "bytesToServer", "bytesToClient")).toEqual({
        "80/6": [211, 40 + 40 + 45, 40 + 46],
      });
    }
  });

  test("first and last seen over all flows, in whatever order", async () => {
    const at = (frames: Bytes[], seconds: number): Packet[] =>
      frames.map((frame) => ({ frame, seconds, nanoseconds: 7 }));
    const survey = await surveyOf([
      ...at(question(ends(client(1), DNS)), 50),
      ...at(question(ends(client(2), DNS)), 40),
      ...at(question(ends(client(3), DNS)), 60),
      ...at(question(ends(client(1), DNS)), 45),
    ]);
    expect(services(survey, "firstSeen", "lastSeen")).toEqual({
      "53/17": [
        { seconds: 40, nanoseconds: 7 },
        { seconds: 60, nanoseconds: 7 },
      ],
    });
  });

  test.each([
    [
      "by the second",
      [
        [50, 9],
        [40, 8],
        [60, 7],
      ],
      [40, 8],
      [60, 7],
    ],
    [
      "by the nanosecond within one",
      [
        [50, 5],
        [50, 9],
        [50, 3],
      ],
      [50, 3],
      [50, 9],
    ],
    [
      "a later second with fewer nanoseconds",
      [
        [50, 5],
        [51, 1],
        [49, 999],
      ],
      [49, 999],
      [51, 1],
    ],
    [
      "all at once",
      [
        [50, 5],
        [50, 5],
      ],
      [50, 5],
      [50, 5],
    ],
  ] as [string, [number, number][], [number, number], [number, number]][])(
    "first and last seen %s",
    async (_, times, first, last) => {
      const packets = times.map(([seconds, nanoseconds], i) => ({
        frame: udpBetween(ends(client(i), DNS)).request(),
        seconds,
        nanoseconds,
      }));
      const moment = ([seconds, nanoseconds]: [number, number]) => ({ seconds, nanoseconds });
      expect(services(await surveyOf(packets), "firstSeen", "lastSeen")).toEqual({
        "53/17": [moment(first), moment(last)],
      });
    },
  );

  test("connections are handshakes, flows are endpoints", async () => {
    const talk = tcpBetween(ends(client(1), WEB));
    const survey = await surveyOf([
      ...connection(ends(client(1), WEB)),
      talk.fin(),
      talk.serverFin(),
      talk.syn(777),
      talk.synAck(),
      talk.ack(),
    ]);
    expect(services(survey, "flows", "connections")).toEqual({ "80/6": [1, 2] });
  });
});

describe("outcomes", () => {
  const talk = tcpBetween(ends(client(1), WEB));
  const datagrams = udpBetween(ends(client(1), DNS));
  const ANSWERED = [1, 0, 0];
  const UNANSWERED = [0, 1, 0];
  const REFUSED = [0, 0, 1];
  test.each([
    ["a connection", connection(ends(client(1), WEB)), ANSWERED],
    ["an acceptance alone", [talk.syn(), talk.synAck()], ANSWERED],
    ["an opening alone", [talk.syn()], UNANSWERED],
    ["a reset", [talk.syn(), talk.serverReset()], REFUSED],
    ["the way to it closed", [talk.syn(), icmpError(talk.syn(), 3, 13)], REFUSED],
    [
      "a connection that the server reset later is answered",
      [...connection(ends(client(1), WEB)), talk.serverReset()],
      ANSWERED,
    ],
    ["data of a connection from before the capture, reset", [talk.request(), talk.serverReset()], ANSWERED],
    ["an acknowledgment of nothing, reset", [talk.ack(), talk.serverReset()], REFUSED],
    [
      "a connection from before the capture, reset",
      [talk.request(), talk.response(), talk.serverReset()],
      ANSWERED,
    ],
    ["its end from before the capture", [talk.serverFin(), talk.serverReset()], ANSWERED],
    ["question and answer", question(ends(client(1), DNS)), ANSWERED],
    ["a question", [datagrams.request()], UNANSWERED],
    ["a closed port", [datagrams.request(), icmpError(datagrams.request())], REFUSED],
    [
      "an announcement to a group",
      [udpBetween(ends(client(1), ["224.0.0.251", 5353])).request()],
      UNANSWERED,
    ],
    ["the server's half of a conversation", [talk.response()], ANSWERED],
    [
      "SCTP refused",
      [packet("10.0.0.1", "10.0.0.2", 132, sctp(sctpChunk(1, zeros(16)))), swappedAbort()],
      REFUSED,
    ],
  ])("%s", async (_, packets, expected) => {
    const { services: grouped } = await surveyOf(packets);
    expect(
      grouped.services.map(({ answered, unanswered, refused }) => [answered, unanswered, refused]),
    ).toEqual([expected]);
  });

  test("sum to the flows", async () => {
    const refused = tcpBetween(ends(client(5), WEB));
    const silent = tcpBetween(ends(client(6), WEB));
    const survey = await surveyOf([
      ...connection(ends(client(1), WEB)),
      refused.syn(),
      refused.serverReset(),
      silent.syn(),
      silent.syn(),
    ]);
    expect(services(survey, "flows", "answered", "unanswered", "refused")).toEqual({ "80/6": [3, 1, 1, 1] });
    expect(outcome(survey.flows, 0, true)).toBe(outcome(survey.flows, 0, survey.roles.serverIsB[0] === 1));
  });

  function swappedAbort(): Bytes {
    const abort = sctp(sctpChunk(6, zeros(0)));
    abort.set([...abort.subarray(2, 4), ...abort.subarray(0, 2)]);
    return packet("10.0.0.2", "10.0.0.1", 132, abort);
  }
});

describe("servers and clients", () => {
  test("are counted by socket and by address", async () => {
    const { services: grouped, addresses } = await surveyOf([
      ...connection(ends(client(1), WEB)),
      ...connection(ends(client(1, 40_001), WEB)),
      ...connection(ends(client(2), WEB)),
      ...question(ends(client(2), DNS)),
    ]);
    const { servers, serverTraffic, clientTraffic, services: rows } = grouped;
    const sockets = Array.from({ length: servers.count }, (_, row) => [
      `${addressText(addresses.table, servers.addresses.at(row))} ${rows[servers.services.at(row)].port}`,
      serverTraffic.flows.at(row),
      serverTraffic.partners.at(row),
      serverTraffic.packets.at(row),
    ]);
    expect(sockets).toEqual([
      ["10.0.0.2 80", 3, 2, 15],
      ["10.0.0.2 53", 1, 1, 2],
    ]);
    const clients = Array.from({ length: addresses.table.count }, (_, row) => [
      addressText(addresses.table, row),
      clientTraffic.flows.at(row),
      clientTraffic.partners.at(row),
    ]);
    expect(clients).toEqual([
      ["10.0.0.2", 0, 0],
      ["10.0.1.1", 2, 1],
      ["10.0.1.2", 2, 2],
    ]);
  });

  test("an address that is server and client counts as both", async () => {
    const { services: grouped } = await surveyOf([
      ...connection(ends(client(1), WEB)),
      ...question(ends(["10.0.0.2", 50_000], ["10.0.0.9", 53])),
    ]);
    expect(grouped.totals).toMatchObject({ clients: 2, servers: 2 });
  });

  test("thousands of clients of thousands of servers", async () => {
    const packets = Array.from({ length: 3000 }, (_, i) =>
      tcpBetween(
        ends([`10.1.${i >> 8}.${i & 0xff}`, 50_000], [`10.2.${i >> 8}.${i & 0xff}`, 1 + (i % 1500)]),
      ).syn(),
    );
    const { services: grouped } = await surveyOf(packets);
    expect(grouped.services).toHaveLength(1500);
    expect(grouped.totals).toMatchObject({ flows: 3000, clients: 3000, servers: 3000 });
    expect(grouped.servers.count).toBe(3000);
    for (const service of grouped.services)
      expect(service).toMatchObject({ flows: 2, clients: 2, servers: 2 });
    let flows = 0;
    for (let row = 0; row < 3000; row++) flows += grouped.serverTraffic.flows.at(row);
    expect(flows).toBe(3000);
  });
});

describe("selections", () => {
  const packets = [
    ...connection(ends(client(1), WEB)),
    ...connection(ends(client(2), ["10.0.0.2", 443])),
    ...question(ends(client(1), DNS)),
    ...question(ends(client(3), ["10.0.0.2", 443])),
    zeros(1),
  ];
  const SEEN = 15;
  test.each([
    ["nothing asked for", {}, ["80/6", "443/6", "53/17", "443/17"]],
    ["a port", { ports: [{ from: 443, to: 443 }] }, ["443/6", "443/17"]],
    ["a port of one transport", { ports: [{ from: 443, to: 443, protocol: 17 }] }, ["443/17"]],
    ["a range, both ends included", { ports: [{ from: 53, to: 80 }] }, ["80/6", "53/17"]],
    ["one below it", { ports: [{ from: 54, to: 79 }] }, []],
    [
      "two ranges",
      {
        ports: [
          { from: 1, to: 60 },
          { from: 443, to: 443, protocol: 6 },
        ],
      },
      ["443/6", "53/17"],
    ],
    ["a client's port is not the server's", { ports: [{ from: 40_000, to: 40_000 }] }, []],
    ["a transport", { protocols: [6] }, ["80/6", "443/6"]],
    ["two transports", { protocols: [6, 17] }, ["80/6", "443/6", "53/17", "443/17"]],
    ["a client", { matchesHost: (address: string) => address === "10.0.1.1" }, ["80/6", "53/17"]],
    [
      "a server",
      { matchesHost: (address: string) => address === "10.0.0.2" },
      ["80/6", "443/6", "53/17", "443/17"],
    ],
    ["nobody", { matchesHost: () => false }, []],
    [
      "all parts have to match",
      {
        protocols: [17],
        ports: [{ from: 443, to: 443 }],
        matchesHost: (address: string) => address === "10.0.1.3",
      },
      ["443/17"],
    ],
  ] as [string, AnalyzeOptions["selection"] & object, string[]][])("%s", async (_, selection, expected) => {
    const survey = await surveyOf(packets, { selection });
    expect(Object.keys(services(survey)).sort()).toEqual([...expected].sort());
    const report = buildReport(survey);
    const counted = (verdict: string) => report.verdicts.find((row) => row.verdict === verdict)?.packets ?? 0;
    expect(counted("flow")).toBe(survey.services.totals.packets);
    expect(counted("flow") + counted("not-selected") + counted("malformed-header")).toBe(SEEN);
    expect(report.totals.packets).toBe(SEEN);
    expect(report.verdicts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(
      packets.reduce((sum, { length }) => sum + length, 0),
    );
    expect(report.services.reduce((sum, { packets: each }) => sum + each, 0)).toBe(counted("flow"));
    expect(report.roles.decided + report.roles.undecided).toBe(report.totals.flows);
  });

  test("roles are decided with the whole capture in view, also of what is not selected", async () => {
    const crowd = [1, 2, 3].map((host) =>
      tcpBetween(ends(client(host, 20_000 + host), ["10.0.0.2", 30_000])).response(),
    );
    const survey = await surveyOf(crowd, { selection: { matchesHost: (address) => address === "10.0.1.2" } });
    expect(survey.services.services).toMatchObject([{ port: 30_000, flows: 1 }]);
  });

  test("a window of time leaves packets out before they are flows", async () => {
    const timed = connection(ends(client(1), WEB)).map((frame, i) => ({ frame, seconds: 100 + i }));
    const window = { since: { seconds: 101, nanoseconds: 0 }, until: { seconds: 103, nanoseconds: 0 } };
    const survey = await surveyOf(timed, { window });
    expect(services(survey, "packets", "firstSeen")).toEqual({
      "80/6": [2, { seconds: 101, nanoseconds: 0 }],
    });
    expect(buildReport(survey).verdicts).toMatchObject([
      { verdict: "flow", packets: 2 },
      { verdict: "not-selected", packets: 3 },
    ]);
  });
});
