/**
 * `npm run roles:measure -- FOLDER`: how often each clue of the roles stage is right where it decides, on captures
 * whose handshakes tell the truth, with the handshakes hidden. The confidences in src/roles/decide.ts come
 * from here.
 *
 * FOLDER holds `orientation.jsonl`, a line a capture: `path` and the TCP flows whose client is known, with
 * endpoints `a` and `b`, `client` ("a" or "b") and `established`; and the captures under `files/`.
 */
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { survey } from "../src/analyze.ts";
import { addressText } from "../src/flows/addresses.ts";
import type { Survey } from "../src/report/survey.ts";
import { decideRoles } from "../src/roles/decide.ts";
import { CLUES, type RoleTable } from "../src/roles/role.ts";
import { serviceWeights } from "../src/services/registry.ts";

interface KnownFlow {
  readonly a: readonly [address: string, port: number];
  readonly b: readonly [address: string, port: number];
  readonly client: "a" | "b";
  readonly established: boolean;
}

const told = new Float64Array(CLUES.length);
const right = new Float64Array(CLUES.length);

async function measure(folder: string): Promise<void> {
  const weights = serviceWeights();
  const lines = createInterface({ input: createReadStream(join(folder, "orientation.jsonl")) });
  for await (const line of lines) {
    const { path, flows } = JSON.parse(line) as { path: string; flows: KnownFlow[] };
    const found = await survey(join(folder, "files", path)).catch(() => null);
    if (found === null) continue;
    const roles = decideRoles(found.flows, weights, found.addresses, { hideHandshakes: true });
    count(
      found,
      roles,
      new Map(flows.filter((flow) => flow.established).map((flow) => [key(flow.a, flow.b), flow])),
    );
  }
}

function count({ flows, addresses }: Survey, roles: RoleTable, known: ReadonlyMap<string, KnownFlow>): void {
  for (let flow = 0; flow < flows.count; flow++) {
    const truth = known.get(
      key(
        [addressText(addresses.table, addresses.ofA[flow]), flows.portA(flow)],
        [addressText(addresses.table, addresses.ofB[flow]), flows.portB(flow)],
      ),
    );
    if (truth === undefined || flows.protocol(flow) !== 6) continue;
    const clue = roles.decidedBy[flow];
    told[clue]++;
    if ((roles.serverIsB[flow] === 1) === (truth.client === "a")) right[clue]++;
  }
}

function key(a: readonly [string, number], b: readonly [string, number]): string {
  return `${a[0]} ${a[1]} ${b[0]} ${b[1]}`;
}

await measure(process.argv[2]);
let all = 0;
let allRight = 0;
for (const [clue, name] of CLUES.entries()) {
  if (told[clue] === 0) continue;
  all += told[clue];
  allRight += right[clue];
  const share = ((100 * right[clue]) / told[clue]).toFixed(2);
  console.log(`${name.padEnd(20)} ${told[clue]} flows, ${share} % right`);
}
console.log(`all: ${all} flows, ${((100 * allRight) / all).toFixed(2)} % right`);
