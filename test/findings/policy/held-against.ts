/** Packets held against a policy. */

import { type Findings, findAll } from "../../../src/findings/find.ts";
import type { Finding } from "../../../src/findings/finding.ts";
import type { Policy } from "../../../src/findings/policy/policy.ts";
import { policyExpectation } from "../../../src/findings/policy/policy-expectation.ts";
import { problemText } from "../../../src/findings/policy/policy-problems.ts";
import { readPolicy } from "../../../src/findings/policy/read.ts";
import type { Traffic } from "../../../src/findings/traffic.ts";
import type { Packet } from "../../collect-frames.ts";
import { type Ends, tcpBetween, udpBetween } from "../../conversations.ts";
import type { Bytes } from "../../frames.ts";
import { surveyOf } from "../../survey-frames.ts";
import { TODAY } from "./policy-samples.ts";

/** Throws where the text has errors. */
export function policyOf(text: string): Policy {
  const { policy, problems } = readPolicy(text, "ports.yaml", { today: TODAY });
  if (policy === null) throw new TypeError(problems.map(problemText).join("\n"));
  return policy;
}

/** What a policy does not expect of traffic; kinds of findings that need no policy are left out. */
export async function heldAgainst(policy: Policy, traffic: Traffic): Promise<Findings> {
  const { findings, ignored } = await findAll(traffic, [policyExpectation(policy)]);
  return { findings: findings.filter(({ rule }) => rule === "unexpected-port"), ignored };
}

export async function unexpectedIn(
  packets: readonly (Packet | Bytes)[],
  text: string,
): Promise<readonly Finding[]> {
  const { findings } = await heldAgainst(policyOf(text), await surveyOf(packets));
  return findings;
}

export function ends(client: string, clientPort: number, server: string, serverPort: number): Ends {
  return { client: [client, clientPort], server: [server, serverPort] };
}

/** A connection that was opened and answered. */
export function opened(between: Ends): Bytes[] {
  const talk = tcpBetween(between);
  return [talk.syn(), talk.synAck(), talk.ack(), talk.request(), talk.response()];
}

export function refused(between: Ends): Bytes[] {
  const talk = tcpBetween(between);
  return [talk.syn(), talk.serverReset()];
}

export function unanswered(between: Ends): Bytes[] {
  return [tcpBetween(between).syn()];
}

/** A datagram and an answer. */
export function asked(between: Ends): Bytes[] {
  const talk = udpBetween(between);
  return [talk.request(), talk.response()];
}
