/** Files as SARIF names them. */
import { isAbsolute, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * The URI of a file: below the folder that portolan runs in, relative to it (RFC 3986, section 4.2), so that the output
 * says nothing of the machine and GitHub finds the file in the repository; elsewhere a `file:` URI.
 */
export function artifactUri(path: string, folder: string = process.cwd()): string {
  const absolute = resolve(folder, path);
  const below = relative(folder, absolute);
  const isBelow = below !== "" && below.split(sep)[0] !== ".." && !isAbsolute(below);
  if (!isBelow) return pathToFileURL(absolute).href;
  return below.split(sep).map(percentEncoded).join("/");
}

/** `encodeURIComponent` throws at half a surrogate pair. */
function percentEncoded(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Surrogate}/gu, "\ufffd"));
}
