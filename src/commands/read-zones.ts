/** `--policy`, where only its zones are asked for: names of servers in a lock. */
import type { Zoning } from "../findings/baseline/server-places.ts";
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
  if (path === undefined) return { zoning: undefined, names: new Set() };
  const { readPolicyFile } = await import("./read-policy.ts");
  const { policyZoning, zoneNames } = await import("../findings/policy/policy-zoning.ts");
  const policy = await readPolicyFile(path, serviceNames);
  return { zoning: policyZoning(policy), names: zoneNames(policy) };
}
