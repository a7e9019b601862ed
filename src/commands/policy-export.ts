/** `portolan policy export`: a policy's rules for a firewall. */
import { type FirewallRules, firewallRulesOf, TooManyRules } from "../findings/policy/allowed.ts";
import type { PolicyFormat } from "./policy-formats.ts";
import { print } from "./print.ts";
import { readPolicyFile } from "./read-policy.ts";
import { readServiceNames } from "./service-names.ts";
import { tell } from "./tell.ts";
import { UsageError } from "./usage-error.ts";

export interface PolicyExportOptions {
  readonly format: PolicyFormat;
  readonly services?: string;
}

export async function runPolicyExport(
  path: string,
  { format, services }: PolicyExportOptions,
): Promise<void> {
  const userNames = await readServiceNames(services);
  const rules = rulesOf(await readPolicyFile(path, userNames));
  return print([await rendered(rules, format)]);
}

function rulesOf(policy: Parameters<typeof firewallRulesOf>[0]): FirewallRules {
  try {
    return firewallRulesOf(policy);
  } catch (error) {
    if (error instanceof TooManyRules)
      throw new UsageError(`${policy.path}: ${error.message}; make fewer of them`);
    throw error;
  }
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
