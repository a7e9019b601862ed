/** What `--policy` and `--baseline` say is expected. */
import type { Lock } from "../findings/baseline/lock.ts";
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
  readonly lock: Lock | null;
  readonly expectations: readonly Expectation[];
}

/** Throws `UsageError` with every mistake in either file. Only what was asked for is loaded. */
export async function readExpectations(
  options: ExpectationOptions,
  serviceNames: UserServiceNames | undefined,
): Promise<ReadExpectations> {
  const { baseline } = options;
  const policy = options.policy === undefined ? null : await readPolicy(options.policy, serviceNames);
  const lock =
    baseline === undefined ? null : await readLock(baseline, { option: "--baseline", zoned: policy });
  const expectations = [
    ...(policy === null ? [] : [await policyExpectation(policy)]),
    ...(lock === null ? [] : [await baselineExpectation(lock, policy)]),
  ];
  return { policy, lock, expectations };
}

async function readPolicy(path: string, serviceNames: UserServiceNames | undefined): Promise<Policy> {
  return (await import("./read-policy.ts")).readPolicyFile(path, serviceNames);
}

async function policyExpectation(policy: Policy): Promise<Expectation> {
  return (await import("../findings/policy/policy-expectation.ts")).policyExpectation(policy);
}

async function baselineExpectation(lock: Lock, policy: Policy | null): Promise<Expectation> {
  const { lockExpectation } = await import("../findings/baseline/lock-expectation.ts");
  const { policyZoning } = await import("../findings/policy/policy-zoning.ts");
  return policy === null ? lockExpectation(lock) : lockExpectation(lock, policyZoning(policy));
}

/**
 * A lock calls servers by the zones of the policy that it was written with, `zoned`. `option`: by which the user named it.
 * Throws `UsageError`.
 */
export async function readLock(
  path: string,
  { option, zoned }: { readonly option: string; readonly zoned: Policy | null },
): Promise<Lock> {
  const { readLockFile } = await import("./read-lock.ts");
  const { zonesOf } = await import("./read-zones.ts");
  return readLockFile(path, { option, zones: (await zonesOf(zoned)).names });
}
