/**
 * The laws that hold for every capture, sound, damaged or hostile: what comes in is counted once, on every level.
 * Answers with those that are broken, in words.
 */
import type { Timestamp } from "../../src/records/record.ts";
import { buildReport } from "../../src/report/build-report.ts";
import type { Report } from "../../src/report/report.ts";
import type { Survey } from "../../src/report/survey.ts";

export function brokenLaws(survey: Survey): string[] {
  const report = buildReport(survey);
  return [
    ...capturesMakeVerdicts(survey, report),
    ...flowsMakeVerdict(survey),
    ...flowsAreSound(survey),
    ...servicesMakeFlows(survey, report),
    ...serversAndClientsMakeFlows(report),
    ...rolesMakeFlows(report),
    ...stepsMakeFlows(report),
  ];
}

function equal(law: string, left: number, right: number): string[] {
  return left === right ? [] : [`${law}: ${left} is not ${right}`];
}

function capturesMakeVerdicts(
  { captures, verdictPackets, verdictBytes }: Survey,
  { totals, verdicts }: Report,
) {
  const packets = sum(captures, (capture) => capture.packets);
  const bytes = sum(captures, (capture) => capture.bytes);
  return [
    ...equal(
      "packets in = Σ verdicts",
      packets,
      sum(verdictPackets, (count) => count),
    ),
    ...equal(
      "bytes in = Σ verdicts",
      bytes,
      sum(verdictBytes, (count) => count),
    ),
    ...equal("packets in = totals", packets, totals.packets),
    ...equal("bytes in = totals", bytes, totals.bytes),
    ...equal(
      "verdict rows sum to packets",
      sum(verdicts, (row) => row.packets),
      totals.packets,
    ),
    ...equal(
      "verdict rows sum to bytes",
      sum(verdicts, (row) => row.bytes),
      totals.bytes,
    ),
  ];
}

function flowsMakeVerdict({ flows, verdictPackets, verdictBytes }: Survey): string[] {
  const numbers = flowNumbers(flows.count);
  return [
    ...equal(
      "Σ flows = packets of verdict flow",
      sum(numbers, (flow) => flows.packetsAToB(flow) + flows.packetsBToA(flow)),
      verdictPackets[0],
    ),
    ...equal(
      "Σ flows = bytes of verdict flow",
      sum(numbers, (flow) => flows.bytesAToB(flow) + flows.bytesBToA(flow)),
      verdictBytes[0],
    ),
  ];
}

function flowsAreSound({ flows, captures }: Survey): string[] {
  const frames = sum(captures, ({ packets }) => packets);
  const earliest = Math.min(...captures.map(({ firstSeen }) => (firstSeen ? moment(firstSeen) : Infinity)));
  const latest = Math.max(...captures.map(({ lastSeen }) => (lastSeen ? moment(lastSeen) : 0)));
  const isTimed = captures.every(({ problems }) => !problems.some(({ code }) => code === "no-timestamp"));
  const broken: string[] = [];
  let frameBefore = 0;
  for (let flow = 0; flow < flows.count; flow++) {
    const packets = flows.packetsAToB(flow) + flows.packetsBToA(flow);
    const frame = flows.firstFrame(flow);
    const first = moment({ seconds: flows.firstSeconds(flow), nanoseconds: flows.firstNanoseconds(flow) });
    const last = moment({ seconds: flows.lastSeconds(flow), nanoseconds: flows.lastNanoseconds(flow) });
    if (packets < 1) broken.push(`flow ${flow} has no packet`);
    if (frame <= frameBefore || frame > frames) broken.push(`flow ${flow} begins with frame ${frame}`);
    if (first > last) broken.push(`flow ${flow} ends before it begins`);
    if (isTimed && (first < earliest || last > latest)) broken.push(`flow ${flow} is outside the capture`);
    if (flows.connections(flow) < 1 || flows.connections(flow) > packets) {
      broken.push(`flow ${flow} has ${flows.connections(flow)} connections in ${packets} packets`);
    }
    if (flows.payloadBytesAToB(flow) > flows.bytesAToB(flow)) broken.push(`flow ${flow}: payload a to b`);
    if (flows.payloadBytesBToA(flow) > flows.bytesBToA(flow)) broken.push(`flow ${flow}: payload b to a`);
    frameBefore = frame;
  }
  return broken;
}

function servicesMakeFlows({ flows }: Survey, { services, totals }: Report): string[] {
  const numbers = flowNumbers(flows.count);
  const connections = sum(numbers, (flow) => flows.connections(flow));
  return [
    ...equal(
      "Σ services = flows",
      sum(services, (service) => service.flows),
      flows.count,
    ),
    ...equal("totals = flows", totals.flows, flows.count),
    ...equal(
      "Σ services = connections",
      sum(services, (service) => service.connections),
      connections,
    ),
    ...equal("totals = connections", totals.connections, connections),
    ...equal("totals = services", totals.services, services.length),
    ...equal(
      "Σ services = packets of flows",
      sum(services, (service) => service.packets),
      sum(numbers, (flow) => flows.packetsAToB(flow) + flows.packetsBToA(flow)),
    ),
    ...equal(
      "Σ services = bytes of flows",
      sum(services, (service) => service.bytes),
      sum(numbers, (flow) => flows.bytesAToB(flow) + flows.bytesBToA(flow)),
    ),
    ...services.flatMap((service) => [
      ...equal(
        `${service.label}: answered + unanswered + refused = flows`,
        service.answered + service.unanswered + service.refused,
        service.flows,
      ),
      ...equal(
        `${service.label}: to server + to client = bytes`,
        service.bytesToServer + service.bytesToClient,
        service.bytes,
      ),
    ]),
  ];
}

function serversAndClientsMakeFlows({ servers, clients, services, totals, omitted }: Report): string[] {
  if (omitted.servers > 0 || omitted.clients > 0) return [];
  const bytes = sum(services, (service) => service.bytes);
  const packets = sum(services, (service) => service.packets);
  return [
    ...equal(
      "Σ servers = flows",
      sum(servers, (server) => server.flows),
      totals.flows,
    ),
    ...equal(
      "Σ servers = packets",
      sum(servers, (server) => server.packets),
      packets,
    ),
    ...equal(
      "Σ servers = bytes",
      sum(servers, (server) => server.bytes),
      bytes,
    ),
    ...equal(
      "Σ clients = flows",
      sum(clients, (client) => client.flows),
      totals.flows,
    ),
    ...equal(
      "Σ clients = packets",
      sum(clients, (client) => client.packets),
      packets,
    ),
    ...equal(
      "Σ clients = bytes",
      sum(clients, (client) => client.bytes),
      bytes,
    ),
    ...equal("totals = clients", totals.clients, clients.length),
    ...equal("totals = servers", totals.servers, new Set(servers.map(({ address }) => address)).size),
    ...equal(
      "servers of services = sockets",
      sum(services, (service) => service.servers),
      servers.length,
    ),
  ];
}

function rolesMakeFlows({ roles, totals }: Report): string[] {
  return [
    ...equal("decided + undecided = flows", roles.decided + roles.undecided, totals.flows),
    ...equal(
      "Σ clues = flows",
      sum(roles.byClue, ({ flows }) => flows),
      totals.flows,
    ),
  ];
}

function stepsMakeFlows({ timeline, services }: Report): string[] {
  if (timeline === null) return [];
  const bytes = sum(timeline.series, (row) => sum(row.bytes, (step) => step));
  return equal(
    "Σ steps = bytes of flows",
    bytes,
    sum(services, (service) => service.bytes),
  );
}

function flowNumbers(count: number): number[] {
  return Array.from({ length: count }, (_, flow) => flow);
}

function sum<Row>(rows: Iterable<Row>, figure: (row: Row) => number): number {
  let total = 0;
  for (const row of rows) total += figure(row);
  return total;
}

/** In whole nanoseconds, coarse by rounding but in order. */
function moment({ seconds, nanoseconds }: Timestamp): number {
  return seconds * 1e9 + nanoseconds;
}
