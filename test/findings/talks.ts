/** Captures of talks between hosts, and what one kind of findings says of them. */
import type { AnalyzeOptions } from "../../src/analyze.ts";
import type { Finding, Rule } from "../../src/findings/finding.ts";
import type { Packet } from "../collect-frames.ts";
import { icmpError, tcpBetween, udpBetween } from "../conversations.ts";
import { type Bytes, text } from "../frames.ts";
import { surveyOf } from "../survey-frames.ts";

export interface Talk {
  readonly from: string;
  /** The client's port; talks of a table have ports one after the other unless told. */
  readonly fromPort?: number;
  readonly to: string;
  readonly port: number;
  readonly transport?: "tcp" | "udp";
  /** What the client says, a packet each. */
  readonly asks?: readonly (string | Bytes)[];
  readonly answers?: readonly (string | Bytes)[];
  /** `open`: a handshake, and nothing said. Answered, unless told. */
  readonly outcome?: "answered" | "unanswered" | "refused" | "open" | "midstream";
  readonly seconds?: number;
  readonly nanoseconds?: number;
}

/** On the internet; addresses of others, who are not asked. */
export const STRANGER = "185.1.2.3";
export const OTHER_STRANGER = "91.4.5.6";
export const STRANGER_IPV6 = "2a02:1::5";
export const HOST = "10.0.0.1";
export const OTHER_HOST = "10.0.0.2";
export const SERVER = "10.0.9.9";

const FIRST_PORT = 33_000;

export function packetsOf(talks: readonly Talk[]): Packet[] {
  return talks.flatMap((talk, i) => {
    const { seconds = 1000 + i, nanoseconds = 0 } = talk;
    const frames = framesOf({ fromPort: FIRST_PORT + i, ...talk });
    return frames.map((frame) => ({ frame, seconds, nanoseconds }));
  });
}

function framesOf(talk: Talk & { readonly fromPort: number }): Bytes[] {
  const { transport = "tcp", outcome = "answered", asks = ["asked"], answers = ["answer"] } = talk;
  const ends = { client: [talk.from, talk.fromPort], server: [talk.to, talk.port] } as const;
  if (transport === "udp") {
    const between = udpBetween(ends);
    const asked = asks.map((said) => between.request(bytesOf(said)));
    if (outcome === "unanswered") return asked;
    if (outcome === "refused") return [...asked, icmpError(asked[0])];
    return [...asked, ...answers.map((said) => between.response(bytesOf(said)))];
  }
  const between = tcpBetween(ends);
  if (outcome === "unanswered") return [between.syn()];
  if (outcome === "refused") return [between.syn(), between.serverReset()];
  const handshake = outcome === "midstream" ? [] : [between.syn(), between.synAck(), between.ack()];
  if (outcome === "open") return [...handshake, between.reset()];
  const said = asks.map((words) => between.request(bytesOf(words)));
  const answered = answers.map((words) => between.response(bytesOf(words)));
  return [...handshake, ...said, ...answered];
}

function bytesOf(said: string | Bytes): Bytes {
  return typeof said === "string" ? text(said) : said;
}

export async function findingsOf(
  rule: Rule,
  talks: readonly Talk[],
  options: AnalyzeOptions = {},
): Promise<Finding[]> {
  const { found } = await surveyOf(packetsOf(talks), options);
  return found.findings.filter((finding) => finding.rule === rule);
}

/** `severity: title`, the most severe first. */
export async function toldOf(
  rule: Rule,
  talks: readonly Talk[],
  options: AnalyzeOptions = {},
): Promise<string[]> {
  return (await findingsOf(rule, talks, options)).map(({ severity, title }) => `${severity}: ${title}`);
}

/** Talks of `count` clients or servers: `make` gets their numbers, from 1 on. */
export function many(count: number, make: (i: number) => Talk): Talk[] {
  return Array.from({ length: count }, (_, i) => make(i + 1));
}
