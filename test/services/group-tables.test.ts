/** What a grouping keeps in tables: they grow, sums pass four bytes, and what few captures have counts as in all others. */
import { expect, test } from "vitest";
import { randomNumbers } from "../../scripts/bench/random-numbers.ts";
import { numberAddresses } from "../../src/flows/addresses.ts";
import { FOLDED_SERVER_B } from "../../src/flows/evidence.ts";
import { FLOW_WORDS, type FlowTable, WORD_FOLDED, WORD_KEY } from "../../src/flows/flow.ts";
import { NegotiatedTable } from "../../src/protocols/negotiated.ts";
import { FTP_DATA, RTP } from "../../src/protocols/negotiation/kinds.ts";
import { RoleTable } from "../../src/roles/role.ts";
import { type FlowFilter, groupServices } from "../../src/services/group.ts";
import { type MadeFlow, tableOf } from "../many-flows.ts";

const random = randomNumbers(23);

interface Summed {
  flows: number;
  packets: number;
  bytes: number;
  readonly partners: Set<number>;
}

function sumsBy(rows: Map<string, Summed>, key: string): Summed {
  const known = rows.get(key) ?? { flows: 0, packets: 0, bytes: 0, partners: new Set() };
  rows.set(key, known);
  return known;
}

/** What plain maps and sets make of the flows is what the grouping has. */
function expectPlainCounts(flows: FlowTable, negotiated: NegotiatedTable | null, isSelected?: FlowFilter) {
  const addresses = numberAddresses(flows);
  const roles = new RoleTable(flows.count, flows.columns);
  for (let flow = 0; flow < flows.count; flow++) roles.serverIsB[flow] = random(8) === 0 ? 0 : 1;
  const grouped = groupServices(flows, { roles, negotiated, addresses }, isSelected);

  const services: string[] = [];
  const clientsOf = new Map<number, Set<number>>();
  const sockets = new Map<string, Summed>();
  const clients = new Map<string, Summed>();
  for (let flow = 0; flow < flows.count; flow++) {
    if (isSelected?.(flow) === false) {
      expect(grouped.ofFlow[flow]).toBe(-1);
      continue;
    }
    const isB = roles.serverIsB[flow] === 1;
    const port = negotiated?.kindOf(flow)?.port ?? (isB ? flows.portB(flow) : flows.portA(flow));
    const name = `${port}/${flows.protocol(flow)}`;
    if (!services.includes(name)) services.push(name);
    const service = services.indexOf(name);
    const server = isB ? addresses.ofB[flow] : addresses.ofA[flow];
    const client = isB ? addresses.ofA[flow] : addresses.ofB[flow];
    clientsOf.set(service, (clientsOf.get(service) ?? new Set()).add(client));
    for (const [row, partner] of [
      [sumsBy(sockets, `${server} ${service}`), client],
      [sumsBy(clients, `${client}`), service],
    ] as const) {
      row.flows += flows.flowsOf(flow);
      row.packets += flows.packetsAToB(flow) + flows.packetsBToA(flow);
      row.bytes += flows.bytesAToB(flow) + flows.bytesBToA(flow);
      row.partners.add(partner);
    }
  }

  expect(grouped.services.map(({ port, protocol }) => `${port}/${protocol}`)).toEqual(services);
  expect(grouped.services.map((service) => service.clients)).toEqual(
    services.map((_, service) => clientsOf.get(service)?.size),
  );
  const { servers, serverTraffic, clientTraffic } = grouped;
  const rowOf = (columns: typeof serverTraffic, row: number) => [
    columns.flows.at(row),
    columns.packets.at(row),
    columns.bytes.at(row),
    columns.partners.at(row),
  ];
  const plainRow = ({ flows, packets, bytes, partners }: Summed) => [flows, packets, bytes, partners.size];
  const socketRows = Array.from({ length: servers.count }, (_, row) => [
    `${servers.addresses.at(row)} ${servers.services.at(row)}`,
    rowOf(serverTraffic, row),
  ]);
  expect(socketRows).toEqual([...sockets].map(([key, row]) => [key, plainRow(row)]));
  for (const [key, row] of clients) expect(rowOf(clientTraffic, Number(key))).toEqual(plainRow(row));
  for (let row = 0; row < servers.count; row++) {
    const address = servers.addresses.at(row);
    expect(servers.find(address, servers.services.at(row))).toBe(row);
    expect(servers.find(address, services.length)).toBe(-1);
  }
  expect(servers.find(addresses.table.count, 0)).toBe(-1);
  const all = [...clients.values()].reduce((sum, row) => sum + row.flows, 0);
  const addressesOf = (keys: Iterable<string>) => new Set([...keys].map((key) => key.split(" ")[0])).size;
  expect(grouped.totals).toMatchObject({
    flows: all,
    servers: addressesOf(sockets.keys()),
    clients: clients.size,
  });
  return grouped;
}

function madeFlows(count: number, made: Partial<MadeFlow> | (() => Partial<MadeFlow>)): FlowTable {
  return tableOf(
    Array.from({ length: count }, () => ({
      a: random(300),
      b: 1000 + random(80),
      portA: 50_000 + random(100),
      portB: 1 + random(600),
      protocol: random(2) === 0 ? 6 : 17,
      ...(typeof made === "function" ? made() : made),
    })),
  );
}

test("many sockets and clients, whose tables grow several times", () => {
  const { servers } = expectPlainCounts(madeFlows(60_000, {}), null);
  expect(servers.count).toBeGreaterThan(40_000);
});

test("as many addresses as there may be", () => {
  let address = 0;
  expectPlainCounts(
    madeFlows(3000, () => ({ a: ++address, b: ++address + 100_000 })),
    null,
  );
});

test("sums that pass four bytes many times", () => {
  const amounts = [60, 2 ** 32 - 1, 2 ** 32, 2 ** 33 + 5, 2 ** 45];
  const flows = madeFlows(3000, () => ({
    a: random(3),
    b: 1000 + random(2),
    portB: 80,
    packets: [random(2) === 0 ? 1 : 2 ** 32 - 1, random(9)],
    bytes: [amounts[random(amounts.length)], random(1000)],
  }));
  expectPlainCounts(flows, null);
});

test("negotiated ports count for their service, and what is not selected for nothing", () => {
  const flows = madeFlows(4000, {});
  const negotiated = new NegotiatedTable(flows.count);
  for (let flow = 0; flow < flows.count; flow++) negotiated.kind[flow] = [0, 0, FTP_DATA, RTP][random(4)];
  expectPlainCounts(flows, negotiated);
  expectPlainCounts(flows, negotiated, (flow) => flow % 3 !== 0);
});

test("records that stand for several flows", () => {
  const flows = madeFlows(2000, {});
  flows.folded.openGroup(0);
  // Of other records, the word is a sequence number.
  for (let flow = 1; flow < flows.count; flow += 3) flows.words[flow * FLOW_WORDS + WORD_FOLDED] = 99;
  let folded = 0;
  for (let flow = 0; flow < flows.count; flow += 3) {
    flows.words[flow * FLOW_WORDS + WORD_KEY] |= FOLDED_SERVER_B;
    flows.words[flow * FLOW_WORDS + WORD_FOLDED] = 1 + random(5);
    folded += flows.flowsOf(flow) - 1;
  }
  const { totals } = expectPlainCounts(flows, null);
  expect(totals).toMatchObject({ flows: 2000 + folded, folded });
});

test("no flows at all", () => {
  const { services, totals } = expectPlainCounts(tableOf([]), null);
  expect([services, totals.flows]).toEqual([[], 0]);
});
