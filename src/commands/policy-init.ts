/** `portolan policy init`: a first policy from what was seen. */
import { stat } from "node:fs/promises";
import { proposePolicy } from "../findings/policy/propose.ts";
import { escapeText } from "../report/escape.ts";
import { policyText } from "../report/policy-text.ts";
import { print } from "./print.ts";
import { type ReadOptions, readCaptures } from "./read-captures.ts";
import { UsageError } from "./usage-error.ts";
import { writeOutput } from "./write-output.ts";

export interface PolicyInitOptions extends ReadOptions {
  readonly out?: string;
  readonly force?: boolean;
}

export async function runPolicyInit(captures: readonly string[], options: PolicyInitOptions): Promise<void> {
  const { out, force = false } = options;
  if (out === undefined && force)
    throw new UsageError("--force is about the file of --out, which names none");
  if (out !== undefined) await refuseToOverwrite(out, force);
  const found = await readCaptures(captures, options, { seeksFindings: false });
  const proposed = proposePolicy(found);
  const text = policyText(
    proposed,
    found.captures.map(({ path }) => path),
    found.userNames,
  );
  if (out === undefined) return print([text]);
  // Reading may have taken hours.
  await refuseToOverwrite(out, force);
  await writeOutput(out, [text]);
  const { zones, rules, ignores } = proposed;
  const counts = [`${zones.length} zones`, `${rules.length} rules`, `${ignores.length} entries of ignore`];
  return print([`${escapeText(out)}: ${counts.join(", ")}; read and edit it before you rely on it\n`]);
}

async function refuseToOverwrite(path: string, force: boolean): Promise<void> {
  if (path === "") throw new UsageError("--out: name a file, such as ports.yaml");
  const status = await stat(path).catch(() => null);
  if (status?.isDirectory())
    throw new UsageError(`--out: ${path} is a folder; name a file, such as ports.yaml`);
  if (status !== null && !force)
    throw new UsageError(`--out: ${path} is there already; --force writes over it`);
}
