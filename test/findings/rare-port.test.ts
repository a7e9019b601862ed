/** Ports that are used once, where there is enough to compare them with. */
import { expect, test } from "vitest";
import { findingsOf, HOST, many, OTHER_HOST, SERVER, STRANGER, type Talk, toldOf } from "./talks.ts";

/** Ten servers and ten services that others use. */
const PORTS = [22, 25, 53, 80, 143, 389, 443, 445, 993, 3306];
const OTHERS = many(20, (i) => ({ from: `10.0.1.${i}`, to: `10.0.2.${1 + (i % 10)}`, port: PORTS[i % 10] }));
const RARE: Talk = { from: HOST, to: SERVER, port: 10_625 };
const TOLD = [`info: ${SERVER} served 10625/tcp to one client, once`];

const rows: readonly (readonly [name: string, talks: readonly Talk[], told: readonly string[]])[] = [
  ["a port that is used once", [...OTHERS, RARE], TOLD],
  [
    "a port whose registered name nobody meets",
    [...OTHERS, { ...RARE, port: 31_337 }],
    [`info: ${SERVER} served 31337/tcp (eldim) to one client, once`],
  ],
  ["and again by the same", [...OTHERS, RARE, RARE], TOLD],
  [
    "that crosses the edge of the network",
    [...OTHERS, { ...RARE, to: STRANGER }],
    [`low: ${STRANGER} served 10625/tcp to one client, once`],
  ],
  ["in a capture that is too small to tell", [...OTHERS.slice(0, 8), RARE], []],
  ["used by two clients", [...OTHERS, RARE, { ...RARE, from: OTHER_HOST }], []],
  ["served by two servers", [...OTHERS, RARE, { ...RARE, to: "10.0.9.8" }], []],
  ["used much", [...OTHERS, { ...RARE, asks: new Array<string>(120).fill("more") }], []],
  [
    "not answered",
    [...OTHERS, { ...RARE, outcome: "refused" }, { ...RARE, port: 10_626, outcome: "unanswered" }],
    [],
  ],
  ["a port with a name", [...OTHERS, { ...RARE, port: 5432 }], []],
  ["datagrams that say nothing", [...OTHERS, { ...RARE, transport: "udp" }], []],
  ["peers", [...OTHERS, ...many(9, (i) => ({ from: HOST, to: `93.184.216.${i}`, port: 10_625 + i }))], []],
  [
    "several",
    [...OTHERS, ...many(6, (i) => ({ from: `10.0.3.${i}`, to: `10.0.4.${i}`, port: 10_625 + i }))],
    ["info: 6 ports that one client alone used at one server"],
  ],
];

test.each(rows)("%s", async (_, talks, told) => {
  expect(await toldOf("rare-port", talks)).toEqual(told);
});

test("a finding says who, where and compared with what", async () => {
  const [finding] = await findingsOf("rare-port", [...OTHERS, RARE]);
  expect(finding).toMatchObject({
    key: `${SERVER} 10625/tcp`,
    clients: [HOST],
    servers: [SERVER],
    flows: 1,
    frames: [101],
    displayFilter: `ip.addr == ${HOST} && ip.addr == ${SERVER} && tcp.port == 10625`,
  });
  expect(finding.detail).toContain("5 packets in 1 flow");
  expect(finding.detail).toContain("11 servers");
});
