/** From packets to the page: hand-made captures, judged and rendered. */
import { describe, expect, test } from "vitest";
import type { Part } from "../../scripts/capture-parts.ts";
import { VARIANTS } from "../../scripts/roles-bench/harder.ts";
import { type JudgedCapture, type JudgedVariant, judgeCapture } from "../../scripts/roles-bench/judge.ts";
import { renderResults, renderWrong } from "../../scripts/roles-bench/render.ts";
import { type Results, resultsOf } from "../../scripts/roles-bench/results.ts";
import { endText } from "../../src/flows/flow-ends.ts";
import { type Ends, tcpBetween } from "../conversations.ts";
import { packetsOf } from "./conversation-packets.ts";

const CONDITIONS = { date: "2026-01-01", commit: "abc", node: "v20", argus: null };
const USUAL: Ends = { client: ["10.0.0.1", 40_000], server: ["10.0.0.2", 80] };
/** A client with the lower port. */
const TURNED: Ends = { client: ["10.0.0.3", 2000], server: ["10.0.0.4", 40_000] };

async function judged(path: string, part: Part, ends: Ends): Promise<JudgedCapture> {
  const { syn, synAck, ack, request, response } = tcpBetween(ends);
  const frames = [syn(), synAck(), ack(), request(), response()];
  return judgeCapture(await packetsOf(frames), { path, part, asksArgus: false });
}

/** As if portolan had been wrong wherever the openings are gone. */
function toldWrong(capture: JudgedCapture): JudgedCapture {
  const wrong = ({ flows, gone }: JudgedVariant): JudgedVariant => ({
    flows: flows.map((flow) => ({
      ...flow,
      own: { server: endText(flow.client), isKnown: true, confidencePercent: 97, clue: "made-up" },
    })),
    gone,
  });
  const { "no-syn": noSyn, "one-direction-no-syn": oneDirection } = capture.variants;
  return {
    ...capture,
    variants: {
      ...capture.variants,
      "no-syn": wrong(noSyn),
      "one-direction-no-syn": wrong(oneDirection),
    },
  };
}

describe("a capture", () => {
  test("is judged in every variant; what has no packets left is counted apart", async () => {
    const { variants, truth, packets } = await judged("x.pcap", "judged", USUAL);
    expect(packets).toBe(5);
    expect(truth.established.size).toBe(1);
    const left = VARIANTS.map((variant) => [variants[variant].flows.length, variants[variant].gone]);
    expect(left).toEqual([
      [1, 0],
      [1, 0],
      [0, 1],
      [1, 0],
      [1, 0],
    ]);
  });

  test("is told with what portolan and others say of it", async () => {
    const { variants } = await judged("x.pcap", "judged", TURNED);
    expect(variants.complete.flows[0].own).toMatchObject({ server: "10.0.0.4:40000", isKnown: true });
    expect(Object.values(variants["no-syn"].flows[0].others)).toEqual([
      "10.0.0.3:2000",
      "10.0.0.3:2000",
      "10.0.0.4:40000",
    ]);
  });
});

describe("the results", () => {
  async function results(): Promise<Results> {
    const captures = await Promise.all([
      judged("shown|<b>.pcap", "training", TURNED).then(toldWrong),
      judged("hidden.pcap", "judged", TURNED).then(toldWrong),
      judged("fine.pcap", "judged", USUAL),
    ]);
    return resultsOf(captures, 4, CONDITIONS);
  }

  test("keep the parts apart", async () => {
    const { parts, unreadable } = await results();
    expect(unreadable).toBe(4);
    expect(parts.judged.counts).toMatchObject({
      captures: 2,
      packets: 10,
      established: 2,
      sharedWithOther: 1,
    });
    expect(parts.training.counts).toMatchObject({
      captures: 1,
      packets: 5,
      established: 1,
      sharedWithOther: 1,
    });
    expect(parts.judged.variants["no-syn"].own.all).toMatchObject({ flows: 2, right: 1 });
    expect(parts.training.variants["no-syn"].own.all).toMatchObject({ flows: 1, right: 0 });
  });

  test("list wrong flows of the captures for training only, variants with the same reason together", async () => {
    const { wrongInTraining } = await results();
    expect(wrongInTraining.map(({ capture }) => capture)).toEqual(["shown|<b>.pcap"]);
    expect(wrongInTraining[0].variants).toEqual(["no-syn", "one-direction-no-syn"]);
    expect(renderWrong(wrongInTraining)).toMatch(
      /^shown\|<b>\.pcap\ttcp 10\.0\.0\.3:2000 → 10\.0\.0\.4:40000\tno-syn,one-direction-no-syn\tmade-up\t0\.97\tknown$/,
    );
  });

  test("have the judged captures first, and names of files cannot break a table", async () => {
    const page = renderResults(await results());
    expect(page.indexOf("## Captures not trained on")).toBeGreaterThan(0);
    expect(page.indexOf("## Captures not trained on")).toBeLessThan(page.indexOf("## Captures for training"));
    expect(page).toContain("| shown\\|\\<b\\>.pcap | tcp 10.0.0.3:2000 → 10.0.0.4:40000 |");
    expect(page).not.toContain("hidden.pcap");
    expect(page).toContain("| no-syn | 2 | 50.0 % | 50.0 % (2) |");
  });

  test("are the same from the same captures", async () => {
    expect(renderResults(await results())).toBe(renderResults(await results()));
  });
});
