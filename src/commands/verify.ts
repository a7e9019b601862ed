/** `portolan verify`: the engine's figures against those of an independent reader. */
import { renderVerification } from "../reference/render-verification.ts";
import { verifyCapture } from "../reference/verify.ts";
import { captureName } from "../report/words.ts";
import { EXIT_FAILED, EXIT_FOUND } from "./exit-codes.ts";
import { print } from "./print.ts";
import { tell } from "./tell.ts";
import { tellProblems } from "./tell-problems.ts";

export interface VerifyCommandOptions {
  readonly json?: boolean;
  readonly tunnels?: "inner" | "outer";
}

export async function runVerify(capture: string, { json, tunnels }: VerifyCommandOptions): Promise<void> {
  const verification = await verifyCapture(capture, { tunnels });
  const { comparable, reason, differing, complete, problems } = verification;
  tellProblems([{ path: capture, format: "pcap", problems, complete }]);
  if (!comparable) {
    tell("error", `${captureName(capture)}: not compared: ${reason}`);
    process.exitCode = EXIT_FAILED;
  } else if (differing > 0) process.exitCode = EXIT_FOUND;
  if (json) await print([`${JSON.stringify(verification, null, 2)}\n`]);
  else if (comparable) await print([renderVerification(verification)]);
}
