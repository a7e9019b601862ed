/** Administration and databases across the edge of a network, and what only looks so. */
import { describe, expect, test } from "vitest";
import { sensitiveByProtocol, sensitiveService } from "../../src/findings/sensitive-services.ts";
import { hex } from "../frames.ts";
import {
  findingsOf,
  HOST,
  many,
  OTHER_HOST,
  OTHER_STRANGER,
  SERVER,
  STRANGER,
  STRANGER_IPV6,
  type Talk,
  toldOf,
} from "./talks.ts";

const REDIS = { asks: ["*1\r\n$4\r\nPING\r\n"], answers: ["+PONG\r\n"] };
const BITTORRENT = [`\x13BitTorrent protocol${"\0".repeat(28)}`];

const rows: readonly (readonly [name: string, talks: readonly Talk[], told: readonly string[]])[] = [
  [
    "a database that answers",
    [{ from: STRANGER, to: SERVER, port: 3306 }],
    ["high: 3306/tcp (mysql) answers the internet"],
  ],
  [
    "one that is but open",
    [{ from: STRANGER, to: SERVER, port: 3306, outcome: "open" }],
    ["high: 3306/tcp (mysql) answers the internet"],
  ],
  [
    "over IPv6",
    [{ from: STRANGER_IPV6, to: "fd00::1", port: 6379 }],
    ["high: 6379/tcp (redis) answers the internet"],
  ],
  [
    "a container's control",
    [{ from: STRANGER, to: SERVER, port: 2375 }],
    ["critical: 2375/tcp (docker) answers the internet"],
  ],
  [
    "an encrypted console",
    [{ from: STRANGER, to: SERVER, port: 6443 }],
    ["medium: 6443/tcp (kubernetes-api) answers the internet"],
  ],
  ["SSH", [{ from: STRANGER, to: SERVER, port: 22 }], ["low: 22/tcp (ssh) answers the internet"]],
  [
    "SNMP over UDP",
    [{ from: STRANGER, to: SERVER, port: 161, transport: "udp" }],
    ["high: 161/udp (snmp) answers the internet"],
  ],
  [
    "one finding a service, however many ask",
    [
      ...many(30, (i) => ({ from: `185.1.2.${i}`, to: `10.0.9.${i}`, port: 5432 })),
      { from: STRANGER, to: SERVER, port: 5432, outcome: "refused" },
    ],
    [
      "high: 5432/tcp (postgresql) answers the internet",
      "info: 5432/tcp (postgresql) tried from the internet, without an answer",
    ],
  ],
  [
    "tried and not answered: one finding in all",
    many(40, (i) => ({
      from: STRANGER,
      to: `10.0.9.${i}`,
      port: [22, 23, 445, 3389][i % 4],
      outcome: i % 3 === 0 ? "refused" : "unanswered",
    })),
    [
      "info: 23/tcp (telnet), 445/tcp (smb), 3389/tcp (rdp) and 1 more tried from the internet, without an answer",
    ],
  ],
  [
    "a database's protocol on another port",
    [{ from: STRANGER, to: SERVER, port: 10_625, ...REDIS }],
    ["high: Redis on 10625/tcp answers the internet"],
  ],
  [
    "a server on the internet",
    [{ from: HOST, to: STRANGER, port: 3306 }],
    ["low: 3306/tcp (mysql) is used on the internet"],
  ],
  ["SSH out: what it is for", [{ from: HOST, to: STRANGER, port: 22 }], []],
  [
    "within the network",
    [
      { from: HOST, to: SERVER, port: 3306 },
      { from: "fd00::1", to: "fe80::2", port: 23 },
    ],
    [],
  ],
  ["within a network of public addresses", [{ from: STRANGER, to: "185.1.2.99", port: 3306 }], []],
  [
    "from another public network",
    [{ from: STRANGER, to: OTHER_STRANGER, port: 3306 }],
    ["high: 3306/tcp (mysql) answers the internet"],
  ],
  [
    "from addresses for documentation",
    [
      { from: "203.0.113.7", to: SERVER, port: 3306 },
      { from: "2001:db8::1", to: "fd00::1", port: 3306 },
    ],
    [],
  ],
  ["from a provider's shared addresses", [{ from: "100.64.1.2", to: SERVER, port: 3306 }], []],
  [
    "an ordinary service",
    [
      { from: STRANGER, to: SERVER, port: 443 },
      { from: STRANGER, to: SERVER, port: 25 },
    ],
    [],
  ],
  [
    "another protocol on the port",
    [{ from: STRANGER, to: SERVER, port: 3306, asks: BITTORRENT, answers: BITTORRENT }],
    [],
  ],
  [
    "a scanner's answer that comes without a question: a role that is a guess",
    [{ from: STRANGER, fromPort: 5432, to: SERVER, port: 3306, outcome: "midstream" }],
    [],
  ],
  [
    "peers that listen on such a port",
    [
      ...many(6, (i) => ({ from: HOST, to: `93.184.216.${i}`, port: 20_100 + i })),
      { from: HOST, to: STRANGER, port: 27_017 },
    ],
    [],
  ],
];

test.each(rows)("%s", async (_, talks, told) => {
  expect(await toldOf("sensitive-port", talks)).toEqual(told);
});

describe("a finding", () => {
  test("says who, where, when, and what to do", async () => {
    const [finding] = await findingsOf("sensitive-port", [
      { from: HOST, to: OTHER_HOST, port: 443 },
      { from: STRANGER, to: SERVER, port: 27_017 },
      { from: OTHER_STRANGER, to: SERVER, port: 27_017 },
    ]);
    expect(finding).toMatchObject({
      severity: "high",
      key: "27017/tcp from the internet",
      clients: [STRANGER, OTHER_STRANGER],
      servers: [SERVER],
      ports: [{ transport: "tcp", first: 27_017, last: 27_017 }],
      flows: 2,
      frames: [6, 11],
      displayFilter: `ip.addr in {${STRANGER}, ${OTHER_STRANGER}} && ip.addr == ${SERVER} && tcp.port == 27017`,
      decidedBy: null,
    });
    expect(finding.detail).toContain("2 clients (185.1.2.3 and 91.4.5.6) in 2 flows");
    expect(finding.detail).toContain("data leaks");
    expect(finding.advice).not.toBe("");
  });

  test("is the same whatever the clients", async () => {
    const keysOf = async (from: string) =>
      (await findingsOf("sensitive-port", [{ from, to: SERVER, port: 3389 }])).map(({ key }) => key);
    expect(await keysOf(STRANGER)).toEqual(await keysOf(OTHER_STRANGER));
  });

  test("leaves out flows that were not selected", async () => {
    const talks: Talk[] = [
      { from: STRANGER, to: SERVER, port: 3306 },
      { from: STRANGER, to: SERVER, port: 23 },
    ];
    const selection = { ports: [{ from: 23, to: 23 }] };
    expect(await toldOf("sensitive-port", talks, { selection })).toEqual([
      "high: 23/tcp (telnet) answers the internet",
    ]);
  });
});

test("a port with a name of the user's own is what its payload says", async () => {
  const userNames = new Map([[3306, { name: "orders", description: null, aliases: [] }]]);
  const plain: Talk = { from: STRANGER, to: SERVER, port: 3306 };
  const mysql: Talk = {
    ...plain,
    answers: [hex("4a 00 00 00 0a 38 2e 30 2e 33 36 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10")],
    asks: [],
  };
  expect(await toldOf("sensitive-port", [plain], { serviceNames: userNames })).toEqual([]);
  expect(await toldOf("sensitive-port", [mysql], { serviceNames: userNames })).toEqual([
    "high: MySQL on 3306/tcp (orders) answers the internet",
  ]);
});

test("every row of the table has words of the overlay", () => {
  const services = sensitiveByProtocol().filter((service) => service !== null);
  expect(services.length).toBeGreaterThan(20);
  for (const service of services) expect(sensitiveService(service.name)).toBe(service);
  expect(sensitiveService("https")).toBeNull();
  expect(sensitiveService("telnet")?.caution).toBe("clear text with passwords");
});
