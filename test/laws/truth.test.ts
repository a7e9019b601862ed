/** Every capture against what tshark was seen to count in it, packet by packet (fixtures/expected). */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { differencesOf, type TruthFlow, type TruthView } from "../../scripts/compare-with-truth.ts";
import { survey } from "../../src/analyze.ts";
import { flowRows } from "../../src/report/flow-rows.ts";
import { FIXTURE_CAPTURES } from "../fixture-captures.ts";
import { flowCounters } from "./flow-counters.ts";

interface ExpectedFlow extends TruthFlow {
  /** Null where tshark's figure is open. */
  readonly payload_ab: number | null;
  readonly payload_ba: number | null;
  readonly client: "a" | "b" | null;
  readonly syn_both: boolean;
}

interface ExpectedView {
  readonly counts: TruthView["counts"];
  readonly flows: readonly ExpectedFlow[];
}

interface Expected {
  readonly readError: string | null;
  readonly frames: number;
  readonly outer: ExpectedView;
  readonly inner: ExpectedView;
}

const FOLDER = fileURLToPath(new URL("../../fixtures/expected/", import.meta.url));
const PROTOCOLS: Readonly<Record<string, number>> = { tcp: 6, udp: 17, dccp: 33, sctp: 132, udplite: 136 };
/** What differencesOf compares. */
const COMPARED = ["tcp", "udp", "sctp"];

function expectedOf(name: string): Expected {
  return JSON.parse(readFileSync(`${FOLDER}${name}.json`, "utf8")) as Expected;
}

test.each(FIXTURE_CAPTURES)("$name has a truth", ({ name }) => {
  expect(existsSync(`${FOLDER}${name}.json`)).toBe(true);
});

describe.each(["inner", "outer"] as const)("tunnels %s", (tunnels) => {
  test.each(FIXTURE_CAPTURES)("$name", async ({ name, path }) => {
    const expected = expectedOf(name);
    const { counts, flows } = expected[tunnels];
    const found = await survey(path, { tunnels });
    const compared = flows.filter(({ proto }) => COMPARED.includes(proto));
    expect(differencesOf(found, { counts, flows: compared })).toEqual([]);
    expect(found.captures[0].packets).toBe(expected.frames);
    expect(found.captures[0].complete).toBe(expected.readError === null);

    const counters = flowCounters(found);
    expect(counters.size).toBe(flows.length);
    for (const flow of flows) expect(counters.get(keyOf(flow)), keyOf(flow)).toMatchObject(countersOf(flow));
  });

  test.each(FIXTURE_CAPTURES)("$name: whoever opens a connection is its client", async ({ name, path }) => {
    const clients = new Map(
      expectedOf(name)
        [tunnels].flows.filter(({ client, syn_both }) => client !== null && !syn_both)
        .map((flow) => [keyOf(flow), flow.client === "a" ? flow.a : flow.b]),
    );
    let known = 0;
    for (const { transport, client, server, role } of flowRows(await survey(path, { tunnels }))) {
      const ends = [client, server].map(({ address, port }) => `${address} ${port}`);
      const protocol = PROTOCOLS[transport];
      const truth =
        clients.get(`${protocol} ${ends.join(" ")}`) ??
        clients.get(`${protocol} ${ends.toReversed().join(" ")}`);
      if (truth === undefined) continue;
      expect([client.address, client.port]).toEqual(truth);
      expect(role.known).toBe(true);
      known++;
    }
    expect(known).toBe(clients.size);
  });
});

function keyOf({ proto, a, b }: ExpectedFlow): string {
  return [PROTOCOLS[proto], ...a, ...b].join(" ");
}

function countersOf({ ab, ba, frag_ab = [0, 0], frag_ba = [0, 0], payload_ab, payload_ba }: ExpectedFlow) {
  const counters = {
    packets: [ab[0] + frag_ab[0], ba[0] + frag_ba[0]],
    bytes: [ab[1] + frag_ab[1], ba[1] + frag_ba[1]],
  };
  if (payload_ab === null || payload_ba === null) return counters;
  return { ...counters, payloadBytes: [payload_ab, payload_ba] };
}
