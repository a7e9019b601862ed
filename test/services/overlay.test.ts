import { describe, expect, it } from "vitest";
import { registeredName } from "../../src/services/iana.ts";
import { overlayEntries, readOverlay } from "../../src/services/overlay.ts";

/** Every port that an entry covers, as `443/tcp`, with what IANA calls it. */
const covered = overlayEntries().flatMap((entry) =>
  entry.transports.flatMap((transport) =>
    Array.from({ length: entry.last - entry.first + 1 }, (_, step) => {
      const port = entry.first + step;
      return { entry, port: `${port}/${transport}`, registered: registeredName(transport, port) };
    }),
  ),
);

describe("the overlay", () => {
  it("has the size that was promised", () => {
    expect(overlayEntries().length).toBeGreaterThan(250);
    expect(overlayEntries().filter(({ common }) => common).length).toBeGreaterThanOrEqual(100);
  });

  it("says a port of a transport once", () => {
    const ports = covered.map(({ port }) => port);
    expect(ports.filter((port, at) => ports.indexOf(port) !== at)).toEqual([]);
  });

  it("is sorted by port within a group, and has each group in one piece", () => {
    const groups = overlayEntries().map(({ group }) => group);
    const starts = groups.filter((group, at) => group !== groups[at - 1]);
    expect(new Set(starts).size).toBe(starts.length);
    for (const group of starts) {
      const ports = overlayEntries().flatMap((entry) => (entry.group === group ? [entry.first] : []));
      expect(ports, group).toEqual(ports.toSorted((a, b) => a - b));
    }
  });

  it.each(overlayEntries().map((entry) => [entry.name, entry.first, entry] as const))(
    "%s %i has a name fit for a label, a description and a reason",
    (name, _port, entry) => {
      expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9/-]{0,23}$/);
      expect(entry.description).toMatch(/^[A-Za-z].{4,100}[^.]$/);
      expect(entry.why.length).toBeGreaterThanOrEqual(4);
      for (const other of entry.otherNames) expect(other).toMatch(/^[A-Za-z0-9][A-Za-z0-9/_-]*$/);
      expect(new Set([name, ...entry.otherNames]).size).toBe(entry.otherNames.length + 1);
    },
  );

  it("says `kept` where the name is IANA's, and there only", () => {
    const wrong = covered.filter(
      ({ entry, registered }) => (entry.why === "kept") !== (registered === entry.name),
    );
    expect(wrong.map(({ port }) => port)).toEqual([]);
  });

  it("says `unregistered` of ports that IANA does not list, and there only", () => {
    const wrong = covered.filter(({ entry, port, registered }) => {
      const exception = entry.why.includes(`but for ${Number.parseInt(port, 10)}`);
      return /^unregistered/.test(entry.why) && registered !== null && !exception;
    });
    expect(wrong.map(({ port }) => port)).toEqual([]);
    const silent = covered.filter(
      ({ entry, registered }) => registered === null && !/unregistered|range|\d to \d/.test(entry.why),
    );
    expect(silent.map(({ port }) => port)).toEqual([]);
  });

  it("quotes IANA's name where it overrules it", () => {
    const wrong = covered.filter(
      ({ entry, registered }) =>
        registered !== null && registered !== entry.name && !entry.why.includes(registered),
    );
    expect(wrong.map(({ port, entry }) => `${port} ${entry.why}`)).toEqual([]);
  });

  it.each([
    ["80/tcp | http | Web pages | | kept", "no group"],
    ["# Web\n80/tcp | http | Web pages | kept", "four columns"],
    ["# Web\n80 | http | Web pages | | kept", "no transport"],
    ["# Web\n80/foo | http | Web pages | | kept", "unknown transport"],
    ["# Web\n80/tcp | | Web pages | | kept", "no name"],
    ["# Web\n80/tcp | http | Web pages | | ", "no reason"],
  ])("refuses %j (%s)", (table) => {
    expect(() => readOverlay(table)).toThrow(/^overlay: /);
  });
});
