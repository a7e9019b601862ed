/** Everything that the stages counted, as plain data that two ways of counting can be compared by. */
import { FLOW_WORDS, WORD_ENCAPSULATION, WORD_PAYLOAD_A, WORD_PAYLOAD_B } from "../src/flows/flow.ts";
import type { PacketStages } from "../src/workers/count-part.ts";

/** Words that are numbers of something else, which is compared itself. */
const REFERENCES = [WORD_ENCAPSULATION, WORD_PAYLOAD_A, WORD_PAYLOAD_B];

export function pictureOf({ collector, decoder, announcements, timeline }: PacketStages) {
  const { flows } = collector;
  return {
    frames: collector.frames,
    verdictPackets: [...collector.verdictPackets],
    verdictBytes: [...collector.verdictBytes],
    timeline: timeline?.list(),
    announcements: [...announcements.list()],
    flows: Array.from({ length: flows.count }, (_, flow) => ({
      words: [...flows.words.subarray(flow * FLOW_WORDS, (flow + 1) * FLOW_WORDS)].filter(
        (__, word) => !REFERENCES.includes(word),
      ),
      payload: [false, true].map((fromB) => Buffer.from(flows.firstPayload(flow, fromB)).toString("hex")),
      via: decoder.encapsulations.words(flows.encapsulation(flow)),
    })),
  };
}
