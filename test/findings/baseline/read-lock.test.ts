import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Service } from "../../../src/findings/baseline/lock.ts";
import { looksLikeLock, readLock } from "../../../src/findings/baseline/read-lock.ts";
import { renderLock } from "../../../src/findings/baseline/write-lock.ts";

const MARK = "# portolan.lock/1";

function problemsOf(content: string | Uint8Array): readonly string[] {
  return readLock(content, "ports.lock").problems;
}

function entriesOf(...lines: string[]) {
  const { lock, problems } = readLock([MARK, ...lines, ""].join("\n"), "ports.lock");
  expect(problems).toEqual([]);
  return lock?.entries;
}

describe("an entry", () => {
  test.each<[string, object]>([
    [
      "10.0.0.5  443/tcp  https  tls",
      {
        server: "10.0.0.5",
        transport: "tcp",
        first: 443,
        last: 443,
        name: "https",
        protocols: ["tls"],
        answered: true,
      },
    ],
    ["10.0.0.5 443/tcp", { first: 443, name: null, protocols: [], answered: true }],
    ["10.0.0.5 443/tcp - -", { name: null, protocols: [] }],
    ["\t10.0.0.5\t443/TCP\thttps\ttls,http # ours", { transport: "tcp", protocols: ["http", "tls"] }],
    ["10.0.0.5 8080/tcp http-alt - unanswered", { answered: false }],
    ["10.0.0.5 514/udp syslog syslog unanswered#why", { answered: false, protocols: ["syslog"] }],
    ["10.0.0.5 40000-40100/tcp", { first: 40_000, last: 40_100 }],
    ["2001:DB8::0:1 53/udp dns dns", { server: "2001:db8::1" }],
    ["internet 443/tcp https tls", { server: "internet" }],
    ["büro-2.og 443/tcp https tls", { server: "büro-2.og" }],
    ["internet any/udp - bittorrent", { first: 0, last: 65_535, protocols: ["bittorrent"] }],
    ["10.0.0.5 0-65535/tcp - dcerpc", { first: 0, last: 65_535, protocols: ["dcerpc"] }],
    ["10.0.0.5 443/tcp https h3-of-a-later-version", { protocols: ["h3-of-a-later-version"] }],
  ])("%s", (line, expected) => {
    expect(entriesOf(line)).toMatchObject([{ ...expected, line: 2 }]);
  });

  test("any port of several protocols is an entry for each", () => {
    expect(entriesOf("internet any/udp - rtp,bittorrent")?.map(({ protocols }) => protocols)).toEqual([
      ["bittorrent"],
      ["rtp"],
    ]);
  });

  test("comments, blank lines, carriage returns and a byte order mark are no entries", () => {
    const text = `\uFEFF\r\n${MARK}\r\n# 10.0.0.1 1/tcp\r\n\r\n  # more\r\n10.0.0.5 1/tcp # x\r\n`;
    const { lock, problems } = readLock(text, "ports.lock");
    expect(problems).toEqual([]);
    expect(lock?.entries.map(({ server, line }) => [server, line])).toEqual([["10.0.0.5", 6]]);
  });
});

describe("what is wrong is told with its line, all at once", () => {
  test.each<[string, string[], RegExp[]]>([
    ["no port", ["10.0.0.5"], [/^ports\.lock:2: “10\.0\.0\.5” has no port: write/]],
    ["a port without transport", ["10.0.0.5 443"], [/:2: “443” has no transport: write 443\/tcp/]],
    ["several transports", ["10.0.0.5 53/tcp,udp"], [/:2: “53\/tcp,udp” has several transports/]],
    ["no transport of ours", ["10.0.0.5 53/icmp"], [/:2: “icmp” is no transport/]],
    ["any of no transport", ["10.0.0.5 any/ip - rtp"], [/:2: “ip” is no transport/]],
    ["no port at all", ["10.0.0.5 https/tcp"], [/:2: “https\/tcp” is no port/]],
    ["a port beyond", ["10.0.0.5 65536/tcp"], [/:2: 65536 is no port/]],
    ["backwards", ["10.0.0.5 9-8/tcp"], [/:2: 9-8 runs backwards/]],
    ["no address", ["10.0.0.300 1/tcp"], [/:2: “10\.0\.0\.300” is no address and no name/]],
    ["an old form of address", ["010.0.0.1 1/tcp"], [/:2: “010\.0\.0\.1” is no address/]],
    ["a CIDR", ["10.0.0.0/8 1/tcp"], [/:2: “10\.0\.0\.0\/8” is no address/]],
    ["no protocol", ["10.0.0.5 1/tcp - TLS!"], [/:2: “TLS!” is no protocol/]],
    ["an empty protocol", ["10.0.0.5 1/tcp - tls,"], [/:2: “” is no protocol/]],
    ["a strange last word", ["10.0.0.5 1/tcp - tls refused"], [/:2: “refused” is not known here/]],
    ["words too many", ["10.0.0.5 1/tcp - tls unanswered yes"], [/:2: there are words too many/]],
    ["any of nothing", ["internet any/udp"], [/:2: any port wants a protocol/]],
    ["any of http", ["internet any/tcp - http"], [/:2: “http” has a port of its own/]],
    [
      "the same twice",
      ["10.0.0.5 1/tcp", "# a comment", "10.0.0.5  1/tcp  x  tls"],
      [/:4: 10\.0\.0\.5 1\/tcp stands in line 2 already: keep one/],
    ],
    ["the same address in two forms", ["::1 1/tcp", "0::1 1/tcp"], [/:3: ::1 1\/tcp stands in line 2/]],
    ["several lines", ["x", "10.0.0.5 1/tcp", "10.0.0.5 y z"], [/:2: “x” has no port/, /:4: “y” is no port/]],
    [
      "a conflict",
      [
        "10.0.0.1 1/tcp",
        "<<<<<<< ours",
        "10.0.0.2 1/tcp",
        "=======",
        "10.0.0.2 1/tcp",
        ">>>>>>> theirs",
        "x",
      ],
      [/:3: git left a conflict here to line 7: keep the lines of both/, /:8: “x” has no port/],
    ],
    [
      "a conflict with what was before both",
      ["<<<<<<< a", "||||||| b", "10.0.0.2 1/tcp", "=======", ">>>>>>> c"],
      [/:2: git left a conflict here to line 6/],
    ],
    ["two conflicts", ["<<<<<<< a", ">>>>>>> b", "<<<<<<< a", ">>>>>>> b"], [/:2: git/, /:4: git/]],
    ["a conflict without an end", ["=======", "10.0.0.2 1/tcp"], [/:2: git left a conflict here to line 4/]],
    ["control codes", ["\u001b[2J 1/tcp"], [/:2: “\uFFFD\[2J” is no address/]],
  ])("%s", (_what, lines, expected) => {
    const problems = problemsOf([MARK, ...lines, ""].join("\n"));
    expect(problems).toHaveLength(expected.length);
    for (const [i, words] of expected.entries()) expect(problems[i]).toMatch(words);
    for (const problem of problems) expect(problem).toMatch(/^ports\.lock:\d+: \P{Cc}+$/u);
  });

  test.each<[string, string | Uint8Array, RegExp]>([
    [
      "a later version",
      "# portolan.lock/2\nwhatever it writes\n",
      /^ports\.lock:1: this is format 2 of locks, .* use a later/,
    ],
    [
      "a version of many digits",
      `# portolan.lock/${"9".repeat(400)}\n`,
      /^ports\.lock:1: this is format 9{20} /,
    ],
    ["nothing", "", /^ports\.lock:1: this is no lock/],
    ["blank lines", "\n\n\n", /^ports\.lock:1: this is no lock/],
    ["something else", "\nversion: 1\n", /^ports\.lock:2: this is no lock/],
    ["UTF-16", Uint8Array.of(0xff, 0xfe, 0x23, 0), /^ports\.lock:1: this is UTF-16/],
    [
      "Latin-1",
      Buffer.from(`${MARK}\n10.0.0.1 1/tcp # gr\xfc\xdfe\n`, "latin1"),
      /^ports\.lock:2: this is not UTF-8/,
    ],
    ["bytes", Uint8Array.of(0xc3, 0x28), /^ports\.lock:1: this is not UTF-8/],
  ])("%s is no lock", (_what, content, expected) => {
    const { lock, problems } = readLock(content, "ports.lock");
    expect(lock).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(expected);
  });

  test("a conflict in the beginning", () => {
    const text = `<<<<<<< a\n${MARK}\n=======\n# portolan.lock/2\n>>>>>>> b\n10.0.0.1 1/tcp\n`;
    expect(looksLikeLock(text)).toBe(true);
    expect(problemsOf(text)).toEqual([expect.stringMatching(/^ports\.lock:1: git left a conflict/)]);
  });
});

test("a lock is told from other files by how it begins", () => {
  expect([`${MARK}\n`, `\uFEFF\n ${MARK}`, "#portolan.lock/77"].map(looksLikeLock)).toEqual([
    true,
    true,
    true,
  ]);
  expect(["", "# ports", "portolan.lock/1", "=======\n", "\n\r\r\n"].map(looksLikeLock)).toEqual(
    new Array(5).fill(false),
  );
});

const server = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom("internet", "dmz", "büro", "z.9_-"));
const service = fc
  .record({
    server,
    transport: fc.constantFrom("tcp", "udp", "sctp", "dccp", "udplite"),
    first: fc.integer({ min: 0, max: 65_535 }),
    length: fc.constantFrom(0, 0, 0, 5),
    name: fc.constantFrom(null, "https", "my own name # 1", "x".repeat(64)),
    protocols: fc.uniqueArray(fc.constantFrom("tls", "http", "ssh"), { maxLength: 3 }),
    answered: fc.boolean(),
  })
  .map(({ length, ...fields }) => ({
    ...fields,
    last: Math.min(65_535, fields.first + length),
    protocols: [...fields.protocols].sort(),
  }));

describe("laws", () => {
  test("what is written is read again, and written again the same", () => {
    fc.assert(
      fc.property(fc.array(service, { maxLength: 40 }), (written) => {
        const { lock, problems } = readLock(renderLock(written as Service[]), "ports.lock");
        // Chance may bring the same service twice, which a capture does not.
        const others = problems.filter((problem) => !problem.includes("already"));
        expect(others).toEqual([]);
        const entries = lock?.entries ?? [];
        const text = renderLock(entries);
        expect(readLock(text, "ports.lock").problems).toEqual([]);
        expect(renderLock(readLock(text, "ports.lock").lock?.entries ?? [])).toBe(text);
        expect(renderLock([...entries].reverse())).toBe(text);
      }),
      { numRuns: 200, seed: 5 },
    );
  });

  test("no text makes it throw, and every problem is a line that says where", () => {
    const word = fc.constantFrom(
      MARK,
      "10.0.0.1",
      "443/tcp",
      "any/udp",
      "-",
      "tls",
      "unanswered",
      "#",
      "\n",
      "\r\n",
      "<<<<<<< x",
      "\0",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(word, { maxLength: 30 }).map((words) => words.join(" ")),
    );
    fc.assert(
      fc.property(text, (content) => {
        for (const problem of [...problemsOf(content), ...problemsOf(`${MARK}\n${content}`)]) {
          expect(problem).toMatch(/^ports\.lock:[1-9]\d*: \P{Cc}+$/u);
          expect(problem.length).toBeLessThan(400);
        }
      }),
      { numRuns: 1000, seed: 5 },
    );
  });

  test("cut anywhere, it is a lock of fewer lines, or told to be none", () => {
    const bytes = new TextEncoder().encode(`${MARK}\n10.0.0.5  443/tcp  https  tls  # größe\n`);
    for (let end = 0; end < bytes.length; end++) {
      const { lock, problems } = readLock(bytes.subarray(0, end), "ports.lock");
      expect(lock === null ? problems.length : 1).toBe(1);
      expect(lock?.entries.length ?? 0).toBeLessThanOrEqual(1);
    }
  });
});
