/** Scans of more targets than are told apart, of more hosts than are looked at closely, and of many sources at once. */
import { describe, expect, test } from "vitest";
import { randomNumbers } from "../../scripts/bench/random-numbers.ts";
import { portOfContact } from "../../src/findings/scans/contact-columns.ts";
import { findScans } from "../../src/findings/scans/find-scans.ts";
import { findFirstContacts } from "../../src/findings/scans/first-contacts.ts";
import { FlowsBySource } from "../../src/findings/scans/flows-by-source.ts";
import type { Scan } from "../../src/findings/scans/scan.ts";
import type { Traffic } from "../../src/findings/traffic.ts";
import { numberAddresses } from "../../src/flows/addresses.ts";
import { SYN_FROM_A } from "../../src/flows/evidence.ts";
import { FLOW_WORDS, WORD_KEY } from "../../src/flows/flow.ts";
import { identifyProtocols } from "../../src/protocols/identify.ts";
import { AnnouncementLog } from "../../src/protocols/negotiation/announcement.ts";
import { SignOns } from "../../src/protocols/sign-on/sign-ons.ts";
import { decideRoles } from "../../src/roles/decide.ts";
import { groupServices } from "../../src/services/group.ts";
import { countSpoken } from "../../src/services/identified.ts";
import { serviceWeights } from "../../src/services/registry.ts";
import { type MadeFlow, tableOf } from "../many-flows.ts";

const TCP = 6;
/** Hosts have greater addresses than sources, so that sources are endpoint a. */
const FIRST_HOST = 1 << 24;

/** A SYN without an answer, from one source port. */
function syn(source: number, host: number, port: number): MadeFlow {
  return { a: source, b: FIRST_HOST + host, portA: 54_321, portB: port, protocol: TCP };
}

function trafficOf(made: readonly MadeFlow[]): Traffic {
  const flows = tableOf(made);
  for (let flow = 0; flow < flows.count; flow++) flows.words[flow * FLOW_WORDS + WORD_KEY] |= SYN_FROM_A;
  const addresses = numberAddresses(flows);
  const protocols = identifyProtocols(flows);
  const roles = decideRoles(flows, { weights: serviceWeights(), protocols, addresses });
  const services = groupServices(flows, { roles, addresses });
  const spoken = countSpoken(flows, protocols, services.ofFlow);
  const signOns = new SignOns(new AnnouncementLog());
  return {
    flows,
    addresses,
    protocols,
    negotiated: null,
    signOns,
    roles,
    services,
    spoken,
    userNames: undefined,
  };
}

function scansAmong(made: readonly MadeFlow[]): readonly Scan[] {
  const traffic = trafficOf(made);
  return findScans(traffic, findFirstContacts(traffic)).scans;
}

function shuffled<Row>(rows: readonly Row[]): Row[] {
  const random = randomNumbers(11);
  const mixed = [...rows];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = random(i + 1);
    [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
  }
  return mixed;
}

const block = (hosts: number, ports: number) =>
  Array.from({ length: hosts * ports }, (_, i) => syn(1, i % hosts, 1 + Math.floor(i / hosts)));

describe("one scan, one row", () => {
  test.each<[string, MadeFlow[], object]>([
    [
      "more contacts than are known again",
      block(300, 300),
      { searches: "hosts", hosts: 300, portCount: 300, contacts: 90_000, counted: "about", flows: 90_000 },
    ],
    [
      "the same in random order, each tried twice",
      shuffled([...block(300, 300), ...block(300, 300).map((flow) => ({ ...flow, portA: 54_322 }))]),
      { hosts: 300, portCount: 300, contacts: 90_000, counted: "about", flows: 180_000 },
    ],
    [
      "more hosts than are looked at closely, port by port, the last port half done",
      block(5000, 4).slice(0, 17_500),
      { searches: "hosts", hosts: 5000, portCount: 4, contacts: 17_500, counted: "exactly" },
    ],
    [
      "all ports of a few hosts",
      block(3, 20_000),
      { searches: "ports", hosts: 3, portCount: 20_000, contacts: 60_000, counted: "exactly" },
    ],
    [
      "one port of very many hosts",
      block(100_000, 1),
      { searches: "hosts", hosts: 100_000, portCount: 1, contacts: 100_000, counted: "exactly" },
    ],
  ])("%s", (_, made, expected) => {
    const scans = scansAmong(made);
    expect(scans).toHaveLength(1);
    expect(scans[0]).toMatchObject(expected);
    expect(scans[0].targets.length).toBeLessThanOrEqual(1024);
    expect(new Set(scans[0].targets).size).toBe(scans[0].targets.length);
  });

  test("of each of many sources, whoever comes in between", () => {
    const made = shuffled(
      Array.from({ length: 15 }, (_, source) =>
        Array.from({ length: 30 }, (__, i) => syn(1 + source, 100 * source + i, 1000 + source)),
      ).flat(),
    );
    const scans = scansAmong(made);
    expect(scans).toHaveLength(15);
    expect(new Set(scans.map(({ ports }) => ports[0].first)).size).toBe(15);
    for (const scan of scans) expect(scan).toMatchObject({ hosts: 30, contacts: 30, portCount: 1 });
    expect(new Set(scans.flatMap(({ sources }) => sources)).size).toBe(15);
  });
});

test("a contact's ports are the same with and without a column of their own", () => {
  const traffic = trafficOf(Array.from({ length: 50 }, (_, i) => syn(1 + (i % 3), i, 1000 + i)));
  const [column, records] = [50, 49].map((most) => findFirstContacts(traffic, most));
  expect([column.ports.stride, records.ports.stride]).toEqual([1, FLOW_WORDS]);
  for (let flow = 0; flow < 50; flow++) {
    for (const isAsker of [false, true]) {
      expect(portOfContact(records, flow, isAsker)).toBe(portOfContact(column, flow, isAsker));
    }
  }
  expect(new Set(Array.from({ length: 50 }, (_, flow) => portOfContact(records, flow))).size).toBe(50);
});

test("sources are given one after the other, each with its contacts, however many are listed at once", () => {
  const made = shuffled(
    Array.from({ length: 40 }, (_, source) =>
      Array.from({ length: 1 + ((source * 7) % 30) }, (__, i) => syn(1 + source, i, 1000 + i)),
    ).flat(),
  );
  const traffic = trafficOf(made);
  const first = findFirstContacts(traffic);
  const listsOf = (room: number) => {
    const lists: string[] = [];
    new FlowsBySource(traffic, first, 8, room).forEach((source, transport, eachBlock) => {
      const flows: number[] = [];
      eachBlock((block) => flows.push(...block));
      lists.push(`${source}/${transport}: ${flows.join(" ")}`);
    });
    return lists.filter((line) => !line.endsWith(": "));
  };
  const expected = listsOf(1_000_000);
  expect(expected.length).toBeGreaterThan(20);
  for (const line of expected) {
    const flows = line.split(": ")[1].split(" ").map(Number);
    expect(flows).toEqual([...flows].sort((one, other) => one - other));
  }
  for (const room of [1, 20, 100]) expect(listsOf(room)).toEqual(expected);
});
