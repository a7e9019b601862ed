import { describe, expect, test } from "vitest";
import type { Lock, LockEntry, Service } from "../../../src/findings/baseline/lock.ts";
import { readLock } from "../../../src/findings/baseline/read-lock.ts";
import { renderLock, updateLock } from "../../../src/findings/baseline/write-lock.ts";

function lockOf(text: string): Lock {
  const { lock, problems } = readLock(text, "ports.lock");
  expect(problems).toEqual([]);
  if (lock === null) throw new TypeError("no lock");
  return lock;
}

/** `server ports protocols…`, as it was seen. */
function seen(line: string, entry: LockEntry | null = null): Service & { entry: LockEntry | null } {
  const { entries } = lockOf(`# portolan.lock/1\n${line}\n`);
  return { ...entries[0], entry };
}

const LOCK = `# portolan.lock/1
# The services of our house.

# --- web
10.0.0.1   443/tcp  https  tls   # the shop
10.0.0.3 80/tcp http -

# --- data
10.0.0.9         5432/tcp     postgresql       postgresql  unanswered   # moves on Monday
`;

function updated(
  text: string,
  lines: readonly string[],
  again: (entries: readonly LockEntry[]) => object[] = () => [],
) {
  const lock = lockOf(text);
  const changed = again(lock.entries) as (Service & { entry: LockEntry })[];
  return updateLock(lock, [...changed, ...lines.map((line) => seen(line))]);
}

describe("update", () => {
  test("nothing new: the same bytes", () => {
    const { text, added, changed } = updated(LOCK, [], ([first]) => [
      { ...first, protocols: [], entry: first },
    ]);
    expect({ text, added, changed }).toEqual({ text: LOCK, added: [], changed: [] });
  });

  test("new lines go behind what stands before them, comments and other lines stay", () => {
    const lines = [
      "10.0.0.2 22/tcp ssh ssh",
      "10.0.0.2 21/tcp ftp",
      "9.9.9.9 53/udp dns dns",
      "internet 443/tcp https",
    ];
    const { text, added } = updated(LOCK, lines);
    expect(added.map(({ server, first }) => `${server} ${first}`)).toEqual([
      "9.9.9.9 53",
      "10.0.0.2 21",
      "10.0.0.2 22",
      "internet 443",
    ]);
    expect(text).toBe(`# portolan.lock/1
# The services of our house.

9.9.9.9          53/udp       dns              dns
# --- web
10.0.0.1   443/tcp  https  tls   # the shop
10.0.0.2         21/tcp       ftp              -
10.0.0.2         22/tcp       ssh              ssh
10.0.0.3 80/tcp http -

# --- data
10.0.0.9         5432/tcp     postgresql       postgresql  unanswered   # moves on Monday
internet         443/tcp      https            -
`);
  });

  test("a known service's protocols and answers are added to its line, its comment stays", () => {
    const { text, added, changed } = updated(LOCK, [], ([shop, , data]) => [
      { ...shop, protocols: ["http", "tls"], entry: shop },
      { ...data, answered: true, entry: data },
    ]);
    expect(added).toEqual([]);
    expect(changed.map(({ before }) => before.line)).toEqual([5, 9]);
    expect(text.split("\n")[4]).toBe("10.0.0.1         443/tcp      https            http,tls   # the shop");
    expect(text.split("\n")[8]).toBe(
      "10.0.0.9         5432/tcp     postgresql       postgresql   # moves on Monday",
    );
    expect(text.split("\n").toSpliced(8, 1).toSpliced(4, 1)).toEqual(
      LOCK.split("\n").toSpliced(8, 1).toSpliced(4, 1),
    );
  });

  test("what an entry knows is never taken from it", () => {
    const { text } = updated(LOCK, [], ([shop]) => [
      { ...shop, protocols: ["ssh"], answered: false, entry: shop },
    ]);
    expect(text).toContain("ssh,tls   # the shop");
    expect(text).not.toContain("tls  unanswered");
  });

  test("a line of several protocols without a port keeps them all", () => {
    const text = "# portolan.lock/1\ninternet any/udp - rtp,stun unanswered # calls\n";
    const result = updated(text, [], (entries) =>
      entries.slice(0, 1).map((entry) => ({ ...entry, answered: true, entry })),
    );
    expect(result.text).toBe(
      "# portolan.lock/1\ninternet         any/udp      -                rtp,stun # calls\n",
    );
  });

  test.each<[string, string, string]>([
    ["into an empty lock", renderLock([]), `${renderLock([])}LINE\n`],
    ["behind the mark alone", "# portolan.lock/1", "# portolan.lock/1\nLINE"],
    [
      "without a blank line",
      "# portolan.lock/1\n# x\n10.0.0.9 1/tcp",
      "# portolan.lock/1\n# x\nLINE\n10.0.0.9 1/tcp",
    ],
    [
      "without a last line feed",
      "# portolan.lock/1\n\n10.0.0.1 1/tcp",
      "# portolan.lock/1\n\n10.0.0.1 1/tcp\nLINE",
    ],
    [
      "with carriage returns",
      "# portolan.lock/1\r\n\r\n10.0.0.1 1/tcp\r\n",
      "# portolan.lock/1\r\n\r\n10.0.0.1 1/tcp\r\nLINE\r\n",
    ],
    ["behind a byte order mark", "\uFEFF# portolan.lock/1\n\n", "\uFEFF# portolan.lock/1\n\nLINE\n"],
    [
      "into a file out of order: behind the entry that is next before it",
      "# portolan.lock/1\n\ninternet 443/tcp\n10.0.0.1 1/tcp\n10.0.0.0 1/tcp\n",
      "# portolan.lock/1\n\ninternet 443/tcp\n10.0.0.1 1/tcp\nLINE\n10.0.0.0 1/tcp\n",
    ],
  ])("%s", (_what, before, after) => {
    const line = "10.0.0.5         1/tcp        -                -";
    const { text } = updated(before, [line]);
    expect(text).toBe(after.replace("LINE", line));
    expect(lockOf(text).entries.some(({ server }) => server === "10.0.0.5")).toBe(true);
  });

  test("a lock that was written and one that grew are the same", () => {
    const services = ["10.0.0.1 1/tcp", "10.0.0.1 2/udp", "10.0.0.2 1/tcp", "::1 9/tcp", "internet 443/tcp"];
    const whole = renderLock(services.map((line) => seen(line)));
    let grown = renderLock([]);
    for (const i of [3, 0, 4, 2, 1]) grown = updated(grown, [services[i]]).text;
    expect(grown).toBe(whole);
  });
});
