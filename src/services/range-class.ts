/** The ranges that ports are in, RFC 6335, section 6. By itself, as the page asks too, which has no table of names. */

/** System Ports 0–1023, User Ports 1024–49151, Dynamic Ports 49152–65535. */
export type RangeClass = "well-known" | "registered" | "dynamic";

/** The range that a port, 0 to 65535, lies in. */
export function rangeClass(port: number): RangeClass {
  if (port < 1024) return "well-known";
  return port < 49_152 ? "registered" : "dynamic";
}
