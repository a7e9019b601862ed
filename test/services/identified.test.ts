/** Protocols of services, from the payloads of their flows. */
import { expect, test } from "vitest";
import { randomNumbers } from "../../scripts/bench/random-numbers.ts";
import { numberAddresses } from "../../src/flows/addresses.ts";
import { FlowTable } from "../../src/flows/flow.ts";
import { identifyProtocols } from "../../src/protocols/identify.ts";
import { ProtocolTable, protocolId } from "../../src/protocols/protocol.ts";
import { decideRoles } from "../../src/roles/decide.ts";
import { groupServices } from "../../src/services/group.ts";
import { countSpoken, identifiedByService, identifiedProtocol } from "../../src/services/identified.ts";
import { serviceWeights } from "../../src/services/registry.ts";
import { collect } from "../collect-frames.ts";
import { tcpBetween } from "../conversations.ts";
import { tableOf } from "../many-flows.ts";

const SERVER = ["10.0.0.2", 443] as const;

function talk(port: number, greeting: string): Uint8Array[] {
  const { syn, synAck, request, response } = tcpBetween({ client: ["10.0.0.1", port], server: SERVER });
  return [syn(), synAck(), request(greeting), response(greeting)];
}

function identifiedOf(packets: readonly Uint8Array[], isSelected?: (flow: number) => boolean): string[][] {
  const { table } = collect(packets);
  const addresses = numberAddresses(table);
  const protocols = identifyProtocols(table);
  const roles = decideRoles(table, { weights: serviceWeights(), protocols, addresses });
  const { services, ofFlow } = groupServices(table, { roles, addresses }, isSelected);
  const spoken = countSpoken(table, protocols, ofFlow);
  return identifiedByService(spoken, services.length);
}

const SSH = "SSH-2.0-OpenSSH_9.2\r\n";
const HTTP = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

test("what runs on a port is told whatever the port, the protocol of most flows first", () => {
  const packets = [...talk(2001, SSH), ...talk(2002, HTTP), ...talk(2003, HTTP), ...talk(2004, "noise")];
  expect(identifiedOf(packets)).toEqual([["http", "ssh"]]);
});

test("flows that were not selected tell nothing", () => {
  const packets = [...talk(2001, SSH), ...talk(2002, HTTP)];
  expect(identifiedOf(packets, (flow) => flow === 0)).toEqual([["ssh"]]);
});

test("no protocol where no payload is one", () => {
  expect(identifiedOf(talk(2001, "noise"))).toEqual([[]]);
});

test.each([
  [75, "tls"],
  [74, null],
])("a protocol told with %i hundredths says %s of the service", (percent, name) => {
  const table = new ProtocolTable(1, new FlowTable().columns);
  table.protocol[0] = protocolId("tls");
  table.confidencePercent[0] = percent;
  expect(identifiedProtocol(table, 0)).toBe(name === null ? 0 : protocolId("tls"));
});

test("pairs of services and protocols are counted, however many there are", () => {
  const random = randomNumbers(5);
  const flows = tableOf(
    Array.from({ length: 60_000 }, (_, i) => ({ a: i, b: 1, portA: 1, portB: 2, protocol: 6 })),
  );
  const protocols = new ProtocolTable(flows.count, flows.columns);
  const ofFlow = Int32Array.from({ length: flows.count }, () => random(9000) - 1);
  const counted = new Map<string, number>();
  for (let flow = 0; flow < flows.count; flow++) {
    protocols.protocol[flow] = random(3);
    protocols.confidencePercent[flow] = [0, 74, 75, 99][random(4)];
    if (ofFlow[flow] < 0) continue;
    const pair = `${ofFlow[flow]} ${identifiedProtocol(protocols, flow)}`;
    counted.set(pair, (counted.get(pair) ?? 0) + 1);
  }
  const spoken = countSpoken(flows, protocols, ofFlow);
  const found = spoken.flows.map(
    (count, pair) => [`${spoken.pairs.first[pair]} ${spoken.pairs.second[pair]}`, count] as const,
  );
  // Both in the order of appearance.
  expect(found).toEqual([...counted]);
});
