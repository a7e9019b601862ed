/** The walk in WebAssembly that tells first contacts by facts, against telling each flow's by itself. */
import fc from "fast-check";
import { expect, test } from "vitest";
import * as contact from "../../src/findings/scans/contact.ts";
import {
  type ContactMaterial,
  contactOf,
  findFirstContacts,
} from "../../src/findings/scans/first-contacts.ts";
import * as evidence from "../../src/flows/evidence.ts";
import * as layout from "../../src/flows/flow.ts";
import { TFTP } from "../../src/protocols/negotiation/kinds.ts";
import { CLUES } from "../../src/roles/role.ts";

const HOSTS = 5;

interface MadeFlow {
  readonly protocol: number;
  readonly evidence: number;
  readonly isIpv6: boolean;
  readonly addresses: readonly [number, number];
  readonly ports: readonly [number, number];
  readonly packets: readonly [number, number];
  readonly payload: readonly [number, number];
  readonly numbers: readonly [number, number];
  readonly foldedFlows: number;
  readonly serverIsB: number;
  readonly clues: number;
  readonly negotiated: number;
  readonly service: number;
}

const both = <T>(one: fc.Arbitrary<T>) => fc.tuple(one, one);
/** Bits of evidence.ts are as likely to be there as not; the lowest nine are none. */
const bits = fc.integer().map((word) => word & ~evidence.KEY_MASK & ~evidence.FOLDED);
/** A few of them only, as flows have. */
const fewBits = fc.tuple(bits, bits, bits).map(([a, b, c]) => a & b & c);
const host = fc.integer({ min: 0, max: HOSTS - 1 });

const flow: fc.Arbitrary<MadeFlow> = fc.record({
  protocol: fc.constantFrom(6, 6, 6, 17, 17, 132, 33, 1),
  evidence: fc.oneof(bits, fewBits),
  isIpv6: fc.boolean(),
  addresses: both(fc.constantFrom(0x0a000001, 0x0a000002, 0xe0000001, 0xffffffff, 0xff020000)),
  ports: both(fc.constantFrom(1, 69, 33_433, 33_434, 33_625, 33_626, 65_535)),
  packets: both(fc.constantFrom(0, 0, 1, 3, 4, 7, 8, 11, 12, 22, 23, 0xffffffff)),
  payload: both(fc.constantFrom(0, 0, 1, 1e12)),
  numbers: both(host),
  foldedFlows: fc.constantFrom(1, 1, 1, 2, 3),
  serverIsB: fc.integer({ min: 0, max: 1 }),
  clues: fc.integer({ min: 0, max: (1 << CLUES.length) - 1 }),
  negotiated: fc.constantFrom(0, 0, 0, 1, TFTP),
  service: fc.constantFrom(0, 0, 0, -1),
});

function materialOf(made: readonly MadeFlow[], isSelected: boolean, isNegotiated: boolean): ContactMaterial {
  const flows = new layout.FlowTable();
  flows.reserve(made.length);
  flows.count = made.length;
  for (const [i, { addresses, ports, packets, payload, foldedFlows, ...one }] of made.entries()) {
    const at = i * layout.FLOW_WORDS;
    const folded = foldedFlows > 1 ? evidence.FOLDED_SERVER_B : 0;
    flows.words.set(addresses, at + layout.WORD_ADDRESS_A);
    flows.words[at + layout.WORD_PORTS] = (ports[0] << 16) | ports[1];
    flows.words[at + layout.WORD_KEY] =
      one.evidence | one.protocol | folded | (one.isIpv6 ? evidence.KEY_IPV6 : 0);
    flows.words.set(packets, at + layout.WORD_PACKETS_A_TO_B);
    flows.doubles.set(payload, i * layout.FLOW_DOUBLES + layout.DOUBLE_PAYLOAD_A_TO_B);
    if (folded !== 0) flows.words[at + layout.WORD_FOLDED] = foldedFlows - 1;
  }
  flows.folded.groups = made.filter(({ foldedFlows }) => foldedFlows > 1).length;
  const numbersOf = (end: 0 | 1) => Int32Array.from(made, ({ numbers }) => numbers[end]);
  return {
    flows,
    addresses: { ofA: numbersOf(0), ofB: numbersOf(1), table: { count: HOSTS } },
    negotiated: isNegotiated ? { kind: Uint8Array.from(made, ({ negotiated }) => negotiated) } : null,
    roles: {
      serverIsB: Uint8Array.from(made, ({ serverIsB }) => serverIsB),
      clues: Uint16Array.from(made, ({ clues }) => clues),
    },
    services: isSelected ? { ofFlow: Int32Array.from(made, ({ service }) => service) } : null,
  };
}

/** As `findFirstContacts`, flow by flow. */
function told(material: ContactMaterial) {
  const { flows, addresses, services } = material;
  const hosts = new Uint8Array(HOSTS);
  let showsTcpAnswers = false;
  const contacts = Array.from({ length: flows.count }, (_, flow) => {
    if (services !== null && services.ofFlow[flow] < 0) return 0;
    const byte = contactOf(material, flow);
    const kind = byte & contact.KIND;
    if (kind === contact.NO_CONTACT) return 0;
    const isByB = (byte & contact.ASKED_BY_B) !== 0;
    const asker = (isByB ? addresses.ofB : addresses.ofA)[flow];
    const isWrong = kind > contact.TALKED && kind !== contact.EXPIRED;
    if (isWrong && (hosts[asker] & contact.MOST_COUNTED) < contact.MOST_COUNTED) hosts[asker]++;
    const isAnswered = kind === contact.REFUSED || kind === contact.EXPIRED || flows.hasSent(flow, !isByB);
    if (isAnswered) hosts[asker] |= contact.HEARD;
    if ((byte & contact.TRANSPORT_MASK) === 0 && (isAnswered || kind === contact.TALKED))
      showsTcpAnswers = true;
    return byte;
  });
  return { contacts, hosts: [...hosts], showsTcpAnswers };
}

test("whatever was seen of flows, the facts of one tell its contact", () => {
  const made = fc.array(flow, { minLength: 1, maxLength: 400, size: "max" });
  const kinds = new Set<number>();
  fc.assert(
    fc.property(made, fc.boolean(), fc.boolean(), (flows, isSelected, isNegotiated) => {
      const material = materialOf(flows, isSelected, isNegotiated);
      const expected = told(material);
      const { contacts, hosts, showsTcpAnswers, ports } = findFirstContacts(material);
      expect({ contacts: [...contacts], hosts: [...hosts], showsTcpAnswers }).toEqual(expected);
      for (const [i, byte] of contacts.entries()) {
        kinds.add(byte & contact.KIND);
        if (byte !== 0)
          expect(ports.words[i]).toBe(material.flows.words[i * layout.FLOW_WORDS + layout.WORD_PORTS]);
      }
    }),
    { numRuns: 400 },
  );
  expect(kinds.size).toBe(contact.KINDS_OF_CONTACT);
});
