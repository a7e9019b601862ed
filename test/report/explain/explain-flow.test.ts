/** What explanations have to agree with, on every flow of every fixture. */
import { describe, expect, it } from "vitest";
import { survey } from "../../../src/analyze.ts";
import { strengthOf } from "../../../src/report/explain/explain-flow.ts";
import { renderFlowExplanations } from "../../../src/report/explain/render-explanation.ts";
import { gradeFlow } from "../../../src/report/explain/socket-counts.ts";
import { flowRows } from "../../../src/report/flow-rows.ts";
import { widthOf } from "../../../src/report/text-table.ts";
import * as clue from "../../../src/roles/clues.ts";
import * as role from "../../../src/roles/role.ts";
import { serviceWeights } from "../../../src/services/registry.ts";
import { FIXTURE_CAPTURES } from "../../fixture-captures.ts";
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
    const found = await survey(path, { threads: 1 });
    const { flows } = found;
    const weights = serviceWeights();
    for (let flow = 0; flow < flows.count; flow++) {
      const { grades, tellsItself, a, b } = gradeFlow(found, flow, weights);
      const asked = !tellsItself && grades[role.CLUE_FTP_DATA] === 0;
      const isWithin = ({ clientPorts }: typeof a, port: number) =>
        Number(clientPorts !== null && port >= clientPorts.first && port <= clientPorts.last);
      const certain = ({ certainlyServer, certainlyClient }: typeof a) => certainlyServer - certainlyClient;
      const expected = asked
        ? [
            clue.knownServerClue(certain(a), certain(b)),
            clue.fanInClue(a.flows, b.flows),
            clue.busyPortClue(a.flowsOfPort, b.flowsOfPort),
            clue.clientPortsClue(isWithin(a, flows.portA(flow)), isWithin(b, flows.portB(flow))),
          ]
        : [0, 0, 0, 0];
      const given = [
        grades[role.CLUE_KNOWN_SERVER],
        grades[role.CLUE_FAN_IN],
        grades[role.CLUE_BUSY_PORT],
        grades[role.CLUE_CLIENT_PORTS],
      ];
      expect(given.map((grade) => grade + 0)).toEqual(expected.map((grade) => grade + 0));
    }
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
