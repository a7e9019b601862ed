/** What a lock does not expect of a capture. */
import { describe, expect, test } from "vitest";
import type { Lock } from "../../../src/findings/baseline/lock.ts";
import { lockExpectation, MOST_SERVICES } from "../../../src/findings/baseline/lock-expectation.ts";
import { readLock } from "../../../src/findings/baseline/read-lock.ts";
import { findAll } from "../../../src/findings/find.ts";
import type { Finding } from "../../../src/findings/finding.ts";
import { tcpBetween } from "../../conversations.ts";
import { ACK, type Bytes, FIN, RST } from "../../frames.ts";
import { surveyOf } from "../../survey-frames.ts";
import { CLIENT, datagrams, endsOf, HTTP, refused, SERVER, SSH, served, unanswered } from "./seen.ts";

function lockOf(...lines: string[]): Lock {
  const { lock } = readLock(["# portolan.lock/1", ...lines].join("\n"), "net/ports.lock");
  if (lock === null) throw new TypeError("no lock");
  return lock;
}

async function findingsOf(packets: readonly Bytes[], ...lines: string[]): Promise<Finding[]> {
  return lockExpectation(lockOf(...lines)).findUnexpected(await surveyOf(packets));
}

const web = endsOf(SERVER, 80);
const shell = endsOf(SERVER, 22);

describe("what an entry speaks of is expected", () => {
  test.each<[string, Bytes[], string]>([
    ["as it is", served(web, ...HTTP), `${SERVER} 80/tcp http http`],
    ["without a word on protocols", served(web, ...HTTP), `${SERVER} 80/tcp`],
    ["with more protocols", served(web, ...HTTP), `${SERVER} 80/tcp - http,ssh`],
    ["that told none", served(web), `${SERVER} 80/tcp http http`],
    ["in a range", served(web), `${SERVER} 79-81/tcp`],
    ["on the internet", served(endsOf("8.8.8.8", 443)), "internet 443/tcp"],
    ["on the internet, by address", served(endsOf("8.8.8.8", 443)), "8.8.8.8 443/tcp"],
    ["in vain this time", refused(web), `${SERVER} 80/tcp http http`],
    ["in vain, as ever", unanswered(web), `${SERVER} 80/tcp http - unanswered`],
    ["kin of what it knows", served(web, ...HTTP), `${SERVER} 80/tcp http websocket`],
  ])("%s", async (_what, packets, line) => expect(await findingsOf(packets, line)).toEqual([]));

  test("a guess of who serves is in no finding", async () => {
    expect(await findingsOf(datagrams(endsOf(SERVER, 40_123), "a", "b"))).toEqual([]);
  });
});

describe("a service that no entry speaks of", () => {
  test("one finding, with clients, frames and the lock", async () => {
    const packets = [
      ...served(shell, ...SSH),
      ...served(endsOf(SERVER, 22, "10.0.0.3"), ...SSH),
      ...refused(endsOf(SERVER, 22, CLIENT, 40_001)),
      ...served(web),
    ];
    expect(await findingsOf(packets, `${SERVER} 80/tcp`)).toEqual([
      {
        rule: "unexpected-port",
        severity: "medium",
        key: "baseline: 10.0.0.2 22/tcp",
        title: "22/tcp (ssh) of 10.0.0.2 is not in the baseline",
        detail:
          "2 clients (10.0.0.1 and 10.0.0.3) asked for it in 3 flows (2 answered, 1 refused). Its payload is ssh.",
        advice: expect.stringContaining("portolan baseline CAPTURE --update"),
        clients: [CLIENT, "10.0.0.3"],
        servers: [SERVER],
        ports: [{ transport: "tcp", first: 22, last: 22 }],
        flows: 3,
        frames: [1, 6, 11],
        displayFilter: "ip.addr == 10.0.0.2 && tcp.port == 22",
        decidedBy: { path: "net/ports.lock", line: 1, column: 1, words: "no entry speaks of it" },
      },
    ]);
  });

  test.each<[string, Bytes[], string, string]>([
    ["answered", served(web), "medium", "80/tcp (http) of 10.0.0.2 is not in the baseline"],
    [
      "unanswered",
      unanswered(web),
      "low",
      "80/tcp (http) of 10.0.0.2, which is not in the baseline, was asked for and did not answer",
    ],
    [
      "refused",
      refused(web),
      "info",
      "80/tcp (http) of 10.0.0.2, which is not in the baseline, was asked for and did not answer",
    ],
    [
      "a group",
      datagrams(endsOf("239.1.2.3", 5353)),
      "info",
      "5353/udp (mdns) of 239.1.2.3 is not in the baseline",
    ],
    [
      "the internet, once",
      [...served(endsOf("8.8.8.8", 443)), ...served(endsOf("9.9.9.9", 443))],
      "medium",
      "443/tcp (https) of the internet is not in the baseline",
    ],
  ])("%s", async (_what, packets, severity, title) => {
    expect(await findingsOf(packets)).toMatchObject([{ severity, title }]);
  });

  test("an entry of another server, transport or port is none of it", async () => {
    const lines = [
      "10.0.0.3 80/tcp",
      `${SERVER} 80/udp`,
      `${SERVER} 81/tcp`,
      "internet 80/tcp",
      `${SERVER} 1-79/tcp`,
    ];
    expect(await findingsOf(served(web), ...lines)).toHaveLength(1);
  });

  test("the key says nothing of clients, counts or names", async () => {
    const [one] = await findingsOf(served(endsOf(SERVER, 80, "10.0.0.7", 33_333), ...HTTP));
    const [other] = await findingsOf([...served(web), ...served(endsOf(SERVER, 80, CLIENT, 40_001))]);
    expect(one.key).toBe(other.key);
  });
});

describe("a service that is not as its entry says", () => {
  test("another protocol: its flows alone", async () => {
    const packets = [...served(endsOf(SERVER, 80, "10.0.0.3"), ...HTTP), ...served(web, ...SSH)];
    expect(await findingsOf(packets, "# web", `${SERVER} 80/tcp http http`)).toMatchObject([
      {
        rule: "unexpected-port",
        severity: "medium",
        key: "baseline: 10.0.0.2 80/tcp is ssh",
        title: "80/tcp (http) of 10.0.0.2 is ssh; in the baseline it is http",
        clients: [CLIENT],
        flows: 1,
        frames: [6],
        decidedBy: { line: 3, words: "the entry of 80/tcp (http) of 10.0.0.2" },
      },
    ]);
  });

  test("an answer where there was none", async () => {
    expect(await findingsOf(served(web), `${SERVER} 80/tcp http - unanswered`)).toMatchObject([
      {
        severity: "medium",
        key: "baseline: 10.0.0.2 80/tcp answers",
        title: "80/tcp (http) of 10.0.0.2 answers; in the baseline nobody served it",
        decidedBy: { line: 2 },
      },
    ]);
  });
});

describe("many at once", () => {
  const scan = (count: number, client: string, reply = refused) =>
    Array.from({ length: count }, (_, i) => reply(endsOf(SERVER, 1 + i, client, 50_000))).flat();

  test("a scan is one finding a client, by outcome", async () => {
    const packets = [...scan(2000, "10.0.0.66"), ...scan(50, "10.0.0.67", unanswered), ...served(web)];
    expect(await findingsOf(packets, `${SERVER} 80/tcp`)).toMatchObject([
      {
        severity: "info",
        key: "baseline: attempts of 10.0.0.66",
        title: "10.0.0.66 asked for 1,999 services that are not in the baseline, all in vain",
        detail: "It tried 1,999 ports of 1 server in 1,999 flows (refused).",
        clients: ["10.0.0.66"],
        flows: 1999,
        displayFilter: "ip.addr == 10.0.0.66 && ip.addr == 10.0.0.2 && tcp.port in {1..79, 81..2000}",
      },
      { severity: "low", clients: ["10.0.0.67"] },
    ]);
  });

  test("resets that answer lone FINs are refusals", async () => {
    const ports = [21, 22, 25, 53, 80, 110, 143, 443, 445, 587, 993, 995, 3306, 3389, 5432, 5900];
    const packets = ports.flatMap((port, i) => {
      const { send } = tcpBetween(endsOf(SERVER, port, "10.0.0.66", 50_000 + i));
      return [send(false, FIN), send(true, RST | ACK)];
    });
    expect(await findingsOf(packets)).toMatchObject([
      { severity: "info", detail: "It tried 16 ports of 1 server in 16 flows (refused)." },
    ]);
  });

  test("more clients that scan than are told", async () => {
    const packets = Array.from({ length: 502 }, (_, i) => scan(15, `10.2.${i >> 8}.${i & 255}`)).flat();
    const findings = await findingsOf(packets);
    expect(findings).toHaveLength(501);
    expect(findings[500].title).toBe(
      "2 more clients asked for many services that are not in the baseline, all in vain",
    );
  });

  test("another network altogether: the rest is one finding", async () => {
    const packets = Array.from({ length: MOST_SERVICES + 5 }, (_, i) =>
      served(endsOf(`10.9.${i >> 8}.${i & 255}`, 80, CLIENT, 40_000)),
    ).flat();
    const findings = await findingsOf(packets);
    expect(findings).toHaveLength(MOST_SERVICES + 1);
    expect(findings.at(-1)).toMatchObject({
      title: "5 more services are not as the baseline has them",
      severity: "medium",
      flows: 5,
      servers: ["10.9.3.232", "10.9.3.233", "10.9.3.234", "10.9.3.235", "10.9.3.236"],
    });
  });

  test("they all are in what `check` finds", async () => {
    const traffic = await surveyOf(served(web));
    const { findings } = await findAll(traffic, [lockExpectation(lockOf())]);
    expect(findings.filter(({ rule }) => rule === "unexpected-port")).toHaveLength(1);
  });
});

test("zones of a policy name servers, where the lock does", async () => {
  const traffic = await surveyOf([...served(web), ...served(shell)]);
  const zoning = () => () => "dmz";
  const findings = lockExpectation(lockOf("dmz 80/tcp"), zoning).findUnexpected(traffic);
  expect(findings).toMatchObject([{ key: "baseline: dmz 22/tcp", servers: [SERVER] }]);
});
