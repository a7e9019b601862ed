/** What `--policy` and `--baseline` say is expected. */
import type { Expectation } from "../findings/expectation.ts";
import type { Policy } from "../findings/policy/policy.ts";
import type { UserServiceNames } from "../services/registry.ts";

export interface ExpectationOptions {
  readonly policy?: string;
  readonly baseline?: string;
}

export interface ReadExpectations {
  /** Null where none was named. */
  readonly policy: Policy | null;
  readonly expectations: readonly Expectation[];
}

/** Throws `UsageError` with every mistake in either file. Only what was asked for is loaded. */
export async function readExpectations(
  options: ExpectationOptions,
  serviceNames: UserServiceNames | undefined,
): Promise<ReadExpectations> {
  const { baseline } = options;
  const policy = options.policy === undefined ? null : await readPolicy(options.policy, serviceNames);
  const expectations = [
    ...(policy === null ? [] : [await policyExpectation(policy)]),
    ...(baseline === undefined ? [] : [await baselineExpectation(baseline, policy)]),
  ];
  return { policy, expectations };
}

async function readPolicy(path: string, serviceNames: UserServiceNames | undefined): Promise<Policy> {
  return (await import("./read-policy.ts")).readPolicyFile(path, serviceNames);
}

async function policyExpectation(policy: Policy): Promise<Expectation> {
  return (await import("../findings/policy/policy-expectation.ts")).policyExpectation(policy);
}

/** A lock names servers by the zones of the policy that it was written with. */
async function baselineExpectation(path: string, policy: Policy | null): Promise<Expectation> {
  const { readLockFile } = await import("./read-lock.ts");
  const { lockExpectation } = await import("../findings/baseline/lock-expectation.ts");
  const { policyZoning, zoneNames } = await import("../findings/policy/policy-zoning.ts");
  const zones = policy === null ? new Set<string>() : zoneNames(policy);
  const lock = await readLockFile(path, { option: "--baseline", zones });
  return policy === null ? lockExpectation(lock) : lockExpectation(lock, policyZoning(policy));
}
