/** A row a clue: what it says in words, with what it was told. */
import { describe, expect, it } from "vitest";
import { type KnownEnd, type KnownFlow, silenceOf, wordsOf } from "../../../src/report/explain/clue-words.ts";
import type { SocketExplanation } from "../../../src/report/explain/explanation.ts";
import { BOTH_SPEAK, STRAY, UNDELIVERED, UNHEARD } from "../../../src/roles/asking.ts";
import { CLUES, type Clue } from "../../../src/roles/role.ts";
import { NO_FRAMES } from "./explained.ts";

const TCP = 6;
const SCTP = 132;
const UDP = 17;
const DCCP = 33;

const ALONE: SocketExplanation = {
  flows: 1,
  certainlyServer: 0,
  certainlyClient: 0,
  counted: 1,
  heard: 1,
  searches: false,
  flowsOfPort: 1,
  clientPorts: null,
  others: [],
};
const SERVER: KnownEnd = {
  end: { address: "10.0.0.9", port: 443 },
  frames: { ...NO_FRAMES, first: 5, synAck: 5, payload: 8 },
  sockets: { ...ALONE, flows: 1200, counted: 1200, heard: 1200, certainlyServer: 7, flowsOfPort: 1300 },
  portName: "https",
  portWeight: 2,
  sentPayload: true,
};
const CLIENT: KnownEnd = {
  end: { address: "fd00::5", port: 51514 },
  frames: { ...NO_FRAMES, first: 4, syn: 4, payload: 6 },
  sockets: { ...ALONE, certainlyClient: 2, clientPorts: { first: 51000, last: 52000 } },
  portName: null,
  portWeight: 0,
  sentPayload: true,
};
const FLOW: KnownFlow = {
  protocol: TCP,
  identified: { protocol: "tls", confidence: 0.99, contradiction: null, server: null },
  negotiated: { service: "ftp-data", frame: 3 },
  tellsItself: false,
  asking: BOTH_SPEAK,
};

const SAID: Readonly<Record<Clue, readonly [string, readonly number[]]>> = {
  syn: ["[fd00::5]:51514 sent a SYN (frame 4): who opens is the client", [4]],
  "syn-ack": ["10.0.0.9:443 answered with a SYN-ACK (frame 5): who accepts is the server", [5]],
  multicast: ["10.0.0.9 is a multicast group, which is only ever a destination", []],
  broadcast: ["10.0.0.9 is the broadcast address, which is only ever a destination", []],
  payload: ["the first payload (frames 6 and 8) is tls, in which 10.0.0.9:443 speaks as the server", [6, 8]],
  negotiated: [
    "a port was negotiated for ftp-data (frame 3), and 10.0.0.9:443 is the end that serves it",
    [3],
  ],
  "known-server": [
    "in other flows 10.0.0.9:443 is certainly the server in 7 and the client in 0, and [fd00::5]:51514 is certainly the server in 0 and the client in 2",
    [],
  ],
  "fan-in": [
    "10.0.0.9:443 has 1,200 flows, [fd00::5]:51514 has 1 flow: clients take a new port for each",
    [],
  ],
  probe: [
    "in most of its 1 flow [fd00::5]:51514 alone speaks, to one port everywhere, refused, or to ports that no client takes: it searches",
    [],
  ],
  "busy-port": ["on all addresses together, port 443 has 1,300 flows to it, port 51514 has 1 flow to it", []],
  "client-ports": [
    "in other flows fd00::5 is certainly the client from ports 51000 to 52000, and 51514 lies among these",
    [],
  ],
  "ftp-data": ["FTP's servers connect to their clients from port 20, as [fd00::5]:51514 does", []],
  "common-service": ["port 443 (https) is one of the common services, the other is not", []],
  "registered-service": ["port 443 (https) is a registered service, port 51514 is none", []],
  "dynamic-range": [
    "port 51514 is in the dynamic range (49152 on), from which clients' ports are taken, port 443 is below the ranges of clients' ports",
    [],
  ],
  "first-packet": [
    "[fd00::5]:51514 sent the first packet that was seen (frame 4), and clients speak first",
    [4],
  ],
};

describe("what a clue says", () => {
  it.each(CLUES)("%s", (clue) => {
    const [why, frames] = SAID[clue];
    expect(wordsOf(clue, SERVER, CLIENT, FLOW)).toEqual({ why, frames });
  });

  it.each([
    [SCTP, "an INIT", "an INIT ACK"],
    [DCCP, "a Request", "a Response"],
  ])("in the words of protocol %i", (protocol, opening, accepting) => {
    const flow = { ...FLOW, protocol };
    expect(wordsOf("syn", SERVER, CLIENT, flow).why).toContain(`sent ${opening} (frame 4)`);
    expect(wordsOf("syn-ack", SERVER, CLIENT, flow).why).toContain(`with ${accepting} (frame 5)`);
  });

  it("without a frame where none is known", () => {
    const client = { ...CLIENT, frames: NO_FRAMES };
    expect(wordsOf("syn", SERVER, client, FLOW)).toEqual({
      why: "[fd00::5]:51514 sent a SYN: who opens is the client",
      frames: [],
    });
  });

  it.each([
    [
      "a stray segment",
      STRAY,
      SERVER,
      "[fd00::5]:51514 sent what belongs to no connection (frame 4), and 10.0.0.9:443 answered nothing: it tries the port",
      [4],
    ],
    [
      "a stray segment, refused",
      -STRAY,
      { ...SERVER, frames: { ...NO_FRAMES, rst: 5 } },
      "[fd00::5]:51514 sent what belongs to no connection (frame 4), and 10.0.0.9:443 answered with a reset alone (frame 5): it tries the port",
      [4],
    ],
    [
      "a datagram that did not arrive",
      UNDELIVERED,
      SERVER,
      "what [fd00::5]:51514 sent could not be delivered (frame 6): it asked first",
      [6],
    ],
  ] as const)("%s", (_what, asking, server, why, frames) => {
    const client = { ...CLIENT, frames: { ...CLIENT.frames, unreachable: 6 } };
    expect(wordsOf("probe", server, client, { ...FLOW, asking })).toEqual({ why, frames });
  });

  it("both ports registered, one of them among clients'", () => {
    const client = { ...CLIENT, portName: "x", portWeight: 1 };
    expect(wordsOf("registered-service", SERVER, client, FLOW).why).toContain(
      "port 51514 (x) is one too, but from 32768 on clients take such ports by chance",
    );
  });
});

describe("why a clue says nothing", () => {
  const quiet = { ...SERVER, frames: NO_FRAMES, sockets: ALONE, sentPayload: false };
  const silent = { ...CLIENT, frames: NO_FRAMES, sockets: ALONE, sentPayload: false };
  const unread = { ...FLOW, identified: null };
  const searching = (end: KnownEnd): KnownEnd => ({ ...end, sockets: { ...ALONE, searches: true } });

  it.each<[string, Clue, KnownEnd, KnownEnd, KnownFlow, string | null]>([
    ["no SYN", "syn", quiet, silent, FLOW, "unknown: a SYN was not seen; the connection may be older"],
    [
      "two SYNs",
      "syn",
      { ...SERVER, frames: { ...NO_FRAMES, syn: 9 } },
      CLIENT,
      FLOW,
      "both ends sent a SYN (frames 9 and 4)",
    ],
    ["no SYN-ACK", "syn-ack", quiet, silent, FLOW, "unknown: a SYN-ACK was not seen"],
    ["datagrams open nothing", "syn", quiet, silent, { ...FLOW, protocol: UDP }, null],
    ["nor accept", "syn-ack", quiet, silent, { ...FLOW, protocol: UDP }, null],
    ["no group", "multicast", quiet, silent, FLOW, null],
    ["no payload", "payload", quiet, silent, unread, "unknown: no payload was captured"],
    [
      "strange payload",
      "payload",
      SERVER,
      CLIENT,
      unread,
      "unknown: the first payload is of no protocol that is recognised (frames 6 and 8)",
    ],
    ["either end", "payload", SERVER, CLIENT, FLOW, "it reads as tls, in which either end may speak so"],
    ["no control channel", "negotiated", quiet, silent, { ...FLOW, negotiated: null }, null],
    [
      "media",
      "negotiated",
      quiet,
      silent,
      { ...FLOW, negotiated: { service: "rtp", frame: 3 } },
      "a port was negotiated for rtp (frame 3), in which either end may serve",
    ],
    ["no certain flow", "known-server", quiet, silent, FLOW, "unknown: no other flow"],
    [
      "a draw",
      "known-server",
      SERVER,
      CLIENT,
      FLOW,
      "in other flows 10.0.0.9:443 is certainly the server in 7",
    ],
    [
      "of one end nothing",
      "known-server",
      { ...SERVER, sockets: { ...ALONE, certainlyServer: 1234 } },
      silent,
      FLOW,
      "10.0.0.9:443 is certainly the server in 1,234 and the client in 0, and nothing is certain of [fd00::5]:51514",
    ],
    [
      "no lead",
      "fan-in",
      quiet,
      silent,
      FLOW,
      "10.0.0.9:443 has 1 flow, [fd00::5]:51514 has 1 flow: neither",
    ],
    ["no clients", "client-ports", quiet, silent, FLOW, "unknown: neither host is a client for certain"],
    [
      "outside of the range",
      "client-ports",
      quiet,
      { ...silent, sockets: { ...ALONE, clientPorts: { first: 6, last: 6 } } },
      FLOW,
      "fd00::5 is a client for certain from port 6; of the ports here neither is among these",
    ],
    ["no port 20", "ftp-data", quiet, silent, FLOW, null],
    ["both common", "common-service", quiet, { ...silent, portWeight: 2 }, FLOW, "both are common services"],
    [
      "none common",
      "common-service",
      { ...quiet, portWeight: 1 },
      silent,
      FLOW,
      "neither is a common service",
    ],
    [
      "both registered",
      "registered-service",
      quiet,
      { ...silent, portWeight: 1 },
      FLOW,
      "both are registered",
    ],
    [
      "none registered",
      "registered-service",
      { ...quiet, portWeight: 0 },
      silent,
      FLOW,
      "neither is registered",
    ],
    ["one port", "dynamic-range", quiet, quiet, FLOW, "both ports are 443"],
    ["both speak", "probe", quiet, silent, FLOW, "both ends speak, or one of them from within"],
    [
      "one is heard",
      "probe",
      quiet,
      silent,
      { ...FLOW, asking: UNHEARD },
      "unknown: only 10.0.0.9:443 was heard",
    ],
    [
      "the other",
      "probe",
      quiet,
      silent,
      { ...FLOW, asking: -UNHEARD },
      "unknown: only [fd00::5]:51514 was heard",
    ],
    ["both search", "probe", searching(quiet), searching(silent), FLOW, "both ends search"],
    ["SCTP", "probe", quiet, silent, { ...FLOW, protocol: SCTP }, null],
    [
      "nobody is heard",
      "fan-in",
      { ...quiet, sockets: { ...ALONE, flows: 2000, counted: 2000, heard: 0 } },
      { ...silent, sockets: { ...ALONE, flows: 1500, counted: 1500, heard: 1400 } },
      FLOW,
      "10.0.0.9:443 has 2,000 flows (in none of them anything is known to have come to it), [fd00::5]:51514 has 1,500 flows (in only 1,400 of them",
    ],
    [
      "who searches does not count",
      "fan-in",
      searching(quiet),
      { ...silent, sockets: { ...ALONE, counted: 0, heard: 0 } },
      FLOW,
      "10.0.0.9:443 has 1 flow, which do not count, since it searches, [fd00::5]:51514 has 1 flow, of which nothing but resets was seen",
    ],
  ])("%s: %s", (_what, clue, a, b, flow, expected) => {
    const words = silenceOf(clue, a, b, flow);
    if (expected === null) expect(words).toBeNull();
    else expect(words).toContain(expected);
  });
});
