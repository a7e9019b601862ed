/** Control messages cut, changed, made up, and far too many. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MOST_ANNOUNCEMENTS } from "../../../src/protocols/negotiation/announcement.ts";
import { CONTROL_PORTS } from "../../../src/protocols/negotiation/control-ports.ts";
import { text } from "../../frames.ts";
import { announcedBy, ftp, logOf, type Said } from "./announced.ts";
import { dump, mapReply, rpcCall, rpcReply, tower, xdrText } from "./rpc-messages.ts";

const WHOLE: readonly (readonly [string, readonly Said[]])[] = [
  ["PASV", [ftp("227 Entering Passive Mode (10,0,0,2,121,253).\r\n", { fromServer: true })]],
  ["EPSV", [ftp("229 Entering Extended Passive Mode (|||31229|)\r\n", { fromServer: true })]],
  ["PORT", [ftp("PORT 10,0,0,1,145,39\r\n")]],
  ["EPRT", [ftp("EPRT |1|10.0.0.1|37159|\r\n")]],
  [
    "SDP",
    [{ port: 5060, bytes: text("v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 49170 RTP/AVP 0\r\na=rtcp:53020\r\n") }],
  ],
  [
    "RTSP",
    [{ port: 554, bytes: text("SETUP x RTSP/1.0\r\nTransport: RTP/AVP;client_port=4588-4589\r\n\r\n") }],
  ],
  ["TFTP", [{ port: 69, transport: "udp", bytes: text("\0\x01boot.img\0octet\0") }]],
  ["portmapper's call", [{ port: 111, transport: "udp", bytes: rpcCall() }]],
  [
    "portmapper's list",
    [{ port: 111, transport: "udp", fromServer: true, bytes: rpcReply(dump([100_003, 6, 2049])) }],
  ],
  [
    "portmapper's address",
    [{ port: 111, transport: "udp", fromServer: true, bytes: rpcReply(xdrText("0.0.0.0.78.80")) }],
  ],
  ["endpoint mapper", [{ port: 135, fromServer: true, bytes: mapReply([tower(49_664, [10, 0, 0, 2])]) }]],
];

describe.each(WHOLE)("%s, cut anywhere", (_, [said]) => {
  test("what lies around it is not read", () => {
    for (let length = 0; length <= said.bytes.length; length++) {
      const cut = { ...said, bytes: said.bytes.subarray(0, length) };
      const [first, ...others] = [0x00, 0x0a, 0x29, 0x2c, 0x31, 0x7c, 0xff].map((poison) => [
        ...logOf([cut], poison).list(),
      ]);
      for (const other of others) expect(other).toEqual(first);
    }
    expect(logOf([said]).count).toBeGreaterThan(0);
  });

  test("no part of it announces another port", () => {
    const ports = (part: Said) =>
      announcedBy(part).map((words) => Number(/(\d+)\/(tcp|udp)/.exec(words)?.[1]));
    const whole = ports(said);
    // RTCP's port is named behind RTP's: before it is read, it is the next one.
    const allowed = new Set([...whole, ...whole.map((port) => port + 1)]);
    for (let length = 0; length <= said.bytes.length; length++) {
      const found = ports({ ...said, bytes: said.bytes.subarray(0, length) });
      for (const port of found) expect(allowed).toContain(port);
    }
  });
});

test("random bytes announce nothing", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom(...CONTROL_PORTS.bothWays, ...CONTROL_PORTS.toServer, 80),
      fc.constantFrom("tcp" as const, "udp" as const),
      fc.boolean(),
      (bytes, port, transport, fromServer) => {
        expect(announcedBy({ bytes, port, transport, fromServer })).toEqual([]);
      },
    ),
    { numRuns: 20_000 },
  );
});

test("messages with changed bytes never throw", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...WHOLE.map(([, [said]]) => said)),
      fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      (said, changes) => {
        const bytes = said.bytes.slice();
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        expect(logOf([{ ...said, bytes }]).count).toBeLessThan(20);
      },
    ),
    { numRuns: 5000 },
  );
});

test("no more are kept than there is room for", () => {
  const lines = "227 (10,0,0,2,121,253)\r\n".repeat(300);
  const messages = new Array<Said>(1000).fill(ftp(lines, { fromServer: true }));
  expect(logOf(messages).count).toBe(MOST_ANNOUNCEMENTS);
});
