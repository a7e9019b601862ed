/** `portolan verify`: the engine's figures against those of an independent reader. */
import { renderVerification } from "../reference/render-verification.ts";
import { verifyCapture } from "../reference/verify.ts";
import { EXIT_FAILED, EXIT_FOUND } from "./exit-codes.ts";
import { writeOutput } from "./write-output.ts";

export async function runVerify(capture: string, { json }: { readonly json?: boolean }): Promise<void> {
  const verification = await verifyCapture(capture);
  await writeOutput([json ? `${JSON.stringify(verification, null, 2)}\n` : renderVerification(verification)]);
  if (!verification.comparable) process.exitCode = EXIT_FAILED;
  else if (verification.differences.length > 0) process.exitCode = EXIT_FOUND;
}
