/** Which services a capture shows, and what is none. */
import { describe, expect, test } from "vitest";
import { describeAttempts, MANY_ATTEMPTS } from "../../../src/findings/baseline/attempts.ts";
import type { SeenOptions } from "../../../src/findings/baseline/seen-services.ts";
import { seeServices } from "../../../src/findings/baseline/seen-services.ts";
import { icmpError, tcpBetween, udpBetween } from "../../conversations.ts";
import { ACK, type Bytes, FIN, ipv4, RST, SYN, sctp, sctpChunk, sctpData, zeros } from "../../frames.ts";
import { SAMPLES } from "../../protocols/all-samples.ts";
import { surveyOf } from "../../survey-frames.ts";
import {
  CLIENT,
  datagrams,
  endsOf,
  entriesOf,
  HTTP,
  linesOf,
  refused,
  SERVER,
  SSH,
  served,
  unanswered,
} from "./seen.ts";

function sample(protocol: string, transport: string, speaker: string): Bytes {
  const found = SAMPLES.find(
    (each) => each.protocol === protocol && each.transport === transport && each.speaker === speaker,
  );
  if (found === undefined) throw new TypeError(`no sample of ${protocol}`);
  return found.bytes;
}

const web = endsOf(SERVER, 80);
const odd = endsOf(SERVER, 7777);
const SYSLOG = "<34>Oct 11 22:14:15 host su: failed\n";
const TRACKER = sample("bittorrent", "tcp", "either");
const BIND = sample("dcerpc", "tcp", "client");

type Row = readonly [what: string, packets: Bytes[], lines: string[]];

describe("what answers is a service", () => {
  const rows: readonly Row[] = [
    ["a handshake", served(odd), [`${SERVER} 7777/tcp cbt -`]],
    ["with what is said in it", served(odd, ...SSH), [`${SERVER} 7777/tcp cbt ssh`]],
    [
      "an open port that a scanner found",
      [tcpBetween(web).syn(), tcpBetween(web).synAck(), tcpBetween(web).reset()],
      [`${SERVER} 80/tcp http -`],
    ],
    [
      "a connection from before the capture",
      [tcpBetween(web).response(HTTP[1]), tcpBetween(web).ack()],
      [`${SERVER} 80/tcp http http`],
    ],
    [
      "one direction, what the client sends",
      [tcpBetween(web).ack(), tcpBetween(web).request(HTTP[0])],
      [`${SERVER} 80/tcp http http`],
    ],
    [
      "a connection from before the capture, that the server resets",
      [tcpBetween(web).request(HTTP[0]), tcpBetween(web).serverReset()],
      [`${SERVER} 80/tcp http http`],
    ],
    ["one direction, what the server sends", [tcpBetween(web).synAck()], [`${SERVER} 80/tcp http -`]],
    ["datagrams", datagrams(endsOf(SERVER, 161), "?", "!"), [`${SERVER} 161/udp snmp -`]],
    [
      "an association",
      [0, 1].map((i) => ipv4(i === 0 ? sctp(sctpChunk(1, zeros(16))) : sctp(sctpData()), { protocol: 132 })),
      [`${SERVER} 3868/sctp diameter -`],
    ],
    [
      "protocols of several flows, each once, sorted",
      [
        ...served(odd, ...SSH),
        ...served(endsOf(SERVER, 7777, CLIENT, 40_001), ...HTTP),
        ...served(endsOf(SERVER, 7777, "10.0.0.3"), ...HTTP),
      ],
      [`${SERVER} 7777/tcp cbt http,ssh`],
    ],
    [
      "beside attempts in vain, and what they said is not the server's",
      [
        ...unanswered(endsOf(SERVER, 80, CLIENT, 40_001)),
        ...served(web, ...HTTP),
        ...refused(endsOf(SERVER, 80, CLIENT, 40_002)),
      ],
      [`${SERVER} 80/tcp http http`],
    ],
  ];
  test.each(rows)("%s", async (_what, packets, lines) => expect(await linesOf(packets)).toEqual(lines));
});

describe("what is asked for in vain is told as such", () => {
  const rows: readonly Row[] = [
    ["no answer", unanswered(web), [`${SERVER} 80/tcp http - unanswered`]],
    ["a reset", refused(web), [`${SERVER} 80/tcp http - unanswered`]],
    [
      "an ICMP error",
      [...unanswered(web), icmpError(unanswered(web)[0])],
      [`${SERVER} 80/tcp http - unanswered`],
    ],
    [
      "a lone ACK, answered by a reset",
      [tcpBetween(web).ack(), tcpBetween(web).serverReset()],
      [`${SERVER} 80/tcp http - unanswered`],
    ],
    [
      "a FIN, answered by a reset",
      [tcpBetween(web).send(false, FIN), tcpBetween(web).send(true, RST | ACK)],
      [`${SERVER} 80/tcp http - unanswered`],
    ],
    ["data in a SYN", [tcpBetween(web).send(false, SYN, HTTP[0])], [`${SERVER} 80/tcp http http unanswered`]],
    [
      "syslog, which nobody answers",
      datagrams(endsOf(SERVER, 514), SYSLOG),
      [`${SERVER} 514/udp syslog syslog unanswered`],
    ],
  ];
  test.each(rows)("%s", async (_what, packets, lines) => expect(await linesOf(packets)).toEqual(lines));

  test("a group cannot answer, and is asked for all the same", async () => {
    const to = (group: string, port: number) => datagrams(endsOf(group, port));
    const packets = [...to("224.0.0.251", 5353), ...to("255.255.255.255", 67)];
    expect(await linesOf(packets)).toEqual(["224.0.0.251 5353/udp mdns -", "255.255.255.255 67/udp dhcp -"]);
  });
});

describe("what is no service", () => {
  const ftp = tcpBetween(endsOf(SERVER, 21));
  const passive = [
    ...served(endsOf(SERVER, 21), "USER a\r\n", "220 ready\r\n"),
    ftp.request("PASV\r\n"),
    ftp.response("227 Entering Passive Mode (10,0,0,2,121,253).\r\n"),
    ...served(endsOf(SERVER, 31_229, CLIENT, 40_009), "", "data"),
  ];
  const tftp = [
    ...datagrams(endsOf(SERVER, 69, CLIENT, 50_000), "\0\x01boot\0octet\0"),
    udpBetween(endsOf(SERVER, 49_200, CLIENT, 50_000)).response("\0\x03\0\x01data"),
    udpBetween(endsOf(SERVER, 49_200, CLIENT, 50_000)).request("\0\x04\0\x01"),
  ];
  const rows: readonly Row[] = [
    ["a guess of who serves", datagrams(endsOf(SERVER, 40_123), "a", "b"), []],
    ["a port that was negotiated", passive, [`${SERVER} 21/tcp ftp ftp`]],
    ["but for TFTP, which answers from nowhere else", tftp, [`${SERVER} 69/udp tftp tftp`]],
    ["nothing", [], []],
  ];
  test.each(rows)("%s", async (_what, packets, lines) => expect(await linesOf(packets)).toEqual(lines));
});

describe("protocols that have no port of their own", () => {
  test("peers: one line, whatever their ports", async () => {
    const packets = [51_413, 6881, 12_345].flatMap((port) =>
      served(endsOf(SERVER, port, CLIENT, 40_000 + (port % 97)), TRACKER, TRACKER),
    );
    expect(await linesOf(packets)).toEqual([`${SERVER} any/tcp - bittorrent`]);
  });

  test("RPC on a dynamic port, while its mapper and named ports have lines of their own", async () => {
    const packets = [49_664, 49_700, 135, 7777].flatMap((port, i) =>
      served(endsOf(SERVER, port, CLIENT, 40_000 + i), BIND),
    );
    expect(await linesOf(packets)).toEqual([
      `${SERVER} any/tcp - dcerpc`,
      `${SERVER} 135/tcp msrpc dcerpc`,
      `${SERVER} 7777/tcp cbt dcerpc`,
    ]);
  });
});

describe("how servers are called", () => {
  const packets = [
    ...served(endsOf("8.8.8.8", 443), ...HTTP),
    ...served(endsOf("9.9.9.9", 443), ...SSH),
    ...unanswered(endsOf("1.1.1.1", 443)),
    ...unanswered(endsOf("1.1.1.1", 853)),
    ...served(endsOf("192.168.1.1", 443)),
  ];

  const rows: readonly (readonly [string, SeenOptions, string[]])[] = [
    [
      "those on the internet together",
      {},
      [
        "192.168.1.1 443/tcp https -",
        "internet 443/tcp https http,ssh",
        "internet 853/tcp dns-over-tls - unanswered",
      ],
    ],
    [
      "all apart, where that is wanted",
      { keepAddresses: true },
      [
        "1.1.1.1 443/tcp https - unanswered",
        "1.1.1.1 853/tcp dns-over-tls - unanswered",
        "8.8.8.8 443/tcp https http",
        "9.9.9.9 443/tcp https ssh",
        "192.168.1.1 443/tcp https -",
      ],
    ],
    [
      "by zones, where there are any",
      {
        zoning:
          ({ addresses }) =>
          (address) =>
            /^[89]/.test(addresses.table.text(address)) ? "dns" : null,
      },
      [
        "192.168.1.1 443/tcp https -",
        "dns 443/tcp https http,ssh",
        "internet 443/tcp https - unanswered",
        "internet 853/tcp dns-over-tls - unanswered",
      ],
    ],
    [
      "as entries call them",
      { entries: entriesOf("9.9.9.9 443/tcp", "192.168.1.1 1-500/tcp web", "internet 443/tcp") },
      [
        "9.9.9.9 443/tcp - ssh",
        "192.168.1.1 1-500/tcp web -",
        "internet 443/tcp - http",
        "internet 853/tcp dns-over-tls - unanswered",
      ],
    ],
    [
      "an address that an entry names is one by itself for other ports too",
      { entries: entriesOf("1.1.1.1 53/udp", "8.8.8.8 853/tcp") },
      [
        "1.1.1.1 443/tcp https - unanswered",
        "1.1.1.1 853/tcp dns-over-tls - unanswered",
        "8.8.8.8 443/tcp https http",
        "192.168.1.1 443/tcp https -",
        "internet 443/tcp https ssh",
      ],
    ],
  ];
  test.each(rows)("%s", async (_what, options, lines) => {
    expect(await linesOf(packets, options)).toEqual(lines);
  });

  test("of entries of one server, the one that tells most exactly", async () => {
    const entries = entriesOf(
      "10.0.0.2 1-65534/tcp",
      "10.0.0.2 7000-8000/tcp",
      "10.0.0.2 80/tcp",
      "10.0.0.2 7777/udp",
    );
    const seen = seeServices(
      await surveyOf([...served(web), ...served(odd), ...served(endsOf(SERVER, 22))]),
      { entries },
    );
    expect(seen.services.map(({ entry }) => entry?.line)).toEqual([2, 4, 3]);
  });
});

describe("clients that try many in vain", () => {
  const scan = (
    ports: number,
    client = "10.0.0.66",
    reply: (ends: ReturnType<typeof endsOf>) => Bytes[] = refused,
  ) => Array.from({ length: ports }, (_, i) => reply(endsOf(SERVER, 1000 + i, client))).flat();

  test("few: a line each; many: none, but told", async () => {
    expect(await linesOf(scan(MANY_ATTEMPTS - 1))).toHaveLength(MANY_ATTEMPTS - 1);
    const traffic = await surveyOf(scan(MANY_ATTEMPTS));
    const { services, uses, attempts } = seeServices(traffic);
    expect({ services, omitted: attempts.omitted }).toEqual({ services: [], omitted: 0 });
    expect(describeAttempts(traffic, uses.rowOfFlow, attempts)).toEqual([
      {
        client: "10.0.0.66",
        sockets: MANY_ATTEMPTS,
        servers: [SERVER],
        serverCount: 1,
        ports: [{ transport: "tcp", first: 1000, last: 1000 + MANY_ATTEMPTS - 1 }],
        outcomes: { answered: 0, unanswered: 0, refused: MANY_ATTEMPTS },
        frames: [1, 3, 5, 7, 9, 11, 13, 15, 17, 19],
      },
    ]);
  });

  test("again and again at the same is not many", async () => {
    const packets = Array.from({ length: 40 }, (_, i) =>
      refused(endsOf(SERVER, 1000 + (i % 3), CLIENT, 40_000 + i)),
    );
    expect(await linesOf(packets.flat())).toHaveLength(3);
  });

  test("what others ask for stays, and what is open stays", async () => {
    const open = endsOf(SERVER, 1003, "10.0.0.66");
    const packets = [
      ...scan(20),
      ...unanswered(endsOf(SERVER, 1001)),
      ...served({ ...open, client: ["10.0.0.66", 50_000] }),
    ];
    expect(await linesOf(packets)).toEqual([
      `${SERVER} 1001/tcp webpush - unanswered`,
      `${SERVER} 1003/tcp - -`,
    ]);
  });

  test("what an entry has is no attempt of this kind", async () => {
    const entries = entriesOf(...Array.from({ length: 20 }, (_, i) => `${SERVER} ${1000 + i}/tcp`));
    const { services, attempts } = seeServices(await surveyOf(scan(20)), { entries });
    expect(attempts.many).toEqual([]);
    expect(services.map(({ answered }) => answered)).toEqual(new Array(20).fill(false));
  });

  test("who tried most comes first, of equals by address", async () => {
    const packets = [...scan(16, "10.0.0.77"), ...scan(16, "10.0.0.9"), ...scan(40, "10.0.0.88", unanswered)];
    const { attempts } = seeServices(await surveyOf(packets));
    expect(attempts.many.map(({ client, sockets }) => [client, sockets])).toEqual([
      ["10.0.0.88", 40],
      ["10.0.0.9", 16],
      ["10.0.0.77", 16],
    ]);
  });
});
