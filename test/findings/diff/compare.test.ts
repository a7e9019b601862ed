/** What changed from one side to the other. */
import { describe, expect, test } from "vitest";
import { survey } from "../../../src/analyze.ts";
import { type Service, serviceId } from "../../../src/findings/baseline/lock.ts";
import { readLock } from "../../../src/findings/baseline/read-lock.ts";
import { seeServices } from "../../../src/findings/baseline/seen-services.ts";
import { renderLock } from "../../../src/findings/baseline/write-lock.ts";
import { compareSides } from "../../../src/findings/diff/compare.ts";
import type { Difference, DifferenceKind } from "../../../src/findings/diff/difference.ts";
import { type Side, sideOfLock, sideOfTraffic } from "../../../src/findings/diff/side.ts";
import { FIXTURE_CAPTURES } from "../../fixture-captures.ts";
import type { Bytes } from "../../frames.ts";
import { surveyOf } from "../../survey-frames.ts";
import {
  CLIENT,
  datagrams,
  endsOf,
  HTTP,
  refused,
  SERVER,
  SSH,
  served,
  unanswered,
} from "../baseline/seen.ts";

async function sideOf(packets: readonly Bytes[]): Promise<Side> {
  return sideOfTraffic(await surveyOf(packets));
}

function lockSide(...lines: string[]): Side {
  const { lock } = readLock(["# portolan.lock/1", ...lines].join("\n"), "ports.lock");
  if (lock === null) throw new TypeError("no lock");
  return sideOfLock(lock);
}

/** `kind severity before → after`. */
function told({ kind, severity, before, after, attempts }: Difference): string {
  const side = (service: Service | null) => (service === null ? "–" : wordsOf(service));
  const what =
    attempts === null ? `${side(before)} → ${side(after)}` : `${attempts.client} ${attempts.sockets}`;
  return `${kind} ${severity}: ${what}`;
}

function wordsOf(service: Service): string {
  const { protocols, answered } = service;
  return [
    serviceId(service),
    ...(protocols.length > 0 ? [protocols.join()] : []),
    ...(answered ? [] : ["?"]),
  ].join(" ");
}

const TURNED: Readonly<Record<DifferenceKind, DifferenceKind>> = {
  new: "gone",
  gone: "new",
  answered: "refused",
  refused: "answered",
  tried: "untried",
  untried: "tried",
  moved: "moved",
  identified: "identified",
};

/** Turned round, without severities: a service that is gone matters less than one that is new. */
function turnedRound(found: readonly Difference[]): string[] {
  return found
    .map(({ kind, before, after, attempts }) =>
      plain({ kind: TURNED[kind], before: after, after: before, attempts }),
    )
    .sort();
}

function plain({
  kind,
  before,
  after,
  attempts,
}: Pick<Difference, "kind" | "before" | "after" | "attempts">): string {
  return JSON.stringify({ kind, before, after, attempts });
}

const web = served(endsOf(SERVER, 80), ...HTTP);
const shell = served(endsOf(SERVER, 22), ...SSH);
const scanner = (port: number, count = 20, reply = refused) =>
  Array.from({ length: count }, (_, i) => reply(endsOf(SERVER, port + i, "10.0.0.66"))).flat();

type Row = readonly [what: string, before: Bytes[], after: Bytes[], differences: string[]];

const rows: readonly Row[] = [
  ["nothing", [...web, ...shell], [...shell, ...web], []],
  ["other client ports", web, served(endsOf(SERVER, 80, CLIENT, 51_234), ...HTTP), []],
  ["other clients", web, served(endsOf(SERVER, 80, "10.0.0.9"), ...HTTP), []],
  ["new", web, [...web, ...shell], ["new medium: – → 10.0.0.2 22/tcp ssh"]],
  ["gone", [...web, ...shell], web, ["gone low: 10.0.0.2 22/tcp ssh → –"]],
  ["a new group", [], datagrams(endsOf("224.0.0.251", 5353)), ["new low: – → 224.0.0.251 5353/udp"]],
  [
    "moved",
    served(endsOf(SERVER, 22), ...SSH),
    served(endsOf(SERVER, 2222), ...SSH),
    ["moved medium: 10.0.0.2 22/tcp ssh → 10.0.0.2 2222/tcp ssh"],
  ],
  [
    "refused now",
    web,
    refused(endsOf(SERVER, 80)),
    ["refused medium: 10.0.0.2 80/tcp http → 10.0.0.2 80/tcp ?"],
  ],
  [
    "unanswered now",
    web,
    unanswered(endsOf(SERVER, 80)),
    ["refused medium: 10.0.0.2 80/tcp http → 10.0.0.2 80/tcp ?"],
  ],
  [
    "answered now",
    refused(endsOf(SERVER, 80)),
    web,
    ["answered medium: 10.0.0.2 80/tcp ? → 10.0.0.2 80/tcp http"],
  ],
  [
    "another protocol",
    web,
    served(endsOf(SERVER, 80), ...SSH),
    ["identified medium: 10.0.0.2 80/tcp http → 10.0.0.2 80/tcp ssh"],
  ],
  [
    "one protocol more",
    web,
    [...web, ...served(endsOf(SERVER, 80, "10.0.0.3"), ...SSH)],
    ["identified medium: 10.0.0.2 80/tcp http → 10.0.0.2 80/tcp http,ssh"],
  ],
  [
    "one protocol less",
    [...web, ...served(endsOf(SERVER, 80, "10.0.0.3"), ...SSH)],
    web,
    ["identified info: 10.0.0.2 80/tcp http,ssh → 10.0.0.2 80/tcp http"],
  ],
  ["a protocol that was not told", served(endsOf(SERVER, 80)), web, []],
  ["an attempt", web, [...web, ...unanswered(endsOf(SERVER, 3306))], ["tried low: – → 10.0.0.2 3306/tcp ?"]],
  [
    "a refused attempt",
    web,
    [...web, ...refused(endsOf(SERVER, 3306))],
    ["tried info: – → 10.0.0.2 3306/tcp ?"],
  ],
  [
    "no attempt any more",
    [...web, ...refused(endsOf(SERVER, 3306))],
    web,
    ["untried info: 10.0.0.2 3306/tcp ? → –"],
  ],
  ["a scan is one row", web, [...web, ...scanner(5000)], ["tried medium: 10.0.0.66 20"]],
  ["the scan is over", [...web, ...scanner(5000)], web, ["untried info: 10.0.0.66 20"]],
  ["the same client scans other ports", scanner(5000), scanner(6000, 400), []],
  [
    "a server that a scan finds closed",
    web,
    scanner(70),
    ["refused medium: 10.0.0.2 80/tcp http → 10.0.0.2 80/tcp ?", "tried medium: 10.0.0.66 20"],
  ],
  [
    "a server that a scan had found closed",
    scanner(70),
    web,
    ["answered medium: 10.0.0.2 80/tcp ? → 10.0.0.2 80/tcp http", "untried info: 10.0.0.66 20"],
  ],
  [
    "what others try that a scan had tried",
    scanner(5000),
    [...scanner(5000), ...refused(endsOf(SERVER, 5001))],
    [],
  ],
  [
    "servers on the internet are one",
    served(endsOf("8.8.8.8", 443), ...HTTP),
    [...served(endsOf("9.9.9.9", 443), ...HTTP), ...served(endsOf("9.9.9.9", 853))],
    ["new medium: – → internet 853/tcp"],
  ],
  [
    "a scan of the internet finds closed what others had used",
    served(endsOf("8.8.8.8", 5001)),
    Array.from({ length: 20 }, (_, i) => refused(endsOf(`8.8.8.${i}`, 5001, "10.0.0.66"))).flat(),
    ["refused medium: internet 5001/tcp → internet 5001/tcp ?", "tried medium: 10.0.0.66 20"],
  ],
];

test.each(rows)("%s", async (_what, before, after, differences) => {
  const found = compareSides(await sideOf(before), await sideOf(after));
  expect(found.map(told)).toEqual(differences);
  const turned = compareSides(await sideOf(after), await sideOf(before));
  expect(turned.map(plain).sort()).toEqual(turnedRound(found));
});

test("the most severe comes first, then by kind, then in the order of locks", async () => {
  const before = [...web, ...served(endsOf("10.0.0.3", 25)), ...refused(endsOf("10.0.0.4", 22))];
  const after = [
    ...refused(endsOf(SERVER, 3306)),
    ...unanswered(endsOf(SERVER, 5432)),
    ...served(endsOf("10.0.1.10", 443)),
    ...served(endsOf("10.0.1.9", 443)),
    ...datagrams(endsOf("224.0.0.251", 5353)),
    ...refused(endsOf("10.0.0.3", 25)),
  ];
  expect(compareSides(await sideOf(before), await sideOf(after)).map(told)).toEqual([
    "new medium: – → 10.0.1.9 443/tcp",
    "new medium: – → 10.0.1.10 443/tcp",
    "refused medium: 10.0.0.3 25/tcp → 10.0.0.3 25/tcp ?",
    "new low: – → 224.0.0.251 5353/udp",
    "gone low: 10.0.0.2 80/tcp http → –",
    "tried low: – → 10.0.0.2 5432/tcp ?",
    "tried info: – → 10.0.0.2 3306/tcp ?",
    "untried info: 10.0.0.4 22/tcp ? → –",
  ]);
});

test("what was seen stands beside each service: outcomes, clients, frames", async () => {
  const after = [
    ...web,
    ...shell,
    ...served(endsOf(SERVER, 22, "10.0.0.3"), ...SSH),
    ...refused(endsOf(SERVER, 22, CLIENT, 41_000)),
  ];
  const [found] = compareSides(await sideOf(web), await sideOf(after));
  expect(found.after?.seen).toEqual({
    outcomes: { answered: 2, unanswered: 0, refused: 1 },
    clients: [CLIENT, "10.0.0.3"],
    clientCount: 2,
    frames: [6, 11, 16],
  });
  expect(found.before).toBeNull();
});

describe("a lock on one side", () => {
  const lines = [
    `${SERVER} 1-100/tcp`,
    "10.0.0.9 5432/tcp postgresql postgresql",
    "8.8.8.8 53/udp",
    "internet 443/tcp",
    `${SERVER} 8080/tcp - - unanswered`,
  ];
  const packets = [
    ...web,
    ...served(endsOf("1.1.1.1", 443)),
    ...datagrams(endsOf("8.8.8.8", 53), "q", "a"),
    ...served(endsOf(SERVER, 8080)),
    ...served(endsOf(SERVER, 101)),
  ];

  test("its entries and names are those of the capture", async () => {
    const { lock } = readLock(["# portolan.lock/1", ...lines].join("\n"), "ports.lock");
    const capture = sideOfTraffic(await surveyOf(packets), { entries: lock?.entries ?? [] });
    const found = compareSides(lockSide(...lines), capture);
    expect(found.map(told)).toEqual([
      "new medium: – → 10.0.0.2 101/tcp",
      "answered medium: 10.0.0.2 8080/tcp ? → 10.0.0.2 8080/tcp",
      "gone low: 10.0.0.9 5432/tcp postgresql → –",
    ]);
    expect(
      compareSides(capture, lockSide(...lines))
        .map(plain)
        .sort(),
    ).toEqual(turnedRound(found));
  });

  test("two locks", () => {
    const found = compareSides(lockSide(...lines), lockSide(...lines.slice(1), `${SERVER} 22/tcp ssh ssh`));
    expect(found.map(told)).toEqual([
      "new medium: – → 10.0.0.2 22/tcp ssh",
      "gone low: 10.0.0.2 1-100/tcp → –",
    ]);
  });
});

describe("laws of the fixtures", () => {
  const pairs = FIXTURE_CAPTURES.map(
    (capture, i) =>
      [
        capture.name,
        FIXTURE_CAPTURES[(i + 7) % FIXTURE_CAPTURES.length].name,
        capture.path,
        FIXTURE_CAPTURES[(i + 7) % FIXTURE_CAPTURES.length].path,
      ] as const,
  );

  test.each(FIXTURE_CAPTURES)(
    "$name against itself, and against its lock, is no difference",
    async ({ path }) => {
      const side = sideOfTraffic(await survey(path));
      expect(compareSides(side, sideOfTraffic(await survey(path)))).toEqual([]);
      const traffic = await survey(path);
      const { lock } = readLock(renderLock(seeServices(traffic).services), "ports.lock");
      if (lock === null) throw new TypeError("no lock");
      const found = compareSides(sideOfLock(lock), sideOfTraffic(traffic, { entries: lock.entries }));
      expect(found.filter(({ attempts }) => attempts === null)).toEqual([]);
    },
  );

  test.each(pairs)(
    "%s and %s: turned round, what is new is gone",
    async (_one, _other, onePath, otherPath) => {
      const one = sideOfTraffic(await survey(onePath));
      const other = sideOfTraffic(await survey(otherPath));
      const found = compareSides(one, other);
      expect(compareSides(other, one).map(plain).sort()).toEqual(turnedRound(found));
    },
  );
});
