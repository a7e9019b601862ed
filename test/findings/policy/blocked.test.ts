import { expect, test } from "vitest";
import { blockedFlows } from "../../../src/findings/policy/blocked.ts";
import { udpBetween } from "../../conversations.ts";
import { surveyOf } from "../../survey-frames.ts";
import { ends, opened, policyOf, refused, unanswered } from "./held-against.ts";

const POLICY = `version: 1
zones: { office: 10.0.0.0/16, servers: 10.0.1.0/24 }
rules:
  - { deny: telnet, from: any, to: any }
  - { allow: https, from: office, to: servers }
ignore:
  - { rule: unexpected-port, ports: 8081/tcp }
`;

test("what the rules would block, a row a client, server and service, ignored or not", async () => {
  const traffic = await surveyOf([
    ...opened(ends("10.0.7.5", 40_000, "10.0.1.9", 443)),
    ...opened(ends("10.0.7.5", 40_001, "10.0.1.9", 8081)),
    ...refused(ends("10.0.7.5", 40_002, "10.0.1.9", 8081)),
    ...unanswered(ends("10.0.7.6", 40_002, "10.0.1.9", 8081)),
    ...opened(ends("10.0.7.5", 40_003, "192.0.2.1", 23)),
    udpBetween(ends("10.0.7.5", 5353, "224.0.0.251", 5353)).request(),
  ]);
  const found = [...blockedFlows(traffic, policyOf(POLICY))];
  const none = { path: "ports.yaml", line: 3, column: 1, words: "no rule allows it" };
  const ports = { transport: "tcp", port: 8081, clientZone: "office", serverZone: "servers" };
  expect(found).toEqual([
    {
      client: "10.0.7.5",
      server: "10.0.1.9",
      ...ports,
      flows: 2,
      answered: 1,
      firstFrame: 6,
      decidedBy: none,
    },
    {
      client: "10.0.7.6",
      server: "10.0.1.9",
      ...ports,
      flows: 1,
      answered: 0,
      firstFrame: 13,
      decidedBy: none,
    },
    {
      client: "10.0.7.5",
      server: "192.0.2.1",
      ...ports,
      port: 23,
      serverZone: "internet",
      flows: 1,
      answered: 1,
      firstFrame: 14,
      decidedBy: { path: "ports.yaml", line: 4, column: 5, words: "rule 1: deny telnet from any to any" },
    },
  ]);
});

test("rows come one at a time", async () => {
  const packets = Array.from({ length: 20 }, (_, i) =>
    unanswered(ends("10.0.7.5", 40_000, `10.0.1.${i}`, 22)),
  ).flat();
  const rows = blockedFlows(await surveyOf(packets), policyOf(POLICY));
  expect(rows.next().value?.server).toBe("10.0.1.0");
  expect([...rows]).toHaveLength(19);
});
