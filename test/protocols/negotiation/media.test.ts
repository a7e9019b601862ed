/** What SDP and RTSP announce, and what fools their readers. */
import { describe, expect, test } from "vitest";
import { text } from "../../frames.ts";
import { announcedBy } from "./announced.ts";

type Row = readonly [name: string, said: string, announced: readonly string[]];

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
