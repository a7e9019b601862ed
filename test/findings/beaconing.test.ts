/** Clients that come back at regular intervals, and all that does so by design. */
import { expect, test } from "vitest";
import { hex } from "../frames.ts";
import { findingsOf, HOST, many, OTHER_HOST, SERVER, STRANGER, type Talk, toldOf } from "./talks.ts";

/** Twenty connections, a minute between two of them, give or take a second. */
function beacon(talk: Partial<Talk> = {}, beats = 20, period = 60): Talk[] {
  return many(beats, (i) => ({
    ...{ from: HOST, to: STRANGER, port: 10_625, fromPort: 40_000 + i },
    seconds: 1000 + i * period + [0, 0, 1, 0, 0, -1][i % 6],
    nanoseconds: (i * 12_345_678) % 100_000_000,
    ...talk,
  }));
}

const TOLD = `${HOST} comes back to ${STRANGER} on 10625/tcp every 60 s`;
const NTP = hex(`23 00 06 ec ${"00 ".repeat(43)} 01`);
const BITTORRENT = `\x13BitTorrent protocol${"\0".repeat(28)}`;
const irregular = [
  2, 3, 40, 41, 44, 160, 161, 170, 400, 403, 420, 900, 905, 1200, 1201, 1203, 1700, 1800, 1801, 2500,
];

const rows: readonly (readonly [name: string, talks: readonly Talk[], told: readonly string[]])[] = [
  ["to a port without a name on the internet", beacon(), [`medium: ${TOLD}`]],
  [
    "to the web on the internet",
    beacon({ port: 443 }),
    [`low: ${TOLD.replace("10625/tcp", "443/tcp (https)")}`],
  ],
  ["within the network", beacon({ to: SERVER }), [`low: ${TOLD.replace(STRANGER, SERVER)}`]],
  [
    "to the web within the network",
    beacon({ to: SERVER, port: 8080 }),
    [`info: ${TOLD.replace(STRANGER, SERVER).replace("10625/tcp", "8080/tcp (http-alt)")}`],
  ],
  [
    "over UDP",
    beacon({ transport: "udp", port: 443 }),
    [`low: ${TOLD.replace("10625/tcp", "443/udp (https)")}`],
  ],
  ["with turns that are missed", beacon().filter((_, i) => i % 6 !== 5), [`medium: ${TOLD}`]],
  ["with several connections a turn", [...beacon(), ...beacon({ fromPort: 50_000 })], [`medium: ${TOLD}`]],
  ["too few", beacon({}, 9), []],
  ["at irregular times", beacon().map((talk, i) => ({ ...talk, seconds: 1000 + irregular[i] })), []],
  ["what nobody answers", beacon({ outcome: "unanswered" }), []],
  ["who only looks whether it is open", beacon({ outcome: "open" }), []],
  ["scripts, and who guesses passwords", [...beacon({ port: 22 }), ...beacon({ port: 21, to: SERVER })], []],
  [
    "three clients: what the server is for",
    [HOST, OTHER_HOST, "10.0.0.3"].flatMap((from) => beacon({ from })),
    [],
  ],
  ["three servers: who watches over them", [1, 2, 3].flatMap((i) => beacon({ to: `93.184.216.${i}` })), []],
  ["the clock", beacon({ port: 123, transport: "udp" }), []],
  ["the clock on another port", beacon({ port: 10_625, transport: "udp", asks: [NTP], answers: [NTP] }), []],
  ["names", beacon({ port: 53, transport: "udp" }), []],
  ["scripts, and who guesses passwords", [...beacon({ port: 22 }), ...beacon({ port: 21, to: SERVER })], []],
  ["mail that is fetched", beacon({ port: 993 }), []],
  [
    "monitoring",
    [...beacon({ port: 10_050 }), ...beacon({ port: 161, transport: "udp" }), ...beacon({ port: 9100 })],
    [],
  ],
  ["peers", beacon({ asks: [BITTORRENT], answers: [BITTORRENT] }), []],
  ["within the host", beacon({ from: "127.0.0.1", to: "127.0.0.1" }), []],
  ["to a group", beacon({ to: "239.1.2.3", transport: "udp" }), []],
  [
    "many pairs: one finding",
    [1, 2, 3, 4, 5, 6].flatMap((i) => beacon({ from: `10.0.1.${i}`, to: `93.184.216.${i}` })),
    ["medium: 6 pairs of client and server with flows at regular intervals"],
  ],
];

test.each(rows)("%s", async (_, talks, told) => {
  expect(await toldOf("beaconing", talks)).toEqual(told);
});

test("a finding says who, how often, when, and what to do", async () => {
  const [finding] = await findingsOf("beaconing", beacon());
  expect(finding).toMatchObject({
    key: `${HOST} ${STRANGER} 10625/tcp`,
    clients: [HOST],
    servers: [STRANGER],
    flows: 20,
    frames: [1, 6, 11, 16, 21, 26, 31, 36, 41, 46],
    displayFilter: `ip.addr == ${HOST} && ip.addr == ${STRANGER} && tcp.port == 10625`,
  });
  expect(finding.detail).toMatch(/20 times in 19 min: every 60 s, with a median deviation of \d percent/);
});
