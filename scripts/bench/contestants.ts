/** Who runs in the benchmark. */
import { spawnSync } from "node:child_process";

export interface Contestant {
  readonly name: string;
  /** The program that has to be installed. */
  readonly program: string;
  readonly command: (capture: string) => readonly string[];
  /** Captures that it is not run on, as it takes minutes for each. */
  readonly skips: readonly string[];
}

const LARGE = ["mix", "snap", "trains", "trains-1k", "mix-ipv6", "mix-pcapng", "scan"];

export function contestants(cli: string): Contestant[] {
  const all: Contestant[] = [
    {
      name: "portolan analyze --json",
      program: "node",
      command: (capture) => ["node", cli, "analyze", "--json", capture],
      skips: [],
    },
    { name: "cat", program: "cat", command: (capture) => ["cat", capture], skips: [] },
    {
      name: "capinfos -c",
      program: "capinfos",
      command: (capture) => ["capinfos", "-c", capture],
      skips: [],
    },
    {
      name: "tcpdump -w /dev/null",
      program: "tcpdump",
      command: (capture) => ["tcpdump", "-r", capture, "-w", "/dev/null"],
      skips: [],
    },
    {
      name: "nfpcapd",
      program: "nfpcapd",
      command: (capture) => [
        "sh",
        "-c",
        'd=$(mktemp -d) && nfpcapd -r "$1" -l "$d"; rm -r "$d"',
        "sh",
        capture,
      ],
      skips: ["snap", "trains", "trains-1k", "mix-ipv6", "mix-pcapng", "scan"],
    },
    {
      name: "tshark -z conv,tcp",
      program: "tshark",
      command: (capture) => ["tshark", "-n", "-q", "-z", "conv,tcp", "-r", capture],
      skips: LARGE,
    },
  ];
  return all.filter(({ program }) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0);
}
