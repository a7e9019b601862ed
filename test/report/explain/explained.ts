/** Explains every flow of some captures, without the frames that only a watch knows. */
import { survey } from "../../../src/analyze.ts";
import type { EndFrames } from "../../../src/flows/flow-frames.ts";
import { explainFlows } from "../../../src/report/explain/explain-flow.ts";
import type { FlowExplanations } from "../../../src/report/explain/explanation.ts";
import type { Survey } from "../../../src/report/survey.ts";

export const NO_FRAMES: EndFrames = {
  first: null,
  syn: null,
  synAck: null,
  payload: null,
  fin: null,
  rst: null,
  unreachable: null,
  otherError: null,
};

export function explainAll(found: Survey): FlowExplanations {
  const flows = Array.from({ length: found.flows.count }, (_, flow) => flow);
  return explainFlows(found, flows, () => ({ a: NO_FRAMES, b: NO_FRAMES }));
}

export async function explainCapture(path: string): Promise<FlowExplanations> {
  return explainAll(await survey(path, { threads: 1 }));
}
