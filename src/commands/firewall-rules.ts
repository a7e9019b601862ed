/** What firewalls are told, from a policy or from a lock. */

import type { Lock } from "../findings/baseline/lock.ts";
import { lockPolicy } from "../findings/baseline/lock-policy.ts";
import { type FirewallRules, firewallRulesOf, TooManyRules } from "../findings/policy/allowed.ts";
import type { Policy } from "../findings/policy/policy.ts";
import { UsageError } from "./usage-error.ts";

/** What the lock allows; `zoned` has the zones that it calls servers by. Throws `UsageError` where that is too much. */
export function policyOfLock(lock: Lock, zoned: Policy | null): Policy {
  return withinLimits(lock.path, () => lockPolicy(lock, zoned));
}

/** Throws `UsageError` where they are too many. */
export function rulesOf(policy: Policy): FirewallRules {
  return withinLimits(policy.path, () => firewallRulesOf(policy));
}

function withinLimits<Made>(path: string, make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    if (error instanceof TooManyRules) throw new UsageError(`${path}: ${error.message}; make fewer of them`);
    throw error;
  }
}
