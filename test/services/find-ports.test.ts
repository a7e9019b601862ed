import { describe, expect, it } from "vitest";
import { commonPorts, findPorts } from "../../src/services/find-ports.ts";
import { serviceKey } from "../../src/services/registry.ts";

const labels = (query: string, limit?: number): string[] =>
  findPorts(query, limit === undefined ? {} : { limit }).rows.map(({ label }) => label);

describe("findPorts by number", () => {
  it.each([
    ["443", ["443/tcp (https)", "443/udp (https)", "443/sctp (https)"]],
    [" 443 ", ["443/tcp (https)", "443/udp (https)", "443/sctp (https)"]],
    ["0443", ["443/tcp (https)", "443/udp (https)", "443/sctp (https)"]],
    ["6379", ["6379/tcp (redis)"]],
    ["443/udp", ["443/udp (https)"]],
    ["443/UDP", ["443/udp (https)"]],
    ["6379/udp", ["6379/udp"]],
    ["53/udp-lite", ["53/udplite (dns)"]],
    ["25/tcp,sctp", ["25/tcp (smtp)"]],
    ["0", ["0/tcp", "0/udp"]],
    ["65535", ["65535/tcp", "65535/udp"]],
    ["6062-6064", ["6062/tcp (x11)", "6063/tcp (x11)", "6064/tcp (ndl-ahp-svc)", "6064/udp (ndl-ahp-svc)"]],
    ["80-80/tcp", ["80/tcp (http)"]],
    ["65000-65535", []],
  ])("%j", (query, expected) => {
    expect(findPorts(query).problem).toBeNull();
    expect(labels(query)).toEqual(expected);
  });

  it("says of a port that is registered nowhere what can be said", () => {
    expect(findPorts("49822/tcp").rows).toEqual([
      {
        transport: "tcp",
        port: 49_822,
        lastPort: 49_822,
        label: "49822/tcp",
        name: null,
        description: null,
        rangeClass: "dynamic",
        source: null,
        aliases: [],
        caution: null,
        common: false,
      },
    ]);
  });

  it("bounds the rows and says how many there are", () => {
    const all = findPorts("0-65535");
    expect(all.rows.length).toBe(50);
    expect(all.total).toBeGreaterThan(11_000);
    expect(findPorts("0-65535", { limit: 3 }).rows.length).toBe(3);
    expect(findPorts("443", { limit: 0 })).toEqual({ rows: [], total: 3, problem: null });
  });
});

describe("findPorts by name", () => {
  it.each([
    ["domain", "53/tcp (dns)"],
    ["DNS", "53/tcp (dns)"],
    ["ssh", "22/tcp (ssh)"],
    ["ssh/sctp", "22/sctp (ssh)"],
    ["x11", "6000-6063/tcp (x11)"],
    ["muse", "6881-6889/tcp (bittorrent)"],
    ["microsoft-ds", "445/tcp (smb)"],
    ["cl/1", "172/tcp (cl/1)"],
    ["sql*net", "66/tcp (sql*net)"],
    ["whois++", "63/tcp (whois++)"],
    ["EtherNet/IP-2", "44818/tcp (ethernet-ip)"],
    ["3com-tsmux", "106/tcp (3com-tsmux)"],
    ["PlayStation", "3479-3481/udp (teams-media)"],
  ])("%j finds %s first", (query, expected) => {
    expect(labels(query)[0]).toBe(expected);
  });

  it("puts the whole name before its beginning, that before a part, that before the description", () => {
    const found = labels("ssh", 1000);
    const at = (label: string): number => {
      expect(found).toContain(label);
      return found.indexOf(label);
    };
    expect(at("22/sctp (ssh)")).toBeLessThan(at("17235/tcp (ssh-mgmt)"));
    expect(at("17235/tcp (ssh-mgmt)")).toBeLessThan(at("830/tcp (netconf-ssh)"));
    expect(at("830/tcp (netconf-ssh)")).toBeLessThan(at("115/tcp (sftp)"));
  });

  it.each(["sql.net", "ss[h]", "no such service", "\\", "^", ".*", "\u001b[2J"])(
    "%j is taken literally and finds nothing",
    (query) => {
      expect(findPorts(query)).toEqual({ rows: [], total: 0, problem: null });
    },
  );

  it("finds the user's names first, and not what they hide", () => {
    const userNames = new Map([
      [serviceKey("tcp", 22), { name: "jump-host", description: "The way in", aliases: [] }],
      [serviceKey("udp", 60_001), { name: "ssh-mosh", description: null, aliases: ["shell"] }],
    ]);
    const search = (query: string) => findPorts(query, { userNames }).rows.map(({ label }) => label);
    expect(search("jump-host")).toEqual(["22/tcp (jump-host)"]);
    expect(search("The Way In")).toEqual(["22/tcp (jump-host)"]);
    expect(search("shell")[0]).toBe("60001/udp (ssh-mosh)");
    expect(search("ssh")).not.toContain("22/tcp (ssh)");
    expect(search("22/tcp")).toEqual(["22/tcp (jump-host)"]);
  });
});

describe("findPorts refuses", () => {
  it.each([
    ["", "say a port"],
    ["  ", "say a port"],
    ["65536", "65536 is no port: ports run from 0 to 65535"],
    ["99999999999999999999", "ports run from 0 to 65535"],
    ["443/foo", "“foo” is no transport: one of tcp, udp, sctp, dccp, udplite"],
    ["443/", "“” is no transport"],
    ["443/tcp/udp", "“tcp/udp” is no transport"],
    ["-1", "“-1” is no port"],
    ["1.5", "“1.5” is no port"],
    ["10-5", "write 5-10"],
    ["80-70000", "70000 is no port"],
  ])("%j: %s", (query, problem) => {
    const answer = findPorts(query);
    expect(answer.problem).toContain(problem);
    expect(answer.rows).toEqual([]);
  });
});

describe("commonPorts", () => {
  const rows = commonPorts();

  it("has about a hundred services, described and in groups", () => {
    expect(rows.length).toBeGreaterThanOrEqual(100);
    expect(rows.length).toBeLessThanOrEqual(150);
    for (const row of rows) {
      expect(row.name, row.label).not.toBeNull();
      expect(row.description, row.label).not.toBeNull();
      expect(row.common).toBe(true);
      expect(row.group).not.toBe("");
    }
  });

  it("warns of clear text", () => {
    const caution = (label: string) => rows.find((row) => row.label === label)?.caution;
    expect(caution("23/tcp (telnet)")).toContain("clear text");
    expect(caution("21/tcp (ftp)")).toContain("clear text");
    expect(caution("22/tcp (ssh)")).not.toContain("clear text");
  });

  it("holds what everybody looks for", () => {
    const found = new Set(rows.map(({ label }) => label));
    for (const label of [
      "22/tcp (ssh)",
      "25/tcp (smtp)",
      "53/udp (dns)",
      "80/tcp (http)",
      "123/udp (ntp)",
      "443/tcp (https)",
      "443/udp (https)",
      "445/tcp (smb)",
      "3306/tcp (mysql)",
      "3389/tcp (rdp)",
      "5432/tcp (postgresql)",
    ]) {
      expect(found).toContain(label);
    }
  });
});
