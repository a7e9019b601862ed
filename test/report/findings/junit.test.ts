import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { validateXML } from "xmllint-wasm";
import { RULES } from "../../../src/findings/finding.ts";
import { RULE_DESCRIPTIONS } from "../../../src/findings/rules.ts";
import { renderJunit } from "../../../src/report/findings/junit.ts";
import { ALL_KINDS, CHECKS, DAMAGED, DECIDED, HOSTILE, sampleCheck, sampleFinding } from "./sample-check.ts";

/** The schema of Jenkins' dtkit, under the MIT licence that stands in it. */
const schema = {
  fileName: "jenkins-junit.xsd",
  contents: readFileSync("test/report/findings/jenkins-junit.xsd", "utf8"),
};

async function faults(contents: string): Promise<string[]> {
  const { errors } = await validateXML({ xml: { fileName: "check.xml", contents }, schema });
  return errors.map(({ rawMessage }) => rawMessage);
}

describe.each(CHECKS)("%s", (_name, report) => {
  const xml = renderJunit(report);

  it("is well formed, and of Jenkins' schema", async () => {
    expect(await faults(xml)).toEqual([]);
  });

  it("holds no character that XML 1.0 forbids, and nothing unseen", () => {
    expect(xml.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });

  it("counts its cases as they are", () => {
    const suites = xml.split("<testsuite ").slice(1);
    expect(suites).toHaveLength(2);
    for (const suite of suites) {
      const told = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1]);
      const seen = (pattern: RegExp) => suite.match(pattern)?.length ?? 0;
      expect(told("tests")).toBe(seen(/<testcase /g));
      expect(told("failures")).toBe(seen(/<failure /g));
      expect(told("errors")).toBe(seen(/<error /g));
      expect(told("skipped")).toBe(seen(/<skipped>/g));
    }
  });

  it("has no two cases of one name, of which GitLab would drop all but the first", () => {
    const names = [...xml.matchAll(/<testcase (classname="[^"]*" name="[^"]*")/g)].map(([, name]) => name);
    const repeated = names.filter((name, index) => names.indexOf(name) !== index);
    expect(repeated).toEqual([]);
  });
});

describe("the validator finds what is wrong", () => {
  it.each([
    ["an element that is not closed", "<testsuites><testsuite>"],
    ["an attribute that is missing", "<testsuites><testsuite/></testsuites>"],
    ["an element that does not belong", '<testsuites><testcase name="a"/></testsuites>'],
    ["a control character", '<testsuites name="&#1;"/>'],
  ])("%s", async (_what, xml) => {
    expect(await faults(xml)).not.toEqual([]);
  });
});

describe("JUnit", () => {
  it("a finding that fails, one that does not, rules without any, captures", () => {
    const findings = [
      sampleFinding({ decidedBy: DECIDED }),
      sampleFinding({ rule: "rare-port", severity: "info", title: "a < b & c", key: "<x> & y" }),
    ];
    const xml = renderJunit(sampleCheck({ findings, policy: "ports.yaml", captures: [DAMAGED] }));
    expect(xml).toContain('<testsuite name="ports.yaml" tests="11" failures="1" errors="0" skipped="1">');
    expect(xml).toContain(
      '<testcase classname="portolan.unexpected-port" name="No finding: Unexpected port" time="0"/>',
    );
    expect(
      xml,
    ).toContain(`    <testcase classname="portolan.sensitive-port" name="Sensitive port: 6379/tcp 10.20.0.30" time="0">
      <failure message="high: 6379/tcp (redis) of 10.20.0.30 is reached from the internet" type="sensitive-port (high)">high: 6379/tcp (redis) of 10.20.0.30 is reached from the internet
3 clients of the internet connected to 10.20.0.30, and were answered. Redis hands all that it holds to whoever connects.
Decided by ports.yaml:12:5: rule 3: deny redis
Clients: 198.51.100.7, 203.0.113.9, 2001:db8:12:34:56:78:9abc:1
Servers: 10.20.0.30
Ports: 6379/tcp
Flows: 12
Frames: 12, 15, 99
Display filter: ip.addr == 10.20.0.30 &amp;&amp; tcp.port == 6379
To do: Let only the hosts that need it reach the port.</failure>
    </testcase>
`);
    expect(xml).toContain(
      'name="Rare port: &lt;x&gt; &amp; y" time="0">\n      <skipped>info: a &lt; b &amp; c\n',
    );
    expect(xml).toContain(
      '<testcase classname="portolan.captures" name="cut.pcap" time="0">\n      <error message="part of the capture could not be read',
    );
    expect(xml).toContain("at byte 123,456: the file ends inside a packet</error>");
  });

  it("nothing is unexpected where nobody said what is expected: skipped, not passed", () => {
    const xml = renderJunit(sampleCheck());
    expect(xml).toContain("<skipped>not asked: neither --policy nor --baseline was given</skipped>");
    expect(xml.match(/<testcase [^>]*\/>/g)).toHaveLength(RULES.length - 1 + 1);
  });

  it("every rule has a case", () => {
    const xml = renderJunit(sampleCheck({ findings: ALL_KINDS.slice(0, 12) }));
    for (const rule of RULES) expect(xml).toContain(`classname="portolan.${rule}"`);
    for (const { title } of Object.values(RULE_DESCRIPTIONS)) expect(title).not.toMatch(/[<>&"]/);
  });

  it("hostile words end no element: as many cases as without", () => {
    const tame = HOSTILE.map((finding, number) => ({ ...finding, key: `${number}`, title: `${number}` }));
    const cases = (findings: typeof HOSTILE) =>
      renderJunit(sampleCheck({ findings })).match(/<testcase /g)?.length;
    expect(cases(HOSTILE)).toBe(cases(tame));
  });
});
