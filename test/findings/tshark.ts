/** Whether tshark is there to read display filters; it need not be. */
import { execFileSync } from "node:child_process";

function isThere(): boolean {
  try {
    execFileSync("tshark", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export const hasTshark = isThere();
