/** What each control message announces, and what fools its reader. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MOST_ANNOUNCEMENTS } from "../../../src/protocols/negotiation/announcement.ts";
import { CONTROL_PORTS } from "../../../src/protocols/negotiation/control-ports.ts";
import { join, text, u32, zeros } from "../../frames.ts";
import { announcedBy, logOf, type Said } from "./announced.ts";
import { dump, getPort, mapReply, record, rpcCall, rpcReply, tower, xdrText } from "./rpc-messages.ts";

type Row = readonly [name: string, said: string, announced: readonly string[]];

const ftp = (said: string, fields: Partial<Said> = {}): Said => ({ bytes: text(said), port: 21, ...fields });

describe("FTP's server", () => {
  const OWN = ["ftp-data server 10.0.0.2 31229/tcp"];
  const rows: readonly Row[] = [
    ["PASV", "227 Entering Passive Mode (10,0,0,2,121,253).\r\n", OWN],
    ["without parentheses", "227 Entering Passive Mode 10,0,0,2,121,253\r\n", OWN],
    ["with anything before the numbers", "227 =10,0,0,2,121,253\n", OWN],
    ["with a number before them", "227 Mode 2 (10,0,0,2,121,253)\r\n", OWN],
    ["behind another reply", "226 Done.\r\n227 Passive (10,0,0,2,121,253)\r\n", OWN],
    ["in a reply of several lines", "211-Features\r\n PASV\r\n211 End\r\n227 (10,0,0,2,121,253)\r\n", OWN],
    ["of another's line", "220 see 227 (10,0,0,2,121,253)\r\n", []],
    ["a line that goes on", "227-Entering (10,0,0,2,121,253)\r\n", []],
    ["cut behind the last digit", "227 Entering Passive Mode (10,0,0,2,121,25", []],
    ["numbers above 255", "227 Entering Passive Mode (300,10,0,0,2,121,253)\r\n", []],
    ["a port byte above 255", "227 Entering Passive Mode (10,0,0,2,256,1)\r\n", []],
    ["seven numbers", "227 Entering Passive Mode (10,0,0,2,121,253,1)\r\n", []],
    ["five numbers", "227 Entering Passive Mode (10,0,0,2,121)\r\n", []],
    ["long numbers", "227 Entering Passive Mode (10,0,0,2,0000121,253)\r\n", []],
    ["port 0", "227 Entering Passive Mode (10,0,0,2,0,0)\r\n", []],
    ["a port that needs privileges", "227 Entering Passive Mode (10,0,0,2,1,189)\r\n", []],
    [
      "another's address: for the client alone",
      "227 Entering Passive Mode (192,0,2,9,121,253)\r\n",
      ["ftp-data server 10.0.0.2 31229/tcp for 10.0.0.1", "ftp-data server 192.0.2.9 31229/tcp for 10.0.0.1"],
    ],
    [
      "no address",
      "227 Entering Passive Mode (0,0,0,0,121,253)\r\n",
      ["ftp-data server 10.0.0.2 31229/tcp for 10.0.0.1"],
    ],
    ["EPSV", "229 Entering Extended Passive Mode (|||31229|)\r\n", OWN],
    ["EPSV with another delimiter", "229 Extended (!!!31229!)\r\n", OWN],
    ["EPSV with two delimiters", "229 Extended (|!|31229|)\r\n", []],
    ["EPSV with digits for delimiters", "229 Extended (1113122911)\r\n", []],
    ["EPSV with an address", "229 Extended (|1|10.0.0.2|31229|)\r\n", []],
    ["EPSV, port 0", "229 Extended (|||0|)\r\n", []],
    ["EPSV, port 65536", "229 Extended (|||65536|)\r\n", []],
    ["EPSV, cut", "229 Extended (|||31229|", []],
    ["EPSV, without end", "229 Extended (|||312299999|)\r\n", []],
    ["a command", "PORT 10,0,0,2,121,253\r\n", []],
  ];
  test.each(rows)("%s", (_, said, announced) => {
    expect(announcedBy(ftp(said, { fromServer: true }))).toEqual(announced);
  });

  test("EPSV over IPv6", () => {
    const ends = { client: "fd00::1", server: "fd00::2", fromServer: true };
    expect(announcedBy(ftp("229 Extended (|||31229|)\r\n", ends))).toEqual([
      "ftp-data server fd00::2 31229/tcp",
    ]);
  });
});

describe("FTP's client", () => {
  const OWN = ["ftp-data server 10.0.0.1 37159/tcp"];
  const rows: readonly Row[] = [
    ["PORT", "PORT 10,0,0,1,145,39\r\n", OWN],
    ["in small letters", "port 10,0,0,1,145,39\n", OWN],
    ["behind another command", "TYPE I\r\nPORT 10,0,0,1,145,39\r\n", OWN],
    ["cut", "PORT 10,0,0,1,145,39", []],
    ["with too few numbers", "PORT 10,0,0,1,145\r\n", []],
    ["with too many", "PORT 10,0,0,1,145,39,1\r\n", []],
    ["port 0", "PORT 10,0,0,1,0,0\r\n", []],
    ["a bounce to a mail server", "PORT 192,0,2,9,0,25\r\n", []],
    [
      "a bounce to a high port: for the server alone",
      "PORT 192,0,2,9,145,39\r\n",
      ["ftp-data server 10.0.0.1 37159/tcp for 10.0.0.2", "ftp-data server 192.0.2.9 37159/tcp for 10.0.0.2"],
    ],
    ["EPRT", "EPRT |1|10.0.0.1|37159|\r\n", OWN],
    ["EPRT with another delimiter", "EPRT $1$10.0.0.1$37159$\r\n", OWN],
    ["EPRT of another protocol", "EPRT |3|10.0.0.1|37159|\r\n", []],
    ["EPRT with an address of the other version", "EPRT |2|10.0.0.1|37159|\r\n", []],
    ["EPRT with a name", "EPRT |1|localhost|37159|\r\n", []],
    ["EPRT, number above 255", "EPRT |1|10.0.0.256|37159|\r\n", []],
    ["EPRT without the last delimiter", "EPRT |1|10.0.0.1|37159\r\n", []],
    ["a reply", "227 Entering Passive Mode (10,0,0,1,145,39).\r\n", []],
  ];
  test.each(rows)("%s", (_, said, announced) => {
    expect(announcedBy(ftp(said))).toEqual(announced);
  });

  test.each([
    ["fd00:20::101", ["ftp-data server fd00:20::101 55653/tcp"]],
    ["fd00:20:0:0:0:0:0:101", ["ftp-data server fd00:20::101 55653/tcp"]],
    ["FD00:20::101", ["ftp-data server fd00:20::101 55653/tcp"]],
    ["fd00:20::1::101", []],
    ["fd00:20:0:0:0:0:0:0:101", []],
    ["fd00:20:0:0:0:0:0:0:101::", []],
    ["fd00:20::10101", []],
    ["fd00:20:", []],
    [":", []],
    ["", []],
  ])("EPRT |2|%s|", (address, announced) => {
    const ends = { client: "fd00:20::101", server: "fd00:20::21" };
    expect(announcedBy(ftp(`EPRT |2|${address}|55653|\r\n`, ends))).toEqual(announced);
  });
});

describe("SDP over SIP", () => {
  const invite = (...lines: readonly string[]) =>
    `INVITE sip:b@example.org SIP/2.0\r\nContent-Type: application/sdp\r\n\r\n${lines.map((line) => `${line}\r\n`).join("")}`;
  const session = (...lines: readonly string[]) =>
    invite("v=0", "o=a 1 1 IN IP4 192.0.2.99", "s=-", "c=IN IP4 192.0.2.1", "t=0 0", ...lines);
  const RTP = "rtp 192.0.2.1 49170/udp";
  const RTCP = "rtcp 192.0.2.1 49171/udp";
  const rows: readonly Row[] = [
    ["one stream", session("m=audio 49170 RTP/AVP 0"), [RTP, RTCP]],
    ["encrypted", session("m=audio 49170 RTP/SAVPF 0"), [RTP, RTCP]],
    ["with keys from DTLS", session("m=audio 49170 UDP/TLS/RTP/SAVP 0"), [RTP, RTCP]],
    [
      "two streams",
      session("m=audio 49170 RTP/AVP 0", "m=video 51372 RTP/AVP 31"),
      [RTP, RTCP, "rtp 192.0.2.1 51372/udp", "rtcp 192.0.2.1 51373/udp"],
    ],
    [
      "a stream with its own address",
      session("m=audio 49170 RTP/AVP 0", "c=IN IP4 192.0.2.2"),
      ["rtp 192.0.2.2 49170/udp", "rtcp 192.0.2.2 49171/udp"],
    ],
    [
      "an address of a stream is not the next one's",
      session("m=video 49172 RTP/AVP 0", "c=IN IP4 192.0.2.2", "m=audio 49170 RTP/AVP 0").replace(
        "m=video 49172",
        "m=video 0",
      ),
      [RTP, RTCP],
    ],
    [
      "layers",
      session("m=audio 49170/2 RTP/AVP 0"),
      [RTP, RTCP, "rtp 192.0.2.1 49172/udp", "rtcp 192.0.2.1 49173/udp"],
    ],
    ["RTCP elsewhere", session("m=audio 49170 RTP/AVP 0", "a=rtcp:53020"), [RTP, "rtcp 192.0.2.1 53020/udp"]],
    [
      "RTCP at another address",
      session("m=audio 49170 RTP/AVP 0", "a=rtcp:53020 IN IP4 192.0.2.7"),
      [RTP, "rtcp 192.0.2.7 53020/udp"],
    ],
    ["RTCP on the same port", session("m=audio 49170 RTP/AVP 0", "a=rtcp-mux"), [RTP]],
    ["the last port", session("m=audio 65535 RTP/AVP 0"), ["rtp 192.0.2.1 65535/udp"]],
    [
      "a group",
      invite("v=0", "c=IN IP4 233.252.0.1/127/3", "m=video 49170 RTP/AVP 31"),
      ["rtp 233.252.0.1 49170/udp", "rtcp 233.252.0.1 49171/udp"],
    ],
    [
      "over IPv6",
      invite("v=0", "c=IN IP6 2001:db8::1", "m=audio 49170 RTP/AVP 0"),
      ["rtp 2001:db8::1 49170/udp", "rtcp 2001:db8::1 49171/udp"],
    ],
    [
      "the second segment of a message",
      "v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 49170 RTP/AVP 0\r\n",
      [RTP, RTCP],
    ],
    ["refused", session("m=audio 0 RTP/AVP 0"), []],
    ["on hold", session("m=audio 49170 RTP/AVP 0", "c=IN IP4 0.0.0.0"), []],
    ["a name for an address", invite("v=0", "c=IN IP4 example.org", "m=audio 49170 RTP/AVP 0"), []],
    ["no address", invite("v=0", "m=audio 49170 RTP/AVP 0"), []],
    ["no session", invite("c=IN IP4 192.0.2.1", "m=audio 49170 RTP/AVP 0"), []],
    ["a port that needs privileges", session("m=audio 445 RTP/AVP 0"), []],
    ["a port too high", session("m=audio 65536 RTP/AVP 0"), []],
    ["over TCP", session("m=audio 49170 TCP/RTP/AVP 0"), []],
    ["a fax", session("m=image 49170 udptl t38"), []],
    ["cut in the port", session("m=audio 49170 RTP/AVP 0").slice(0, -12), []],
    ["not from its beginning", "\r\nv=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 49170 RTP/AVP 0\r\n", []],
  ];
  test.each(rows)("%s", (_, said, announced) => {
    for (const transport of ["tcp", "udp"] as const) {
      expect(announcedBy({ bytes: text(said), port: 5060, transport })).toEqual(announced);
    }
  });
});

describe("RTSP", () => {
  const setup = (transport: string) =>
    `SETUP rtsp://example.org/a RTSP/1.0\r\nCSeq: 3\r\nTransport: ${transport}\r\n\r\n`;
  const reply = (transport: string) => `RTSP/1.0 200 OK\r\nCSeq: 3\r\ntransport:${transport}\r\n\r\n`;
  const rows: readonly Row[] = [
    [
      "the client's ports",
      setup("RTP/AVP;unicast;client_port=4588-4589"),
      ["rtp 10.0.0.1 4588/udp", "rtcp 10.0.0.1 4589/udp"],
    ],
    ["one port alone", setup("RTP/AVP;unicast;client_port=4588"), ["rtp 10.0.0.1 4588/udp"]],
    [
      "several offers",
      setup("RTP/AVP/TCP;interleaved=0-1, RTP/AVP;unicast;client_port=4588-4589"),
      ["rtp 10.0.0.1 4588/udp", "rtcp 10.0.0.1 4589/udp"],
    ],
    [
      "to another host",
      setup("RTP/AVP;client_port=4588-4589;destination=192.0.2.5"),
      ["rtp 192.0.2.5 4588/udp", "rtcp 192.0.2.5 4589/udp"],
    ],
    ["port 0", setup("RTP/AVP;client_port=0-0"), []],
    ["ports too high", setup("RTP/AVP;client_port=70000-70001"), []],
    ["cut", setup("RTP/AVP;client_port=4588-4589").slice(0, -6), []],
    [
      "a body that looks like a header",
      "PLAY rtsp://x RTSP/1.0\r\n\r\nTransport: RTP/AVP;client_port=4588-4589\r\n",
      [],
    ],
    ["media over the connection", `$${setup("RTP/AVP;client_port=4588-4589")}`, []],
  ];
  test.each(rows)("%s", (_, said, announced) => {
    expect(announcedBy({ bytes: text(said), port: 554 })).toEqual(announced);
  });

  test("the server's ports, and where from", () => {
    const said = reply("RTP/AVP;unicast;client_port=4588-4589;server_port=6256-6257;source=192.0.2.8");
    expect(announcedBy({ bytes: text(said), port: 8554, fromServer: true })).toEqual([
      "rtp 10.0.0.1 4588/udp",
      "rtcp 10.0.0.1 4589/udp",
      "rtp 192.0.2.8 6256/udp",
      "rtcp 192.0.2.8 6257/udp",
    ]);
  });

  test("a source that is a name leaves the sender", () => {
    const said = reply("RTP/AVP;server_port=6256-6257;source=media.example.org");
    expect(announcedBy({ bytes: text(said), port: 554, fromServer: true })).toEqual([
      "rtp 10.0.0.2 6256/udp",
      "rtcp 10.0.0.2 6257/udp",
    ]);
  });

  test("no end of parameters", () => {
    const said = setup(`RTP/AVP${";a=1,b".repeat(900)};client_port=4588-4589`);
    expect(announcedBy({ bytes: text(said), port: 554 })).toEqual([]);
  });
});

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
      fc.constantFrom(...CONTROL_PORTS),
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
