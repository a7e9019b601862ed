/**
 * `npm run protocols:measure -- FOLDER [training|judged]`: what the protocols stage finds of what nDPI and Zeek tell, how
 * much of what it tells they tell too, and whether its votes name the server. The stage is tuned on the training part.
 *
 * FOLDER holds `identification.jsonl`, a line a capture and peer: `path`, `by` and the flows, with `ends`, `protocol` and
 * `confidence` (nDPI, of which those from payload count) or `originator`, `responder` and `service` (Zeek);
 * `orientation.jsonl`, a line a capture: `path` and its TCP flows with endpoints `a` and `b`, `client` ("a" or "b") and
 * `established`; and the captures under `files/`.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { survey } from "../src/analyze.ts";
import { addressText } from "../src/flows/addresses.ts";
import { PAYLOAD_CAPTURED_FROM_A, PAYLOAD_CAPTURED_FROM_B } from "../src/flows/evidence.ts";
import type { ProtocolTable } from "../src/protocols/protocol.ts";
import type { Survey } from "../src/report/survey.ts";
import type { Part } from "./capture-parts.ts";
import { table } from "./markdown.ts";
import { namesOf } from "./peer-protocols.ts";
import { capturesOf } from "./roles-bench/listed-captures.ts";

type End = readonly [address: string, port: number];

interface PeerFlow {
  readonly transport: string;
  readonly ends?: readonly [End, End];
  readonly protocol?: string;
  readonly confidence?: string;
  readonly originator?: End;
  readonly responder?: End;
  readonly service?: readonly string[];
}

interface Capture {
  readonly path: string;
  readonly by: "nDPI" | "Zeek";
  readonly flows: readonly PeerFlow[];
}

interface KnownRole {
  readonly a: End;
  readonly b: End;
  readonly client: "a" | "b";
  readonly established: boolean;
}

const IP_PROTOCOLS: Readonly<Record<string, number>> = { tcp: 6, udp: 17, sctp: 132, dccp: 33 };

/** Most of its datagrams have no fixed bytes; as they are many, the sums are told without them too. */
const IN_PART = "gnutella";

class Tally {
  /** By protocol: flows that the peer names, those of them that were found. */
  readonly named = new Map<string, number>();
  readonly found = new Map<string, number>();
  /** By protocol: flows that were told among those that the peer names anything, and those that are right. */
  readonly told = new Map<string, number>();
  readonly right = new Map<string, number>();
  /** `peer's → ours`, with a capture for each. */
  readonly confusions = new Map<string, number>();
  /** By confidence: told, right. */
  readonly byConfidence = new Map<number, [told: number, right: number]>();

  add(
    peerName: string,
    accepted: readonly string[],
    ours: string | null,
    percent: number,
    where: string,
  ): void {
    const isRight = ours !== null && accepted.includes(ours);
    if (accepted.length > 0) {
      count(this.named, accepted[0]);
      if (isRight) count(this.found, accepted[0]);
    }
    if (ours !== null) {
      count(this.told, ours);
      if (isRight) count(this.right, ours);
      const sums = this.byConfidence.get(percent) ?? [0, 0];
      this.byConfidence.set(percent, [sums[0] + 1, sums[1] + Number(isRight)]);
    }
    if (!isRight && (accepted.length > 0 || ours !== null)) {
      count(this.confusions, `${peerName} → ${ours ?? "nothing"}   (${where})`);
    }
  }
}

function count(map: Map<string, number>, key: string): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

const tallies = new Map<string, Tally>();
const votes = new Map<string, Map<string, [told: number, right: number]>>();
const missing = new Map<string, number>();

function tallyOf(part: Part, peer: string): Tally {
  const key = `${part}, ${peer}`;
  const tally = tallies.get(key) ?? new Tally();
  tallies.set(key, tally);
  return tally;
}

function linesOf<T>(folder: string, name: string): T[] {
  const lines = readFileSync(join(folder, name), "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as T);
}

function key(protocol: number, first: End, second: End): string {
  return `${protocol} ${[first.join(" "), second.join(" ")].sort().join(" ")}`;
}

/** Flows by their ends. */
function flowsByEnds({ flows, addresses }: Survey): Map<string, number> {
  const numbers = new Map<string, number>();
  for (let flow = 0; flow < flows.count; flow++) {
    const a: End = [addressText(addresses.table, addresses.ofA[flow]), flows.portA(flow)];
    const b: End = [addressText(addresses.table, addresses.ofB[flow]), flows.portB(flow)];
    numbers.set(key(flows.protocol(flow), a, b), flow);
  }
  return numbers;
}

function hasPayload({ flows }: Survey, flow: number): boolean {
  return (flows.evidence(flow) & (PAYLOAD_CAPTURED_FROM_A | PAYLOAD_CAPTURED_FROM_B)) !== 0;
}

function compare(capture: Capture, found: Survey, protocols: ProtocolTable, part: Part): void {
  const numbers = flowsByEnds(found);
  const tally = tallyOf(part, capture.by);
  for (const peer of capture.flows) {
    const names = peer.service ?? (peer.confidence?.startsWith("DPI") ? [peer.protocol ?? ""] : []);
    if (names.length === 0) continue;
    const [first, second] = peer.ends ?? [peer.originator as End, peer.responder as End];
    const flow = numbers.get(key(IP_PROTOCOLS[peer.transport], first, second));
    if (flow === undefined || !hasPayload(found, flow)) {
      count(missing, `${part}, ${capture.by}`);
      continue;
    }
    const accepted = names.flatMap((name) => namesOf(capture.by, name));
    tally.add(
      names.join("+"),
      accepted,
      protocols.nameOf(flow),
      protocols.confidencePercent[flow],
      capture.path.split("/").slice(-1)[0],
    );
  }
}

function judgeVotes(roles: readonly KnownRole[], found: Survey, protocols: ProtocolTable, part: Part): void {
  const numbers = flowsByEnds(found);
  const sums = votes.get(part) ?? new Map<string, [number, number]>();
  votes.set(part, sums);
  for (const role of roles) {
    const flow = role.established ? numbers.get(key(6, role.a, role.b)) : undefined;
    if (flow === undefined || protocols.serverVote[flow] === 0) continue;
    const { flows, addresses } = found;
    const b = role.client === "a" ? role.b : role.a;
    const serverIsB =
      addressText(addresses.table, addresses.ofB[flow]) === b[0] && flows.portB(flow) === b[1];
    const isRight = protocols.serverVote[flow] > 0 === serverIsB;
    for (const name of [protocols.nameOf(flow) ?? "", `${protocols.votePercent[flow]} %`, "all"]) {
      const sum = sums.get(name) ?? [0, 0];
      sums.set(name, [sum[0] + 1, sum[1] + Number(isRight)]);
    }
  }
}

async function measure(folder: string, only: string | undefined): Promise<void> {
  const parts = new Map((await capturesOf(join(folder, "files"))).map(({ path, part }) => [path, part]));
  const captures = new Map<string, Capture[]>();
  for (const capture of linesOf<Capture>(folder, "identification.jsonl")) {
    captures.set(capture.path, [...(captures.get(capture.path) ?? []), capture]);
  }
  const roles = new Map(
    linesOf<{ path: string; flows: KnownRole[] }>(folder, "orientation.jsonl").map(({ path, flows }) => [
      path,
      flows,
    ]),
  );
  for (const path of new Set([...captures.keys(), ...roles.keys()])) {
    const part = parts.get(path);
    if (part === undefined || (only !== undefined && part !== only)) continue;
    const found = await survey(join(folder, "files", path)).catch(() => null);
    if (found === null) continue;
    const { protocols } = found;
    // Zeek's tests have several answers to one capture; what is the same counts once.
    const different = new Map((captures.get(path) ?? []).map((capture) => [capture.by, capture]));
    for (const capture of different.values()) compare(capture, found, protocols, part);
    judgeVotes(roles.get(path) ?? [], found, protocols, part);
  }
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`;
}

function sum(map: ReadonlyMap<string, number>): number {
  return [...map.values()].reduce((total, value) => total + value, 0);
}

function print(title: string, tally: Tally): void {
  console.log(`\n## ${title}\n`);
  console.log(
    `named ${sum(tally.named)}, found ${percent(sum(tally.found), sum(tally.named))}; ` +
      `told ${sum(tally.told)}, right ${percent(sum(tally.right), sum(tally.told))}; ` +
      `no such flow, or no payload: ${missing.get(title) ?? 0}\n`,
  );
  const [named, found] = [tally.named, tally.found].map((map) => sum(map) - (map.get(IN_PART) ?? 0));
  console.log(`without ${IN_PART}: named ${named}, found ${percent(found, named)}\n`);
  const rows = [...new Set([...tally.named.keys(), ...tally.told.keys()])].sort().map((name) => {
    const [named, found, told, right] = [tally.named, tally.found, tally.told, tally.right].map(
      (map) => map.get(name) ?? 0,
    );
    return [name, String(named), percent(found, named), String(told), percent(right, told)];
  });
  console.log(table(["protocol", "named", "found", "told", "right"], rows));
  console.log("\nBy confidence:");
  for (const [confidence, [told, right]] of [...tally.byConfidence].sort(([a], [b]) => a - b)) {
    console.log(`${confidence} %: ${told} told, ${percent(right, told)} right`);
  }
  console.log("\nConfusions:");
  for (const [what, flows] of [...tally.confusions].sort(([, a], [, b]) => b - a))
    console.log(`${flows} ${what}`);
}

await measure(process.argv[2], process.argv[3]);
for (const [title, tally] of [...tallies].sort(([a], [b]) => a.localeCompare(b))) print(title, tally);
for (const [part, sums] of votes) {
  console.log(`\n## ${part}: votes against handshakes (TCP)\n`);
  for (const [name, [told, right]] of [...sums].sort(([a], [b]) => a.localeCompare(b))) {
    console.log(`${name}: ${told} told, ${percent(right, told)} right`);
  }
}
