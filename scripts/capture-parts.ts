/**
 * Which captures of a corpus a rule may be tuned on, and which it is judged by. Captures of one folder resemble each other,
 * so a folder goes to one part as a whole, by a hash of its path; in folders with many captures of all kinds the files'
 * names decide.
 */
import { posix } from "node:path";

/** Folders with more than a hundred captures directly in them. */
const LARGE_FOLDERS = new Set([
  "ntop+nDPI/tests/cfgs/default/pcap",
  "the-tcpdump-group+tcpdump/tests",
  "arkime+arkime/tests/pcap",
]);

/** `path` is a capture's, relative to the corpus, with slashes. */
export function partOf(path: string): "training" | "judged" {
  const folder = posix.dirname(path);
  const hashed = LARGE_FOLDERS.has(folder) ? posix.basename(path) : folder;
  return (fnv1a(hashed) & 1) === 1 ? "judged" : "training";
}

/** FNV-1a of 32 bits (draft-eastlake-fnv, section 2) over UTF-8. */
function fnv1a(text: string): number {
  let hash = 0x811c_9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x0100_0193);
  return hash >>> 0;
}
