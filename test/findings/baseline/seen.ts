/** What a few packets show of services, as lines of a lock. */
import type { AnalyzeOptions } from "../../../src/analyze.ts";
import type { LockEntry } from "../../../src/findings/baseline/lock.ts";
import { readLock } from "../../../src/findings/baseline/read-lock.ts";
import { type SeenOptions, seeServices } from "../../../src/findings/baseline/seen-services.ts";
import { renderLock } from "../../../src/findings/baseline/write-lock.ts";
import type { Packet } from "../../collect-frames.ts";
import type { Ends } from "../../conversations.ts";
import { tcpBetween, udpBetween } from "../../conversations.ts";
import type { Bytes } from "../../frames.ts";
import { surveyOf } from "../../survey-frames.ts";

export const CLIENT = "10.0.0.1";
export const SERVER = "10.0.0.2";

/** Lines of a lock with single spaces, without its header. */
export async function linesOf(
  packets: readonly (Packet | Bytes)[],
  options: SeenOptions = {},
  analysis: AnalyzeOptions = {},
): Promise<string[]> {
  const { services } = seeServices(await surveyOf(packets, analysis), options);
  return linesOfLock(renderLock(services));
}

export function linesOfLock(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.replaceAll(/ +/g, " "));
}

export function entriesOf(...lines: string[]): readonly LockEntry[] {
  const { lock, problems } = readLock(["# portolan.lock/1", ...lines].join("\n"), "ports.lock");
  if (lock === null || problems.length > 0) throw new TypeError(problems.join("\n"));
  return lock.entries;
}

type Address = string;

/** From a port of its own for each conversation. */
export function endsOf(server: Address, port: number, client: Address = CLIENT, clientPort = 40_000): Ends {
  return { client: [client, clientPort], server: [server, port] };
}

/** A connection that is opened, and something said in it. */
export function served(ends: Ends, asked: string | Bytes = "", answered: string | Bytes = ""): Bytes[] {
  const tcp = tcpBetween(ends);
  return [
    tcp.syn(),
    tcp.synAck(),
    tcp.ack(),
    ...(asked === "" ? [] : [tcp.request(asked)]),
    ...(answered === "" ? [] : [tcp.response(answered)]),
  ];
}

export function refused(ends: Ends): Bytes[] {
  const tcp = tcpBetween(ends);
  return [tcp.syn(), tcp.serverReset()];
}

export function unanswered(ends: Ends): Bytes[] {
  return [tcpBetween(ends).syn()];
}

export function datagrams(ends: Ends, asked: string | Bytes = "?", answered: string | Bytes = ""): Bytes[] {
  const udp = udpBetween(ends);
  return [udp.request(asked), ...(answered === "" ? [] : [udp.response(answered)])];
}

export const HTTP = [
  "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
  "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
] as const;
export const SSH = ["SSH-2.0-OpenSSH_9.2\r\n", "SSH-2.0-OpenSSH_9.6\r\n"] as const;
