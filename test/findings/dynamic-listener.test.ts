/** Listeners in the dynamic range that nothing explains, and what explains them. */
import { expect, test } from "vitest";
import { hex, join, text, zeros } from "../frames.ts";
import { findingsOf, HOST, many, OTHER_HOST, SERVER, STRANGER, type Talk, toldOf } from "./talks.ts";

const LISTENER: Talk = { from: HOST, to: SERVER, port: 50_123 };
const TOLD = [`info: ${SERVER} listens on 50123/tcp, in the dynamic range`];
const BITTORRENT = `\x13BitTorrent protocol${"\0".repeat(28)}`;
const HTTP = { asks: ["GET / HTTP/1.1\r\n\r\n"], answers: ["HTTP/1.1 200 OK\r\n\r\n"] };
/** A bind of DCE/RPC. */
const RPC = hex(
  "05 00 0b 03 10 00 00 00 48 00 00 00 01 00 00 00 d0 16 d0 16 00 00 00 00 01 00 00 00 00 00 01 00",
);
const RPC_ACCEPTED = hex(
  "05 00 0c 03 10 00 00 00 44 00 00 00 01 00 00 00 d0 16 d0 16 00 00 00 00 05 00 31 33 35 00",
);

const TLS_HELLO = join(hex("16 03 01 00 f8 01 00 00 f4 03 03"), zeros(40));
const TLS_ANSWER = join(hex("16 03 03 00 7a 02 00 00 76 03 03"), zeros(40));

const rows: readonly (readonly [name: string, talks: readonly Talk[], told: readonly string[]])[] = [
  ["one that nothing explains", [LISTENER], TOLD],
  ["reached from the internet", [{ ...LISTENER, from: STRANGER }], [TOLD[0].replace("info", "low")]],
  [
    "that speaks a protocol with a port of its own",
    [{ ...LISTENER, ...HTTP }],
    [TOLD[0].replace("info", "low")],
  ],
  [
    "several of one host: one finding",
    many(4, (i) => ({ ...LISTENER, port: 50_000 + i })),
    [`info: ${SERVER} listens on 50001/tcp, 50002/tcp, 50003/tcp and 1 more, in the dynamic range`],
  ],
  [
    "a host each, up to five",
    many(5, (i) => ({ ...LISTENER, from: `10.0.1.${i}`, to: `10.0.2.${i}` })),
    many(5, () => LISTENER).map((_, i) => `info: 10.0.2.${i + 1} listens on 50123/tcp, in the dynamic range`),
  ],
  [
    "many hosts: one finding",
    many(6, (i) => ({ ...LISTENER, from: `10.0.1.${i}`, to: `10.0.2.${i}` })),
    ["info: 6 servers listen in the dynamic range"],
  ],
  [
    "one client that reaches many: peers",
    many(6, (i) => ({ ...LISTENER, to: `10.0.2.${i}`, port: 50_000 + i })),
    [],
  ],
  [
    "peers by what they say",
    [
      { ...LISTENER, asks: [BITTORRENT], answers: [BITTORRENT] },
      { ...LISTENER, from: OTHER_HOST, asks: ["\x01\x02encrypted"] },
    ],
    [],
  ],
  [
    "not answered",
    [
      { ...LISTENER, outcome: "unanswered" },
      { ...LISTENER, outcome: "refused" },
    ],
    [],
  ],
  ["DCE/RPC", [{ ...LISTENER, asks: [RPC], answers: [RPC_ACCEPTED] }], []],
  ["a host that hands out such ports", [{ from: HOST, to: SERVER, port: 135 }, LISTENER], []],
  [
    "FTP's data in TLS, agreed on in TLS",
    [
      { from: HOST, to: SERVER, port: 21, asks: ["AUTH TLS\r\n"], answers: ["220 FTP ready\r\n"] },
      { ...LISTENER, asks: [TLS_HELLO], answers: [TLS_ANSWER] },
    ],
    [],
  ],
  [
    "another protocol on a host that hands out ports",
    [
      { from: HOST, to: SERVER, port: 21 },
      { ...LISTENER, ...HTTP },
    ],
    [TOLD[0].replace("info", "low")],
  ],
  [
    "one that was asked to, and refused",
    [{ from: HOST, to: SERVER, port: 135, outcome: "refused" }, LISTENER],
    TOLD,
  ],
  [
    "FTP's data, announced",
    [
      {
        from: HOST,
        to: SERVER,
        port: 21,
        asks: ["PASV\r\n"],
        answers: ["227 Passive (10,0,9,9,195,203)\r\n"],
      },
      LISTENER,
    ],
    [],
  ],
  ["a server on the internet", [{ ...LISTENER, to: STRANGER }], []],
  ["within the host", [{ ...LISTENER, from: "127.0.0.1", to: "127.0.0.1" }], []],
  ["datagrams that say nothing", [{ ...LISTENER, transport: "udp", fromPort: 50_200 }], []],
  [
    "a port with a name",
    [
      { ...LISTENER, port: 51_820, transport: "udp" },
      { ...LISTENER, port: 61_616 },
    ],
    [],
  ],
  ["below the range", [{ ...LISTENER, port: 49_151 }], []],
];

test.each(rows)("%s", async (_, talks, told) => {
  expect(await toldOf("dynamic-listener", talks)).toEqual(told);
});

test("a name of the user's own explains it", async () => {
  const serviceNames = new Map([[50_123, { name: "orders", description: null, aliases: [] }]]);
  expect(await toldOf("dynamic-listener", [LISTENER], { serviceNames })).toEqual([]);
});

test("a finding says who, where, when, and what to do", async () => {
  const [finding] = await findingsOf("dynamic-listener", [
    LISTENER,
    { ...LISTENER, from: OTHER_HOST, asks: [text("hello")] },
  ]);
  expect(finding).toMatchObject({
    key: SERVER,
    clients: [HOST, OTHER_HOST],
    servers: [SERVER],
    ports: [{ transport: "tcp", first: 50_123, last: 50_123 }],
    flows: 2,
    frames: [1, 6],
    displayFilter: `ip.addr in {${HOST}, ${OTHER_HOST}} && ip.addr == ${SERVER} && tcp.port == 50123`,
  });
});
