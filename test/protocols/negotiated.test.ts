/** Flows on negotiated ports, through all stages: what they are told to be, and what is not believed. */
import { describe, expect, test } from "vitest";
import type { AnalyzeOptions } from "../../src/analyze.ts";
import { survey } from "../../src/analyze.ts";
import { buildReport } from "../../src/report/build-report.ts";
import { flowRows } from "../../src/report/flow-rows.ts";
import type { FlowReport } from "../../src/report/report.ts";
import { type Ends, tcpBetween, udpBetween } from "../conversations.ts";
import { bytesOf, fixtureCapture, streamOf } from "../fixture-captures.ts";
import { type Bytes, u32 } from "../frames.ts";
import { surveyOf } from "../survey-frames.ts";
import { mapReply, rpcCall, rpcReply, tower } from "./negotiation/rpc-messages.ts";

const CLIENT = "10.0.0.1";
const SERVER = "10.0.0.2";
const STRANGER = "10.0.0.9";

const control = (port: number, client = CLIENT, server = SERVER): Ends => ({
  client: [client, 40_000],
  server: [server, port],
});
const between = (client: string, clientPort: number, server: string, serverPort: number): Ends => ({
  client: [client, clientPort],
  server: [server, serverPort],
});

/** A connection of which the opening is not seen: `server` has spoken first. */
function opened(ends: Ends): Bytes[] {
  const { response, ack } = tcpBetween(ends);
  return [response("x"), ack()];
}

const passive = (port: number, address = SERVER, ends = control(21)) =>
  tcpBetween(ends).response(`227 Passive (${[...address.split("."), port >> 8, port & 255].join()})\r\n`);
const active = (port: number, address = CLIENT, ends = control(21)) =>
  tcpBetween(ends).request(`PORT ${[...address.split("."), port >> 8, port & 255].join()}\r\n`);

async function rowsOf(packets: readonly Bytes[], options?: AnalyzeOptions): Promise<FlowReport[]> {
  return [...flowRows(await surveyOf(packets, options))];
}

/** The row of the flow that begins with the last packets. */
async function lastOf(packets: readonly Bytes[]): Promise<FlowReport> {
  const rows = await rowsOf(packets);
  return rows[rows.length - 1];
}

describe("FTP's data", () => {
  test("passive: the server listens, whatever its port", async () => {
    const row = await lastOf([passive(60_123), ...opened(between(CLIENT, 2000, SERVER, 60_123))]);
    expect(row).toMatchObject({
      server: { address: SERVER, port: 60_123 },
      role: { known: true, because: expect.arrayContaining(["negotiated"]) },
      service: { name: "ftp-data", label: "20/tcp (ftp-data)" },
      negotiated: { service: "ftp-data", frame: 1 },
    });
  });

  test("active: the client listens, and the server connects", async () => {
    const row = await lastOf([active(1100), ...opened(between(SERVER, 60_000, CLIENT, 1100))]);
    expect(row).toMatchObject({
      server: { address: CLIENT, port: 1100 },
      service: { name: "ftp-data" },
      negotiated: { service: "ftp-data", frame: 1 },
    });
  });

  test("the last announcement before the flow is named", async () => {
    const row = await lastOf([
      passive(50_001),
      passive(50_001),
      ...opened(between(CLIENT, 2000, SERVER, 50_001)),
      passive(50_001),
    ]);
    expect(row.negotiated).toEqual({ service: "ftp-data", frame: 2 });
  });

  test("a flow that was there before it was announced is none", async () => {
    const [row] = await rowsOf([...opened(between(CLIENT, 2000, SERVER, 50_001)), passive(50_001)]);
    expect(row.negotiated).toBeNull();
    expect(row.service.name).not.toBe("ftp-data");
  });

  test("another transport, port or address is none", async () => {
    const others = [
      ...opened(between(CLIENT, 2000, SERVER, 50_002)),
      ...opened(between(CLIENT, 2000, STRANGER, 50_001)),
      udpBetween(between(CLIENT, 2000, SERVER, 50_001)).request(),
    ];
    const rows = await rowsOf([passive(50_001), ...others]);
    expect(rows.map(({ negotiated }) => negotiated)).toEqual([null, null, null, null]);
  });

  test("what the server says of a stranger's port holds for its client alone", async () => {
    const said = passive(50_001, STRANGER);
    const others = await lastOf([said, ...opened(between("10.0.0.7", 2000, STRANGER, 50_001))]);
    expect(others.negotiated).toBeNull();
    const clients = await lastOf([said, ...opened(between(CLIENT, 2000, STRANGER, 50_001))]);
    expect(clients.negotiated).toEqual({ service: "ftp-data", frame: 1 });
  });

  test("one of two clients, each of which was told another's address", async () => {
    const other = control(21, "10.0.0.7");
    const row = await lastOf([
      passive(50_001, STRANGER),
      passive(50_001, STRANGER, other),
      ...opened(between(CLIENT, 2000, STRANGER, 50_001)),
    ]);
    expect(row.negotiated).toEqual({ service: "ftp-data", frame: 1 });
  });

  test("all of it is one service, whose flows still add up", async () => {
    const ports = [50_001, 50_002, 50_003];
    const packets = ports.flatMap((port) => [
      passive(port),
      ...opened(between(CLIENT, port - 10_000, SERVER, port)),
    ]);
    const { services, servers, totals } = buildReport(await surveyOf(packets));
    expect(services.map(({ label, flows }) => [label, flows]).sort()).toEqual([
      ["20/tcp (ftp-data)", 3],
      ["21/tcp (ftp)", 1],
    ]);
    expect(totals.flows).toBe(4);
    expect(servers.map(({ address, port, flows }) => [address, port, flows]).sort()).toEqual([
      [SERVER, 20, 3],
      [SERVER, 21, 1],
    ]);
  });

  test.each([
    ["its own port", 50_001, 1],
    ["its service's port", 20, 1],
    ["another port", 50_002, 0],
  ])("is selected by %s", async (_, port, flows) => {
    const packets = [passive(50_001), ...opened(between(CLIENT, 2000, SERVER, 50_001))];
    const rows = await rowsOf(packets, { selection: { ports: [{ from: port, to: port, protocol: 6 }] } });
    expect(rows.length).toBe(flows);
  });
});

describe("media", () => {
  const invite = (address: string, port: number) =>
    udpBetween(between(CLIENT, 5060, SERVER, 5060)).request(
      `INVITE sip:b SIP/2.0\r\n\r\nv=0\r\nc=IN IP4 ${address}\r\nm=audio ${port} RTP/AVP 0\r\n`,
    );

  test("and its reports belong to their services, and nobody is told to be the server", async () => {
    const [, rtp, rtcp] = await rowsOf([
      invite(CLIENT, 50_000),
      udpBetween(between(STRANGER, 41_000, CLIENT, 50_000)).request("\x80\0"),
      udpBetween(between(STRANGER, 41_001, CLIENT, 50_001)).request("\x80\xc8"),
    ]);
    expect(rtp).toMatchObject({
      service: { label: "5004/udp (rtp)" },
      negotiated: { service: "rtp", frame: 1 },
    });
    expect(rtcp).toMatchObject({
      service: { label: "5005/udp (rtcp)" },
      negotiated: { service: "rtcp", frame: 1 },
    });
    expect(rtp.role.because).not.toContain("negotiated");
  });

  test("a flow that is surely something else is not taken for it", async () => {
    const question = Uint8Array.from([
      ...[0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 7, 101, 120, 97, 109, 112, 108, 101, 3, 99, 111, 109, 0],
      ...[0, 1, 0, 1],
    ]);
    const row = await lastOf([
      invite(STRANGER, 5300),
      udpBetween(between("10.0.0.7", 41_000, STRANGER, 5300)).request(question),
    ]);
    expect(row.service.identified).toBe("dns");
    expect(row.negotiated).toBeNull();
  });
});

describe("TFTP", () => {
  const request = udpBetween(between(CLIENT, 2000, SERVER, 69)).request("\0\x01boot.img\0octet\0");
  const data = (server: string) =>
    udpBetween(between(CLIENT, 2000, server, 60_000)).response("\0\x03\0\x01data");

  test("the server answers from any port, and the client's is known", async () => {
    const [asked, answered] = await rowsOf([request, data(SERVER)]);
    expect(asked).toMatchObject({ server: { port: 69 }, negotiated: null });
    expect(answered).toMatchObject({
      client: { address: CLIENT, port: 2000 },
      server: { address: SERVER, port: 60_000 },
      role: { known: true, because: expect.arrayContaining(["negotiated"]) },
      service: { label: "69/udp (tftp)" },
      negotiated: { service: "tftp", frame: 1 },
    });
  });

  test("another host than the one that was asked is none", async () => {
    const row = await lastOf([request, data(STRANGER)]);
    expect(row.negotiated).toBeNull();
  });

  test("nor is the next request from the same port", async () => {
    const again = udpBetween(between(CLIENT, 2000, STRANGER, 69)).request("\0\x01boot.img\0octet\0");
    const row = await lastOf([request, again]);
    expect(row.negotiated).toBeNull();
  });
});

describe("remote procedure calls", () => {
  test("a program's port, from the portmapper", async () => {
    const mapper = udpBetween(control(111));
    const row = await lastOf([
      mapper.request(rpcCall({ xid: 99 })),
      mapper.response(rpcReply(u32(50_049), { xid: 99 })),
      ...opened(between(CLIENT, 700, SERVER, 50_049)),
    ]);
    expect(row).toMatchObject({
      server: { address: SERVER, port: 50_049 },
      service: { label: "2049/tcp (nfs)" },
      negotiated: { service: "nfs", frame: 2 },
    });
  });

  test("an interface's port, from the endpoint mapper", async () => {
    const row = await lastOf([
      tcpBetween(control(135)).response(mapReply([tower(60_000, [10, 0, 0, 2])])),
      ...opened(between(STRANGER, 2000, SERVER, 60_000)),
    ]);
    expect(row).toMatchObject({
      server: { address: SERVER, port: 60_000 },
      service: { label: "135/tcp (msrpc)" },
      negotiated: { service: "dcerpc", frame: 1 },
    });
  });
});

test("over IPv6", async () => {
  const ends = (port: number) => between("fd00::1", 40_000, "fd00::2", port);
  const row = await lastOf([
    tcpBetween(ends(21)).response("229 Extended (|||50001|)\r\n"),
    ...opened(ends(50_001)),
  ]);
  expect(row.negotiated).toEqual({ service: "ftp-data", frame: 1 });
});

test("the fixture's data connections, each with its announcement", async () => {
  const found = await survey(streamOf(bytesOf(fixtureCapture("ftp.pcap"))));
  const rows = [...flowRows(found)].filter(({ server }) => server.port !== 21);
  expect(rows.length).toBe(8);
  for (const { service, negotiated, firstFrame, role } of rows) {
    expect(service.label).toBe("20/tcp (ftp-data)");
    expect(negotiated?.frame).toBeLessThan(firstFrame);
    expect(role.because).toContain("negotiated");
  }
});

test("a capture without control channels has no columns of them", async () => {
  const found = await survey(streamOf(bytesOf(fixtureCapture("dns.pcap"))));
  expect(found.negotiated).toBeNull();
});
