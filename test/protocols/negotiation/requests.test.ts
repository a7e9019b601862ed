/** What TFTP, portmappers and endpoint mappers announce, and what fools their readers. */
import { describe, expect, test } from "vitest";
import { join, text, u32, zeros } from "../../frames.ts";
import { announcedBy, type Said } from "./announced.ts";
import { dump, getPort, mapReply, record, rpcCall, rpcReply, tower, xdrText } from "./rpc-messages.ts";

type Row = readonly [name: string, said: string, announced: readonly string[]];

describe("TFTP", () => {
  const rows: readonly Row[] = [
    ["read", "\0\x01boot.img\0octet\0", ["tftp client 10.0.0.1 40000/udp for 10.0.0.2"]],
    [
      "write, with options",
      "\0\x02boot.img\0NETASCII\0blksize\x001400\0",
      ["tftp client 10.0.0.1 40000/udp for 10.0.0.2"],
    ],
    ["data", "\0\x03\0\x01octet\0octet\0", []],
    ["no name", "\0\x01\0octet\0", []],
    ["another mode", "\0\x01boot.img\0binary\0", []],
    ["cut", "\0\x01boot.img\0octet", []],
    ["without end", "\0\x01boot.img octet", []],
  ];
  test.each(rows)("%s", (_, said, announced) => {
    expect(announcedBy({ bytes: text(said), port: 69, transport: "udp" })).toEqual(announced);
  });

  test("from port 69", () => {
    const said = text("\0\x01boot.img\0octet\0");
    expect(announcedBy({ bytes: said, port: 69, transport: "udp", fromServer: true })).toEqual([]);
  });
});

describe("a portmapper", () => {
  const asks = (bytes: Uint8Array): Said => ({ bytes, port: 111, transport: "udp" });
  const answers = (bytes: Uint8Array): Said => ({ bytes, port: 111, transport: "udp", fromServer: true });
  const NFS = ["nfs server 10.0.0.2 2049/tcp"];
  const rows: readonly (readonly [string, readonly Said[], readonly string[]])[] = [
    ["GETPORT", [asks(rpcCall()), answers(rpcReply(u32(2049)))], NFS],
    [
      "a program by its number",
      [asks(rpcCall({ asked: getPort(300_019, 17) })), answers(rpcReply(u32(700)))],
      ["sunrpc server 10.0.0.2 700/udp"],
    ],
    [
      "GETADDR",
      [
        asks(
          rpcCall({
            version: 4,
            asked: join(u32(100_005), u32(3), xdrText("udp"), xdrText(""), xdrText("")),
          }),
        ),
        answers(rpcReply(xdrText("0.0.0.0.78.80"))),
      ],
      ["mountd server 10.0.0.2 20048/udp"],
    ],
    [
      "GETADDR over IPv6",
      [
        asks(rpcCall({ version: 3, asked: join(u32(100_005), u32(3), xdrText("tcp6"), xdrText("")) })),
        answers(rpcReply(xdrText("::.78.80"))),
      ],
      ["mountd server 10.0.0.2 20048/tcp"],
    ],
    ["an address that is none", [asks(rpcCall()), answers(rpcReply(xdrText("0.0.0.0.78.800")))], []],
    [
      "a list",
      [answers(rpcReply(dump([100_000, 6, 111], [100_003, 6, 2049], [100_024, 17, 32_768])))],
      [...NFS, "status server 10.0.0.2 32768/udp"],
    ],
    [
      "a list, cut",
      [answers(rpcReply(dump([100_003, 6, 2049], [100_024, 17, 32_768]).subarray(0, 36)))],
      NFS,
    ],
    ["a list with a port too high", [answers(rpcReply(dump([100_003, 6, 65_536])))], []],
    ["not registered", [asks(rpcCall()), answers(rpcReply(u32(0)))], []],
    ["a port too high", [asks(rpcCall()), answers(rpcReply(u32(65_536)))], []],
    ["another's transaction", [asks(rpcCall()), answers(rpcReply(u32(2049), { xid: 8 }))], []],
    ["a reply before the call", [answers(rpcReply(u32(2049))), asks(rpcCall())], []],
    [
      "the call again",
      [asks(rpcCall()), asks(rpcCall()), answers(rpcReply(u32(2049))), answers(rpcReply(u32(2049)))],
      [...NFS, ...NFS],
    ],
    [
      "a reply of another client",
      [{ ...asks(rpcCall()), client: "10.0.0.9" }, answers(rpcReply(u32(2049)))],
      [],
    ],
    ["a call of another program", [asks(rpcCall({ program: 100_003 })), answers(rpcReply(u32(2049)))], []],
    ["SET", [asks(rpcCall({ procedure: 1 })), answers(rpcReply(u32(1)))], []],
    ["another protocol", [asks(rpcCall({ asked: getPort(100_003, 132) })), answers(rpcReply(u32(2049)))], []],
    ["denied", [asks(rpcCall()), answers(rpcReply(u32(2049), { accepted: 1 }))], []],
    ["an error", [asks(rpcCall()), answers(rpcReply(u32(2049), { status: 3 }))], []],
    ["call and reply from the wrong ends", [answers(rpcCall()), asks(rpcReply(u32(2049)))], []],
    [
      "credentials without end",
      [asks(join(rpcCall().subarray(0, 28), u32(0xffff_fff0), zeros(40))), answers(rpcReply(u32(2049)))],
      [],
    ],
  ];
  test.each(rows)("%s", (_, messages, announced) => {
    expect(announcedBy(...messages)).toEqual(announced);
  });

  test("over TCP", () => {
    const call = { bytes: record(rpcCall()), port: 111 };
    const reply = { bytes: record(rpcReply(u32(2049))), port: 111, fromServer: true };
    expect(announcedBy(call, reply)).toEqual(NFS);
  });
});

describe("an endpoint mapper", () => {
  const OWN = ["dcerpc server 10.0.0.2 49664/tcp"];
  const rows: readonly (readonly [string, Uint8Array, readonly string[]])[] = [
    ["one tower", mapReply([tower(49_664, [10, 0, 0, 2])]), OWN],
    ["its address left open", mapReply([tower(49_664, [0, 0, 0, 0])]), OWN],
    [
      "NDR64",
      mapReply([tower(49_664, [10, 0, 0, 2]), tower(49_665, [10, 0, 0, 2])], { wide: true }),
      [...OWN, "dcerpc server 10.0.0.2 49665/tcp"],
    ],
    [
      "two towers",
      mapReply([tower(49_664, [10, 0, 0, 2]), tower(49_665, [10, 0, 0, 2])]),
      [...OWN, "dcerpc server 10.0.0.2 49665/tcp"],
    ],
    [
      "another address of the host",
      mapReply([tower(49_664, [192, 0, 2, 9])]),
      [...OWN, "dcerpc server 192.0.2.9 49664/tcp for 10.0.0.1"],
    ],
    ["over UDP", mapReply([tower(49_664, [10, 0, 0, 2], { portProtocol: 0x08 })]), []],
    ["a request", mapReply([tower(49_664, [10, 0, 0, 2])], { type: 0 }), []],
    ["in the other byte order", mapReply([tower(49_664, [10, 0, 0, 2])], { drep: 0 }), []],
    ["port 0", mapReply([tower(0, [10, 0, 0, 2])]), []],
    ["no tower", mapReply([]), []],
    ["cut in the tower", mapReply([tower(49_664, [10, 0, 0, 2])]).subarray(0, 120), []],
  ];
  test.each(rows)("%s", (_, bytes, announced) => {
    expect(announcedBy({ bytes, port: 135, fromServer: true })).toEqual(announced);
  });

  test("from the client", () => {
    expect(announcedBy({ bytes: mapReply([tower(49_664, [10, 0, 0, 2])]), port: 135 })).toEqual([]);
  });
});
