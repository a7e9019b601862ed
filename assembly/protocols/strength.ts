/** Strengths of answers that depend on one thing; src/protocols/signature.ts says what they mean. */
import { CERTAIN, LIKELY, WEAK } from "../../src/protocols/signature.ts";

/** WEAK where it is a guess, else LIKELY. */
export function strengthOf(isLikely: bool): i32 {
  return isLikely ? LIKELY : WEAK;
}

/** CERTAIN where all was seen, else LIKELY. */
export function certainIf(isCertain: bool): i32 {
  return isCertain ? CERTAIN : LIKELY;
}
