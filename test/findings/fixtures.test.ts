/** What the kinds of findings say of the real captures: what is truly there, and nothing else. */
import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { survey } from "../../src/analyze.ts";
import type { Finding, Rule } from "../../src/findings/finding.ts";
import { FIXTURE_CAPTURES, fixtureCapture } from "../fixture-captures.ts";
import { hasTshark } from "./tshark.ts";

const KINDS: readonly Rule[] = [
  ...(["sensitive-port", "protocol-mismatch", "cleartext-service"] as const),
  ...(["dynamic-listener", "rare-port", "beaconing"] as const),
];

/** Mail was read over IMAP and POP3 without TLS; files were fetched by anybody. */
const IMAP = "medium cleartext-service 10.20.0.25 143";
const TRULY_THERE: Readonly<Record<string, readonly string[]>> = {
  "exposed.pcap": [
    "high sensitive-port 10.20.0.63,fd00:20::63 6379",
    "medium protocol-mismatch 10.20.0.20 22",
    "medium cleartext-service 10.20.0.20 80",
    "medium beaconing 192.31.196.7 10625",
    "low protocol-mismatch 10.20.0.23 443",
    "low dynamic-listener 10.20.0.63 50123",
    "info sensitive-port 10.20.0.20 3306,3389",
  ],
  "ftp.pcap": ["info cleartext-service 10.20.0.21,fd00:20::21 21"],
  // Passwords were guessed, all of them in vain: 530, and never 230.
  "ftp-guesses.pcap": ["low cleartext-service 10.20.0.21 21"],
  "mail.pcap": ["medium cleartext-service 10.20.0.25 110", IMAP],
  "office.pcapng": [IMAP],
  // A script asks two pages every two seconds.
  "scan-slow.pcap": ["info beaconing 10.20.1.20 80", "info beaconing 10.20.1.20 8081"],
  "two-sections.pcapng": [IMAP],
};

async function findingsIn(path: string): Promise<Finding[]> {
  const { found } = await survey(path, { threads: 1 });
  return found.findings.filter(({ rule }) => KINDS.includes(rule));
}

function inWords({ severity, rule, servers, ports }: Finding): string {
  return `${severity} ${rule} ${[...servers].sort()} ${ports.map(({ first }) => first)}`;
}

test.each(FIXTURE_CAPTURES.map(({ name, path }) => [name, path]))("%s", async (name, path) => {
  expect((await findingsIn(path)).map(inWords).sort()).toEqual([...(TRULY_THERE[name] ?? [])].sort());
});

describe.skipIf(!hasTshark)("where tshark is installed", () => {
  test.each(Object.keys(TRULY_THERE))("the filters of %s show the frames", async (name) => {
    const { path } = fixtureCapture(name);
    for (const { displayFilter, frames } of await findingsIn(path)) {
      const words = ["-r", path, "-Y", displayFilter, "-T", "fields", "-e", "frame.number"];
      const shown = execFileSync("tshark", words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
      expect(frames.length).toBeGreaterThan(0);
      expect(shown.split("\n").map(Number)).toEqual(expect.arrayContaining([...frames]));
    }
  });
});
