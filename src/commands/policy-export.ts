/** `portolan policy export`: the rules of a policy, or of a lock, for a firewall. */
import type { FirewallRules } from "../findings/policy/allowed.ts";
import type { Policy } from "../findings/policy/policy.ts";
import { policyOfLock, rulesOf } from "./firewall-rules.ts";
import type { PolicyFormat } from "./policy-formats.ts";
import { print } from "./print.ts";
import { areOfLock, lockOf } from "./read-lock.ts";
import { policyBytes, readPolicyBytes, readPolicyFile } from "./read-policy.ts";
import { readServiceNames } from "./service-names.ts";
import { tell } from "./tell.ts";
import { UsageError } from "./usage-error.ts";

export interface PolicyExportOptions {
  readonly format: PolicyFormat;
  readonly services?: string;
  /** The policy whose zones a lock calls servers by. */
  readonly policy?: string;
}

export async function runPolicyExport(path: string, options: PolicyExportOptions): Promise<void> {
  return print([await rendered(rulesOf(await readAllowed(path, options)), options.format)]);
}

/** A policy, or what a lock allows as one; `-` is standard input. */
async function readAllowed(file: string, { services, policy }: PolicyExportOptions): Promise<Policy> {
  const userNames = await readServiceNames(services);
  const read = await policyBytes(file);
  if (areOfLock(read.bytes)) {
    const zoned = policy === undefined ? null : await readPolicyFile(policy, userNames);
    const { names } = await (await import("./read-zones.ts")).zonesOf(zoned);
    return policyOfLock(lockOf(read.bytes, read.path, names), zoned);
  }
  if (policy === undefined) return readPolicyBytes(read, userNames);
  throw new UsageError(
    `--policy: ${read.path} is no ports.lock whose zones it could have; name one of the two`,
  );
}

async function rendered(rules: FirewallRules, format: PolicyFormat): Promise<string> {
  switch (format) {
    case "nftables":
      return (await import("../report/firewall/nftables.ts")).renderNftables(rules);
    case "kubernetes": {
      const { text, warnings } = (await import("../report/firewall/kubernetes.ts")).renderKubernetes(rules);
      for (const warning of warnings)
        tell("warning", `${rules.source}: not in the network policies: ${warning}`);
      return text;
    }
    case "markdown":
      return (await import("../report/firewall/rules-markdown.ts")).renderRulesMarkdown(rules);
  }
}
