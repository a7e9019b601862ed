import { describe, expect, test } from "vitest";
import type { Service } from "../../../src/findings/baseline/lock.ts";
import { findMoves } from "../../../src/findings/diff/moves.ts";
import { entriesOf } from "../baseline/seen.ts";

/** Pairs of what is gone and what is new, as `server port`; `kept` is on both sides. */
function movesOf(gone: readonly string[], fresh: readonly string[], kept: readonly string[] = []): string[] {
  const [old, now, same] = [gone, fresh, kept].map((lines): readonly Service[] => entriesOf(...lines));
  const words = ({ server, first }: Service) => `${server} ${first}`;
  const pairs = findMoves(old, now, [...same, ...old], [...same, ...now]);
  // Whichever way it is looked at, and in whatever order, it is the same.
  const turned = findMoves([...now].reverse(), [...old].reverse(), [...now, ...same], [...old, ...same]);
  expect(turned.map(([one, other]) => `${words(other)} → ${words(one)}`).sort()).toEqual(
    pairs.map(([one, other]) => `${words(one)} → ${words(other)}`).sort(),
  );
  return pairs.map(([one, other]) => `${words(one)} → ${words(other)}`);
}

interface Row {
  readonly what: string;
  readonly gone: string[];
  readonly fresh: string[];
  readonly moves: string[];
  readonly kept?: string[];
}

describe("what has moved", () => {
  const rows: readonly Row[] = [
    {
      what: "to a port that is called the same",
      gone: ["10.0.0.2 8080/tcp http-alt"],
      fresh: ["10.0.0.2 8081/tcp http-alt"],
      moves: ["10.0.0.2 8080 → 10.0.0.2 8081"],
    },
    {
      what: "by its protocol",
      gone: ["10.0.0.2 22/tcp ssh ssh"],
      fresh: ["10.0.0.2 40022/tcp - ssh"],
      moves: ["10.0.0.2 22 → 10.0.0.2 40022"],
    },
    {
      what: "TLS to a port without a name",
      gone: ["10.0.0.2 443/tcp https tls"],
      fresh: ["10.0.0.2 44443/tcp - tls"],
      moves: ["10.0.0.2 443 → 10.0.0.2 44443"],
    },
    {
      what: "TLS to the other port of the same",
      gone: ["10.0.0.2 443/tcp https tls"],
      fresh: ["10.0.0.2 8443/tcp https-alt tls"],
      moves: ["10.0.0.2 443 → 10.0.0.2 8443"],
    },
    {
      what: "to the host beside",
      gone: ["10.0.0.2 5432/tcp postgresql postgresql"],
      fresh: ["10.0.0.9 5432/tcp postgresql"],
      moves: ["10.0.0.2 5432 → 10.0.0.9 5432"],
    },
    {
      what: "to the host beside, IPv6",
      gone: ["fd00::2 5432/tcp postgresql"],
      fresh: ["fd00::ffff 5432/tcp postgresql"],
      moves: ["fd00::2 5432 → fd00::ffff 5432"],
    },
    {
      what: "a whole host",
      gone: ["10.0.0.2 22/tcp ssh ssh", "10.0.0.2 80/tcp http http", "10.0.0.2 5432/tcp postgresql"],
      fresh: ["10.0.0.9 22/tcp ssh ssh", "10.0.0.9 80/tcp http http", "10.0.0.9 5432/tcp postgresql"],
      moves: ["10.0.0.2 22 → 10.0.0.9 22", "10.0.0.2 5432 → 10.0.0.9 5432", "10.0.0.2 80 → 10.0.0.9 80"],
    },
    {
      what: "its own server first, then another",
      gone: ["10.0.0.2 22/tcp ssh ssh"],
      fresh: ["10.0.0.2 2222/tcp ssh-alt ssh", "10.0.0.9 22/tcp ssh ssh"],
      moves: ["10.0.0.2 22 → 10.0.0.2 2222"],
    },
  ];
  test.each(rows)("$what", ({ gone, fresh, moves, kept }) => {
    expect(movesOf(gone, fresh, kept)).toEqual(moves);
  });
});

describe("what has not", () => {
  const rows: readonly Row[] = [
    {
      what: "another service under TLS",
      gone: ["10.0.0.2 993/tcp imaps tls"],
      fresh: ["10.0.0.2 995/tcp pop3s tls"],
      moves: [],
    },
    {
      what: "another protocol under the same name",
      gone: ["10.0.0.2 8080/tcp http-alt http"],
      fresh: ["10.0.0.2 8081/tcp http-alt ssh"],
      moves: [],
    },
    {
      what: "another transport",
      gone: ["10.0.0.2 53/tcp dns dns"],
      fresh: ["10.0.0.2 53/udp dns dns"],
      moves: [],
    },
    {
      what: "two that it could have become",
      gone: ["10.0.0.2 22/tcp ssh ssh"],
      fresh: ["10.0.0.2 2222/tcp ssh-alt ssh", "10.0.0.2 40022/tcp - ssh"],
      moves: [],
    },
    {
      what: "two that could have become it",
      gone: ["10.0.0.2 2222/tcp ssh-alt ssh", "10.0.0.2 40022/tcp - ssh"],
      fresh: ["10.0.0.2 22/tcp ssh ssh"],
      moves: [],
    },
    {
      what: "two hosts that it could be on now",
      gone: ["10.0.0.2 22/tcp ssh ssh"],
      fresh: ["10.0.0.8 22/tcp ssh ssh", "10.0.0.9 22/tcp ssh ssh"],
      moves: [],
    },
    {
      what: "what its network offers anyway",
      gone: ["10.0.0.2 445/tcp smb"],
      fresh: ["10.0.0.9 445/tcp smb"],
      moves: [],
      kept: ["10.0.0.5 445/tcp smb"],
    },
    {
      what: "to another network",
      gone: ["10.0.0.2 22/tcp ssh ssh"],
      fresh: ["10.0.1.2 22/tcp ssh ssh"],
      moves: [],
    },
    {
      what: "to another IPv6 network",
      gone: ["fd00::2 22/tcp ssh ssh"],
      fresh: ["fd00:0:0:1::2 22/tcp ssh ssh"],
      moves: [],
    },
    {
      what: "to another port of another host",
      gone: ["10.0.0.2 22/tcp ssh ssh"],
      fresh: ["10.0.0.9 2222/tcp ssh-alt ssh"],
      moves: [],
    },
    { what: "a group", gone: ["239.0.0.1 5000/udp - rtp"], fresh: ["239.0.0.1 5001/udp - rtp"], moves: [] },
    {
      what: "the internet",
      gone: ["internet 443/tcp https tls"],
      fresh: ["internet 8443/tcp https-alt tls"],
      moves: [],
    },
    {
      what: "a zone",
      gone: ["dmz 8080/tcp http-alt http"],
      fresh: ["dmz 8081/tcp http-alt http"],
      moves: [],
    },
    {
      what: "a protocol without ports",
      gone: ["10.0.0.2 any/tcp - dcerpc"],
      fresh: ["10.0.0.2 135/tcp msrpc dcerpc"],
      moves: [],
    },
  ];
  test.each(rows)("$what", ({ gone, fresh, moves, kept }) => {
    expect(movesOf(gone, fresh, kept)).toEqual(moves);
  });
});
