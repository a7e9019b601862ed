import type { ExplainedEnd } from "./explanation.ts";

/** `10.0.0.9:443`, `[2001:db8::1]:443`. */
export function endText({ address, port }: ExplainedEnd): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
