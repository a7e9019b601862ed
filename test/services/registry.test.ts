import { describe, expect, it } from "vitest";
import { rangeClass } from "../../src/services/range-class.ts";
import {
  lookUp,
  serviceKey,
  serviceLabel,
  serviceWeights,
  type Transport,
  type UserServiceNames,
} from "../../src/services/registry.ts";

const names = (...rows: [Transport, number, string][]): UserServiceNames =>
  new Map(
    rows.map(([transport, port, name]) => [
      serviceKey(transport, port),
      { name, description: null, aliases: [] },
    ]),
  );

describe("lookUp", () => {
  it.each([
    ["tcp", 80, "http", "overlay"],
    ["udp", 3478, "stun", "overlay"],
    ["tcp", 6000, "x11", "overlay"],
    ["tcp", 6063, "x11", "overlay"],
    ["udp", 51_820, "wireguard", "overlay"],
    ["tcp", 25_565, "minecraft", "overlay"],
    ["udp", 443, "https", "overlay"],
    ["udp", 53, "dns", "overlay"],
    ["udplite", 53, "dns", "overlay"],
    ["tcp", 514, "shell", "overlay"],
    ["udp", 514, "syslog", "overlay"],
    ["tcp", 3389, "rdp", "overlay"],
    ["tcp", 1433, "mssql", "overlay"],
    ["tcp", 17_235, "ssh-mgmt", "iana"],
    ["sctp", 36_412, "s1-control", "iana"],
    ["sctp", 80, "http", "iana"],
    ["udp", 8805, "pfcp", "iana"],
  ] as const)("%s %i is %s, from the %s", (transport, port, name, source) => {
    expect(lookUp(transport, port)).toMatchObject({ name, source });
  });

  it.each([
    ["tcp", 0],
    ["tcp", 49_822],
    ["tcp", 65_535],
    ["tcp", 65_536],
    ["udp", 25_565],
    ["sctp", 53],
    ["dccp", 80],
  ] as const)("%s %i has no name", (transport, port) => {
    expect(lookUp(transport, port)).toBeNull();
  });

  it("keeps IANA's name as an alias, each alias once", () => {
    expect(lookUp("tcp", 53)?.aliases).toEqual(["domain"]);
    expect(lookUp("tcp", 80)?.aliases).toEqual(["www", "www-http"]);
    expect(lookUp("udp", 6888)?.aliases).toEqual(["muse"]);
    expect(lookUp("udp", 6887)?.aliases).toEqual([]);
  });

  it("puts the user's name first, and takes nothing from the name that it hides", () => {
    const own = names(["tcp", 443, "portal"], ["udp", 40_000, "telemetry"], ["udplite", 40_001, "voice"]);
    expect(lookUp("tcp", 443, own)).toEqual({
      name: "portal",
      description: null,
      source: "user",
      aliases: [],
    });
    expect(lookUp("udp", 443, own)?.name).toBe("https");
    expect(lookUp("udplite", 40_000, own)?.name).toBe("telemetry");
    expect(lookUp("udplite", 40_001, own)?.name).toBe("voice");
    expect(lookUp("udp", 40_001, own)?.name).not.toBe("voice");
  });
});

describe("serviceLabel", () => {
  it.each([
    ["tcp", 443, "https", "443/tcp (https)"],
    ["tcp", 49_822, null, "49822/tcp"],
    ["udplite", 0, null, "0/udplite"],
  ] as const)("%s %i %s", (transport, port, name, label) => {
    expect(serviceLabel(transport, port, name)).toBe(label);
  });

  it("holds the number and the transport for every port that has a name", () => {
    for (const transport of ["tcp", "udp", "sctp", "dccp"] as const) {
      for (let port = 0; port < 65_536; port += 7) {
        const label = serviceLabel(transport, port, lookUp(transport, port)?.name ?? null);
        expect(label.startsWith(`${port}/${transport}`)).toBe(true);
      }
    }
  });
});

describe("rangeClass (RFC 6335, section 6)", () => {
  it.each([
    [0, "well-known"],
    [1023, "well-known"],
    [1024, "registered"],
    [49_151, "registered"],
    [49_152, "dynamic"],
    [65_535, "dynamic"],
  ])("%i is %s", (port, expected) => {
    expect(rangeClass(port)).toBe(expected);
  });
});

describe("serviceWeights", () => {
  const weights = serviceWeights();

  it.each([
    ["tcp", 443, 2],
    ["udp", 67, 2],
    // The client's side of DHCP: both ends have known ports, and the server's weighs more.
    ["udp", 68, 1],
    ["udp", 547, 2],
    ["udp", 546, 1],
    ["udp", 51_820, 2],
    ["tcp", 17_235, 1],
    ["tcp", 25_672, 1],
    ["sctp", 36_412, 1],
    ["tcp", 0, 0],
    ["tcp", 49_822, 0],
    ["tcp", 65_535, 0],
    ["sctp", 53, 0],
    ["udplite", 53, 2],
  ] as const)("%s %i weighs %i", (transport, port, weight) => {
    expect(weights[transport][port]).toBe(weight);
  });

  it("is above 0 exactly where there is a name, but for the port that FTP's servers connect from", () => {
    for (const transport of ["tcp", "udp", "sctp", "dccp", "udplite"] as const) {
      const { length } = weights[transport];
      expect(length).toBe(65_536);
      const wrong = Array.from({ length }, (_, port) => port).filter(
        (port) => (weights[transport][port] !== 0) !== (lookUp(transport, port) !== null),
      );
      expect(wrong, transport).toEqual(transport === "tcp" ? [20] : []);
    }
    expect(serviceWeights(names(["tcp", 20, "ours"])).tcp[20]).toBe(2);
  });

  it("trusts the user's names, and leaves the next call as it was", () => {
    const own = serviceWeights(
      names(["tcp", 49_822, "ours"], ["udp", 50_001, "ours"], ["udplite", 50_002, "x"]),
    );
    expect(own.tcp[49_822]).toBe(2);
    expect([own.udp[50_001], own.udplite[50_001]]).toEqual([2, 2]);
    expect([own.udp[50_002], own.udplite[50_002]]).toEqual([0, 2]);
    expect(serviceWeights().tcp[49_822]).toBe(0);
  });
});
