/** Many flows at random: services, servers and clients are those of plain counting. */
import { expect, test } from "vitest";
import { randomNumbers } from "../../scripts/bench/random-numbers.ts";
import { addressText, numberAddresses } from "../../src/flows/addresses.ts";
import { identifyProtocols } from "../../src/protocols/identify.ts";
import { decideRoles } from "../../src/roles/decide.ts";
import { groupServices } from "../../src/services/group.ts";
import { serviceWeights } from "../../src/services/registry.ts";
import {
  OUTCOME_ANSWERED,
  OUTCOME_REFUSED,
  OUTCOME_UNANSWERED,
  outcome,
} from "../../src/services/service.ts";
import { type MadeFlow, tableOf } from "../many-flows.ts";

const random = randomNumbers(7);
const PROTOCOLS = [6, 17, 33, 132, 136];

function madeFlow(): MadeFlow {
  return {
    a: random(300),
    b: 1000 + random(80),
    portA: random(65_536),
    portB: random(3) === 0 ? random(65_536) : 80 + random(4),
    protocol: PROTOCOLS[random(PROTOCOLS.length)],
    ipv6: random(3) === 0,
    packets: [1 + random(9), random(3)],
    bytes: [60 + random(9000), random(9000)],
    first: [random(50), random(1e9)],
    last: [50 + random(50), random(1e9)],
    connections: 1 + random(3),
  };
}

/** The parts of a text key that a row's flows have: `distinct` of them, as a report tells. */
const distinct = (texts: readonly string[]) => new Set(texts).size;
const sum = (values: readonly number[]) => values.reduce((left, right) => left + right, 0);

test.each([
  ["all flows", 5000, () => true],
  ["every third flow", 5000, (flow: number) => flow % 3 === 0],
  ["just over a block", 257, () => true],
  ["none", 600, () => false],
] as [string, number, (flow: number) => boolean][])("%s", (_, count, isSelected) => {
  const flows = tableOf(Array.from({ length: count }, madeFlow));
  const addresses = numberAddresses(flows);
  const protocols = identifyProtocols(flows);
  const roles = decideRoles(flows, { weights: serviceWeights(), protocols, addresses });
  const grouped = groupServices(flows, { roles, addresses }, isSelected);

  const plain = Array.from({ length: count }, (__, flow) => {
    const serverIsB = roles.serverIsB[flow] === 1;
    const a = addressText(addresses.table, addresses.ofA[flow]);
    const b = addressText(addresses.table, addresses.ofB[flow]);
    const service = `${serverIsB ? flows.portB(flow) : flows.portA(flow)}/${flows.protocol(flow)}`;
    const server = serverIsB ? b : a;
    return {
      flow,
      service,
      server,
      client: serverIsB ? a : b,
      socket: `${server} ${service}`,
      packets: flows.packetsAToB(flow) + flows.packetsBToA(flow),
      bytes: flows.bytesAToB(flow) + flows.bytesBToA(flow),
      toServer: serverIsB ? flows.bytesAToB(flow) : flows.bytesBToA(flow),
      connections: flows.connections(flow),
      first: [flows.firstSeconds(flow), flows.firstNanoseconds(flow)] as const,
      last: [flows.lastSeconds(flow), flows.lastNanoseconds(flow)] as const,
      outcome: outcome(flows, flow, serverIsB),
    };
  }).filter(({ flow }) => isSelected(flow));
  const inOrder = (times: readonly (readonly [number, number])[]) =>
    [...times].sort(([s1, n1], [s2, n2]) => s1 - s2 || n1 - n2);
  const moment = ([seconds, nanoseconds]: readonly [number, number]) => ({ seconds, nanoseconds });
  const outcomes = (rows: typeof plain, wanted: number) =>
    rows.filter((row) => row.outcome === wanted).length;
  const traffic = (rows: typeof plain) => ({
    flows: rows.length,
    packets: sum(rows.map(({ packets }) => packets)),
    bytes: sum(rows.map(({ bytes }) => bytes)),
  });

  const names = [...new Set(plain.map(({ service }) => service))];
  expect(grouped.services).toEqual(
    names.map((name) => {
      const rows = plain.filter(({ service }) => service === name);
      const [port, protocol] = name.split("/").map(Number);
      return {
        protocol,
        port,
        ...traffic(rows),
        connections: sum(rows.map(({ connections }) => connections)),
        clients: distinct(rows.map(({ client }) => client)),
        servers: distinct(rows.map(({ server }) => server)),
        bytesToServer: sum(rows.map(({ toServer }) => toServer)),
        bytesToClient: sum(rows.map(({ bytes, toServer }) => bytes - toServer)),
        firstSeen: moment(inOrder(rows.map(({ first }) => first))[0]),
        lastSeen: moment(inOrder(rows.map(({ last }) => last)).slice(-1)[0]),
        answered: outcomes(rows, OUTCOME_ANSWERED),
        unanswered: outcomes(rows, OUTCOME_UNANSWERED),
        refused: outcomes(rows, OUTCOME_REFUSED),
      };
    }),
  );

  const { servers, serverTraffic, clientTraffic } = grouped;
  const trafficRow = (columns: typeof serverTraffic, row: number) => ({
    flows: columns.flows.at(row),
    packets: columns.packets.at(row),
    bytes: columns.bytes.at(row),
    partners: columns.partners.at(row),
  });
  const sockets = Array.from({ length: servers.count }, (__, row) => {
    const { port, protocol } = grouped.services[servers.services.at(row)];
    const server = addressText(addresses.table, servers.addresses.at(row));
    return [`${server} ${port}/${protocol}`, trafficRow(serverTraffic, row)];
  });
  const groupBy = (key: "socket" | "client", partner: "client" | "service") =>
    [...new Set(plain.map((row) => row[key]))].map((name) => {
      const rows = plain.filter((row) => row[key] === name);
      return [name, { ...traffic(rows), partners: distinct(rows.map((row) => row[partner])) }];
    });
  expect(sockets).toEqual(groupBy("socket", "client"));

  const clients = Array.from(
    { length: addresses.table.count },
    (__, row) => [addressText(addresses.table, row), trafficRow(clientTraffic, row)] as const,
  ).filter(([, row]) => row.flows > 0);
  expect(Object.fromEntries(clients)).toEqual(Object.fromEntries(groupBy("client", "service")));

  expect(grouped.totals).toEqual({
    ...traffic(plain),
    folded: 0,
    connections: sum(plain.map(({ connections }) => connections)),
    clients: distinct(plain.map(({ client }) => client)),
    servers: distinct(plain.map(({ server }) => server)),
  });
  const ofFlow = new Map(plain.map(({ flow, service }) => [flow, names.indexOf(service)]));
  expect([...grouped.ofFlow]).toEqual(Array.from({ length: count }, (__, flow) => ofFlow.get(flow) ?? -1));
  const outcomeOf = new Map(plain.map((row) => [row.flow, row.outcome]));
  expect([...grouped.outcome]).toEqual(Array.from({ length: count }, (__, flow) => outcomeOf.get(flow) ?? 0));
});
