/** Roles of whole small scenarios. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressText, numberAddresses } from "../../src/flows/addresses.ts";
import { identifyProtocols } from "../../src/protocols/identify.ts";
import { decideRoles } from "../../src/roles/decide.ts";
import { CLUES, KNOWN_FROM } from "../../src/roles/role.ts";
import { collect } from "../collect-frames.ts";
import { type Ends, packet, tcpBetween, udpBetween } from "../conversations.ts";
import { sctp, sctpData, udp } from "../frames.ts";
import { WEIGHTS } from "./weights.ts";

/** Which of the two weighs more is a matter of hundredths. */
const COMMON_OR_DYNAMIC = expect.stringMatching(/^(common-service|dynamic-range)$/);
interface PlainRole {
  readonly server: string;
  readonly decidedBy: string;
  readonly because: readonly string[];
  readonly known: boolean;
  readonly confidence: number;
}

function rolesOf(packets: readonly Uint8Array[]): PlainRole[] {
  const { table } = collect(packets);
  const addresses = numberAddresses(table);
  const roles = decideRoles(table, { weights: WEIGHTS, protocols: identifyProtocols(table), addresses });
  return Array.from({ length: table.count }, (_, flow) => {
    const serverIsB = roles.serverIsB[flow] === 1;
    const address = addressText(addresses.table, serverIsB ? addresses.ofB[flow] : addresses.ofA[flow]);
    return {
      server: `${address} ${serverIsB ? table.portB(flow) : table.portA(flow)}`,
      decidedBy: CLUES[roles.decidedBy[flow]],
      because: roles.because(flow),
      known: roles.isKnown(flow),
      confidence: roles.confidencePercent[flow] / 100,
    };
  });
}

const ends = (client: readonly [string, number], server: readonly [string, number]): Ends => ({
  client,
  server,
});

describe("one flow", () => {
  const handshake = (between: Ends) => {
    const talk = tcpBetween(between);
    return [talk.syn(), talk.synAck(), talk.ack()];
  };
  test.each([
    [
      "a handshake decides over every port",
      handshake(ends(["10.0.0.1", 80], ["10.0.0.2", 50_000])),
      "10.0.0.2 50000",
      "syn",
      ["syn", "syn-ack", "first-packet"],
    ],
    [
      "an acceptance, where the opening was not seen",
      [tcpBetween(ends(["10.0.0.1", 2000], ["10.0.0.2", 50_000])).synAck()],
      "10.0.0.2 50000",
      "syn-ack",
      ["syn-ack"],
    ],
    [
      "an acceptance that is a scan's: it comes from a client's port and goes to a common service",
      [tcpBetween(ends(["10.0.0.1", 80], ["10.0.0.2", 50_000])).synAck()],
      "10.0.0.1 80",
      COMMON_OR_DYNAMIC,
      ["common-service", "registered-service", "dynamic-range", "first-packet"],
    ],
    [
      "a multicast group is the server, whatever the ports",
      [udpBetween(ends(["10.0.0.1", 53], ["224.0.0.251", 5353])).request()],
      "224.0.0.251 5353",
      "multicast",
      ["multicast", "first-packet"],
    ],
    [
      "broadcast",
      [udpBetween(ends(["0.0.0.0", 68], ["255.255.255.255", 67])).request()],
      "255.255.255.255 67",
      "broadcast",
      ["broadcast", "first-packet"],
    ],
    [
      "a common service, in the middle of a conversation",
      [tcpBetween(ends(["10.0.0.1", 40_000], ["10.0.0.2", 443])).response()],
      "10.0.0.2 443",
      COMMON_OR_DYNAMIC,
      ["common-service", "registered-service", "dynamic-range"],
    ],
    [
      "a common service against a registered one",
      [tcpBetween(ends(["10.0.0.2", 8009], ["10.0.0.1", 443])).request()],
      "10.0.0.1 443",
      "common-service",
      ["common-service", "first-packet"],
    ],
    [
      "a registered service",
      [tcpBetween(ends(["10.0.0.1", 30_000], ["10.0.0.2", 1433])).request()],
      "10.0.0.2 1433",
      "first-packet",
      ["registered-service", "first-packet"],
    ],
    [
      "a registered port that a client took by chance",
      [tcpBetween(ends(["10.0.0.1", 40_500], ["10.0.0.2", 7777])).request()],
      "10.0.0.2 7777",
      "dynamic-range",
      ["dynamic-range", "first-packet"],
    ],
    [
      "the dynamic range",
      [tcpBetween(ends(["10.0.0.1", 50_000], ["10.0.0.2", 7777])).response()],
      "10.0.0.2 7777",
      "dynamic-range",
      ["dynamic-range"],
    ],
    [
      "two ports of no range: who spoke first asked",
      [udpBetween(ends(["10.0.0.1", 7777], ["10.0.0.2", 7778])).request()],
      "10.0.0.2 7778",
      "first-packet",
      ["first-packet"],
    ],
    [
      "FTP's data connection comes from port 20",
      [tcpBetween(ends(["10.0.0.1", 20], ["10.0.0.2", 50_000])).response()],
      "10.0.0.2 50000",
      "ftp-data",
      ["ftp-data"],
    ],
    [
      "a greeting, on a client's port",
      [tcpBetween(ends(["10.0.0.1", 2000], ["10.0.0.2", 50_000])).response("220 ready ESMTP\r\n")],
      "10.0.0.2 50000",
      "payload",
      ["payload"],
    ],
    [
      "a handshake against what the payload says",
      [
        ...handshake(ends(["10.0.0.1", 2000], ["10.0.0.2", 2001])),
        tcpBetween(ends(["10.0.0.1", 2000], ["10.0.0.2", 2001])).request("220 ready ESMTP\r\n"),
      ],
      "10.0.0.2 2001",
      "syn",
      ["syn", "syn-ack", "first-packet"],
    ],
    [
      "NTP among equals: who spoke first asked",
      [udpBetween(ends(["10.0.0.9", 123], ["10.0.0.2", 123])).request()],
      "10.0.0.2 123",
      "first-packet",
      ["first-packet"],
    ],
    [
      "DNS from port 53 to port 53",
      [udpBetween(ends(["10.0.0.1", 53], ["10.0.0.2", 53])).request()],
      "10.0.0.2 53",
      "first-packet",
      ["first-packet"],
    ],
    [
      "SCTP asks its own registry",
      [packet("10.0.0.1", "10.0.0.2", 132, sctp(sctpData()))],
      "10.0.0.2 3868",
      COMMON_OR_DYNAMIC,
      ["common-service", "registered-service", "dynamic-range", "first-packet"],
    ],
    [
      "UDP-Lite shares the ports of UDP",
      [packet("10.0.0.1", "10.0.0.2", 136, udp())],
      "10.0.0.2 53",
      COMMON_OR_DYNAMIC,
      ["common-service", "registered-service", "dynamic-range", "first-packet"],
    ],
    [
      "both sides opened: the ports decide",
      [
        tcpBetween(ends(["10.0.0.1", 50_000], ["10.0.0.2", 80])).syn(),
        tcpBetween(ends(["10.0.0.1", 50_000], ["10.0.0.2", 80])).serverSyn(),
      ],
      "10.0.0.2 80",
      COMMON_OR_DYNAMIC,
      ["common-service", "registered-service", "dynamic-range", "first-packet"],
    ],
  ])("%s", (_, packets, server, decidedBy, because) => {
    expect(rolesOf(packets)).toMatchObject([{ server, decidedBy, because }]);
  });
});

describe("many flows together", () => {
  const clients = Array.from({ length: 5 }, (_, i) => [`10.0.1.${i}`, 7000 + i] as const);

  test("fan-in finds the server of a conversation that has no handshake and no known port", () => {
    const packets = clients.map((client) => tcpBetween(ends(client, ["10.0.0.2", 20_500])).response());
    for (const role of rolesOf(packets)) {
      expect(role).toMatchObject({ server: "10.0.0.2 20500", decidedBy: "fan-in", known: true });
    }
  });

  test("fan-in finds a server among the ports of clients, too, but is not sure", () => {
    const packets = clients.map((client) => tcpBetween(ends(client, ["10.0.0.2", 40_500])).response());
    for (const role of rolesOf(packets)) {
      expect(role).toMatchObject({ server: "10.0.0.2 40500", decidedBy: "fan-in", known: false });
    }
  });

  test("one client with many ports is fan-in as well", () => {
    const packets = [1, 2, 3].map((i) =>
      tcpBetween(ends(["10.0.0.1", 20_000 + i], ["10.0.0.2", 30_000])).response(),
    );
    expect(rolesOf(packets).map(({ server, decidedBy }) => [server, decidedBy])).toEqual(
      [1, 2, 3].map(() => ["10.0.0.2 30000", "fan-in"]),
    );
  });

  test("two flows are not enough", () => {
    const packets = clients
      .slice(0, 2)
      .map((client) => tcpBetween(ends(client, ["10.0.0.2", 40_500])).response());
    for (const role of rolesOf(packets)) expect(role.because).not.toContain("fan-in");
  });

  test("flows of another transport on the same port do not count", () => {
    const tcp = clients.slice(0, 2).map((client) => tcpBetween(ends(client, ["10.0.0.2", 9999])).response());
    const datagram = udpBetween(ends(["10.0.1.9", 7009], ["10.0.0.2", 9999])).response();
    for (const role of rolesOf([...tcp, datagram])) expect(role.decidedBy).not.toBe("fan-in");
  });

  test("fan-in counts every flow of a socket, however many sockets came before", () => {
    for (const before of [511, 512, 513, 1024]) {
      const others = Array.from({ length: before }, (_, i) =>
        udpBetween(
          ends([`10.8.${i >> 8}.${i & 0xff}`, 7000], [`10.9.${i >> 8}.${i & 0xff}`, 7000]),
        ).request(),
      );
      const served = clients
        .slice(0, 3)
        .map((client) => tcpBetween(ends(client, ["10.0.0.2", 40_500])).response());
      const roles = rolesOf([...others, ...served]).slice(before);
      expect(roles.map(({ decidedBy }) => decidedBy)).toEqual(["fan-in", "fan-in", "fan-in"]);
    }
  });

  test("a handshake stands against fan-in: one that opens to many from one port is their client", () => {
    const scanner = clients.map((target) => tcpBetween(ends(["10.0.0.2", 55_555], target)).syn());
    rolesOf(scanner).forEach((role, i) => {
      expect(role).toMatchObject({ server: clients[i].join(" "), decidedBy: "syn" });
    });
  });

  test("fan-in is fooled by a client that keeps one port, and says so with the clue", () => {
    const peers = clients.flatMap((peer) => {
      const talk = udpBetween(ends(["10.0.0.2", 6881], peer));
      return [talk.request(), talk.response()];
    });
    for (const role of rolesOf(peers))
      expect(role).toMatchObject({ server: "10.0.0.2 6881", decidedBy: "fan-in" });
  });

  test("where nobody answers that client, who spoke first is told, as a guess", () => {
    const peers = clients.map((peer) => udpBetween(ends(["10.0.0.2", 6881], peer)).request());
    rolesOf(peers).forEach((role, i) => {
      expect(role).toMatchObject({ server: clients[i].join(" "), decidedBy: "first-packet", known: false });
    });
  });

  test("a server in one flow, by its handshake, is the server in another that was joined midway", () => {
    const server = ["10.0.0.2", 7000] as const;
    const seen = tcpBetween(ends(["10.0.0.1", 6000], server));
    const joined = tcpBetween(ends(["10.0.0.3", 6001], server));
    const [, role] = rolesOf([seen.syn(), seen.synAck(), joined.response()]);
    expect(role).toMatchObject({ server: "10.0.0.2 7000", decidedBy: "known-server" });
  });

  test("a port between two from which its host was a client is a client's", () => {
    const opened = [2000, 3000].map((port) => tcpBetween(ends(["10.0.0.1", port], ["10.0.0.9", 443])).syn());
    const between = tcpBetween(ends(["10.0.0.1", 2500], ["10.0.0.2", 2600])).response();
    expect(rolesOf([...opened, between])[2]).toMatchObject({
      server: "10.0.0.2 2600",
      decidedBy: "client-ports",
    });
    const outside = tcpBetween(ends(["10.0.0.1", 3001], ["10.0.0.2", 2600])).response();
    expect(rolesOf([...opened, outside])[2].because).not.toContain("client-ports");
  });

  test("one faked source port does not make a server", () => {
    const genuine = clients.map((client) => tcpBetween(ends(client, ["10.0.0.2", 9999])).response());
    const faked = tcpBetween(ends(["10.0.0.66", 53], ["10.0.0.2", 9999])).response();
    const roles = rolesOf([...genuine, faked]);
    expect(roles.map(({ server }) => server)).toEqual(roles.map(() => "10.0.0.2 9999"));
  });

  test("FTP's data connections from port 20 do not make a server of it", () => {
    const data = clients.map((client) => tcpBetween(ends(["10.0.0.2", 20], client)).request());
    expect(rolesOf(data).map(({ server }) => server)).toEqual(clients.map((client) => client.join(" ")));
  });
});

describe("confidence", () => {
  const talk = (client: readonly [string, number], server: readonly [string, number]) =>
    rolesOf([tcpBetween(ends(client, server)).request()])[0];

  test("a handshake is known, who spoke first is a guess", () => {
    expect(rolesOf([tcpBetween(ends(["10.0.0.1", 9000], ["10.0.0.2", 9001])).syn()])[0].known).toBe(true);
    expect(talk(["10.0.0.1", 9001], ["10.0.0.2", 9000])).toMatchObject({
      decidedBy: "first-packet",
      known: false,
    });
  });

  test("known means nine in ten", () => {
    expect(KNOWN_FROM).toBe(0.9);
    for (const role of [
      talk(["10.0.0.1", 50_000], ["10.0.0.2", 443]),
      talk(["10.0.0.1", 30_000], ["10.0.0.2", 1433]),
    ]) {
      expect(role.known).toBe(role.confidence >= 0.9);
    }
  });

  test("no clue is surer than the handshake", () => {
    const opened = rolesOf([tcpBetween(ends(["10.0.0.1", 9000], ["10.0.0.2", 9001])).syn()])[0];
    expect(opened.confidence).toBeGreaterThan(0.98);
    expect(talk(["10.0.0.1", 30_000], ["10.0.0.2", 443]).confidence).toBeLessThan(opened.confidence);
    expect(talk(["10.0.0.1", 9001], ["10.0.0.2", 9000]).confidence).toBeLessThan(
      talk(["10.0.0.1", 50_000], ["10.0.0.2", 9000]).confidence,
    );
  });
});

test("every flow has a role, the deciding clue is one of those that speak for it", () => {
  const address = fc.constantFrom("10.0.0.1", "10.0.0.2", "224.0.0.1", "255.255.255.255", "10.0.0.3");
  const port = fc.constantFrom(0, 53, 80, 123, 7777, 33_000, 50_000, 65_535);
  const conversation = fc.tuple(address, port, address, port, fc.boolean(), fc.nat(6));
  fc.assert(
    fc.property(fc.array(conversation, { minLength: 1, maxLength: 20 }), (conversations) => {
      const packets = conversations.map(([from, fromPort, to, toPort, isTcp, kind]) => {
        const between = ends([from, fromPort], [to, toPort]);
        if (!isTcp) return udpBetween(between).request();
        const { syn, synAck, request, reset, serverSyn } = tcpBetween(between);
        return [syn, synAck, request, reset, serverSyn, request, request][kind]();
      });
      for (const role of rolesOf(packets)) {
        expect(role.because).toContain(role.decidedBy);
        expect(role.confidence).toBeGreaterThanOrEqual(0.5);
        expect(role.confidence).toBeLessThanOrEqual(1);
      }
    }),
    { seed: 20_261_122, numRuns: 300 },
  );
});
