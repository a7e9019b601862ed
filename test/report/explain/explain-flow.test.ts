/** What explanations have to agree with, on every flow of every fixture. */
import { describe, expect, it } from "vitest";
import { randomNumbers } from "../../../scripts/bench/random-numbers.ts";
import { survey } from "../../../src/analyze.ts";
import { strengthOf } from "../../../src/report/explain/explain-flow.ts";
import type { SocketExplanation } from "../../../src/report/explain/explanation.ts";
import { renderFlowExplanations } from "../../../src/report/explain/render-explanation.ts";
import { gradeFlow } from "../../../src/report/explain/socket-counts.ts";
import { flowRows } from "../../../src/report/flow-rows.ts";
import type { Survey } from "../../../src/report/survey.ts";
import { widthOf } from "../../../src/report/text-table.ts";
import * as clue from "../../../src/roles/clues.ts";
import * as role from "../../../src/roles/role.ts";
import { serviceWeights } from "../../../src/services/registry.ts";
import { FIXTURE_CAPTURES } from "../../fixture-captures.ts";
import { ACK, HELLO, ipv4, SYN, tcp } from "../../frames.ts";
import { surveyOf } from "../../survey-frames.ts";
import { explainAll } from "./explained.ts";

/** Confidences are told in steps. */
const STEP = 0.02;
const MOST = 0.99;

describe.each(FIXTURE_CAPTURES)("$name", ({ path }) => {
  it("is explained as it was decided", async () => {
    const found = await survey(path, { threads: 1 });
    const { flows } = explainAll(found);
    expect(flows.map(({ flow }) => flow)).toEqual([...flowRows(found)]);
    for (const { flow, role: told, service } of flows) {
      const supporting = told.evidence.filter(({ supports }) => supports).map((row) => row.clue);
      expect(supporting.sort()).toEqual([...flow.role.because].sort());
      expect(told).toMatchObject({ known: flow.role.known, confidence: flow.role.confidence });
      expect(told.server).toEqual(flow.server);
      const confidence = Math.min(MOST, 1 / (1 + Math.exp(-told.logOdds)));
      expect(Math.abs(confidence - flow.role.confidence)).toBeLessThan(STEP);
      for (const { server, supports } of told.evidence) {
        expect(server).toEqual(supports ? flow.server : flow.client);
      }
      const weights = told.evidence.map(({ logOdds }) => logOdds);
      expect(weights).toEqual([...weights].sort((one, other) => other - one));
      const silent = told.silent.map((row) => row.clue);
      expect(silent.filter((name) => told.evidence.some((row) => row.clue === name))).toEqual([]);
      expect(service.label).toBe(flow.service.label);
    }
  });

  it("counts of its sockets what the clues were told", async () => {
    expectSocketsAsTold(await survey(path, { threads: 1 }));
  });

  it.each([60, 80, 160])("fits %i columns, and says nothing that is not there", async (width) => {
    const explanations = explainAll(await survey(path, { threads: 1 }));
    const text = renderFlowExplanations(explanations, { width, colour: false, unicode: true });
    const lines = text.split("\n");
    expect(lines.filter((line) => widthOf(line) > width)).toEqual([]);
    expect(text).not.toMatch(/undefined|null|NaN|\[object/);
    expect(lines.filter((line) => /^ {2}[a-z-]+ {2}.*…/.test(line))).toEqual([]);
  });
});

/** Clues of the sockets, from the counts of the explanation; answers with how often each spoke. */
function expectSocketsAsTold(found: Survey): number[] {
  const { flows } = found;
  const weights = serviceWeights();
  const spoke = [0, 0, 0, 0];
  for (let flow = 0; flow < flows.count; flow++) {
    const { grades, tellsItself, a, b } = gradeFlow(found, flow, weights);
    const isAsked = !tellsItself && grades[role.CLUE_FTP_DATA] === 0;
    const isWithin = ({ clientPorts }: SocketExplanation, port: number) =>
      Number(clientPorts !== null && port >= clientPorts.first && port <= clientPorts.last);
    const certain = ({ certainlyServer, certainlyClient }: SocketExplanation) =>
      certainlyServer - certainlyClient;
    const expected = [
      clue.knownServerClue(certain(a), certain(b)),
      clue.fanInClue(a.heard ?? 0, b.heard ?? 0, a.counted ?? 0, b.counted ?? 0),
      clue.busyPortClue(a.flowsOfPort, b.flowsOfPort),
      clue.clientPortsClue(isWithin(a, flows.portA(flow)), isWithin(b, flows.portB(flow))),
    ];
    const given = [
      grades[role.CLUE_KNOWN_SERVER],
      grades[role.CLUE_FAN_IN],
      grades[role.CLUE_BUSY_PORT],
      grades[role.CLUE_CLIENT_PORTS],
    ];
    // -0 is 0.
    expect(given.map((grade) => grade + 0)).toEqual(expected.map((grade) => (isAsked ? grade + 0 : 0)));
    for (const [i, grade] of given.entries()) if (grade !== 0) spoke[i]++;
  }
  return spoke;
}

it("counts the sockets of flows at random, some with handshakes and most without", async () => {
  const next = randomNumbers(20_261_122);
  const oneOf = <Item>(items: readonly Item[]) => items[next(items.length)];
  const servers = [80, 7777, 8888, 40_000];
  const packets = Array.from({ length: 400 }, () => {
    const [client, server] = [`10.0.0.${1 + next(8)}`, `10.0.1.${1 + next(4)}`];
    const ports = { sourcePort: 33_000 + next(900), destinationPort: oneOf(servers) };
    return ipv4(tcp(HELLO, { ...ports, flags: oneOf([SYN, ACK, ACK, ACK]) }), {
      source: client,
      destination: server,
    });
  });
  const spoke = expectSocketsAsTold(await surveyOf(packets));
  expect(spoke.every((count) => count > 10)).toBe(true);
});

describe("strengths", () => {
  it.each([
    [0.37, "weak"],
    [2.19, "weak"],
    [2.2, "strong"],
    [3.88, "strong"],
    [3.9, "decisive"],
    [8.2, "decisive"],
  ])("%d is %s", (logOdds, strength) => {
    expect(strengthOf(logOdds)).toBe(strength);
  });
});
