/** The zones of a policy, where only these are asked for: names of servers in a lock. */
import type { Zoning } from "../findings/baseline/server-places.ts";
import type { Policy } from "../findings/policy/policy.ts";
import type { UserServiceNames } from "../services/registry.ts";

export interface Zones {
  /** Undefined without a policy. */
  readonly zoning: Zoning | undefined;
  readonly names: ReadonlySet<string>;
}

/** Throws `UsageError` with every mistake in the policy. */
export async function readZones(
  path: string | undefined,
  serviceNames: UserServiceNames | undefined,
): Promise<Zones> {
  if (path === undefined) return zonesOf(null);
  const { readPolicyFile } = await import("./read-policy.ts");
  return zonesOf(await readPolicyFile(path, serviceNames));
}

export async function zonesOf(policy: Policy | null): Promise<Zones> {
  if (policy === null) return { zoning: undefined, names: new Set() };
  const { policyZoning, zoneNames } = await import("../findings/policy/policy-zoning.ts");
  return { zoning: policyZoning(policy), names: zoneNames(policy) };
}
