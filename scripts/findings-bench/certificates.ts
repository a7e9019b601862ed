/** What the birth certificates of the project's own captures say of scans in them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One run of a scanner. */
export interface CertifiedScan {
  readonly technique: string;
  readonly transport: string;
  /** Addresses, decoys among them. */
  readonly sources: readonly string[];
  /** Addresses and prefixes. */
  readonly targets: readonly string[];
  /** As nmap writes them. */
  readonly ports: string;
}

export interface CertifiedCapture {
  readonly name: string;
  readonly path: string;
  readonly about: string;
  readonly scans: readonly CertifiedScan[];
}

/** All captures of the folder that have a certificate; one that says nothing of scans has none. */
export function certifiedCaptures(folder: string): CertifiedCapture[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, `${name}.json`)))
    .sort()
    .map((name) => {
      const { about, scans = [] } = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as {
        about: string;
        scans?: CertifiedScan[];
      };
      return { name, path: join(folder, name), about, scans };
    });
}
