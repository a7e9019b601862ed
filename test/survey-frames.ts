/** The whole journey of a few packets: written as a capture, read, and worked through every stage. */
import { type AnalyzeOptions, survey } from "../src/analyze.ts";
import type { Survey } from "../src/report/survey.ts";
import type { Packet } from "./collect-frames.ts";
import type { Bytes } from "./frames.ts";
import { pcapFile } from "./records/capture-writer.ts";

const LINK_RAW = 101;

export async function surveyOf(
  packets: readonly (Packet | Bytes)[],
  options: AnalyzeOptions = {},
): Promise<Survey> {
  const written = packets.map((packet) => {
    if (packet instanceof Uint8Array) return { data: packet, seconds: 1000 };
    const { frame, seconds = 1000, nanoseconds = 0, originalLength = frame.length } = packet;
    return { data: frame, seconds, fraction: nanoseconds, originalLength };
  });
  const file = pcapFile({ linkType: LINK_RAW, nanosecond: true, packets: written });
  return survey(stream(file), options);
}

async function* stream(file: Uint8Array): AsyncGenerator<Uint8Array> {
  yield file;
}
