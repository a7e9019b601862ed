/** Private networks, operators' equipment, and peers. */
import { hex, join, text, u16, u32, zeros } from "../frames.ts";
import { changed, noise, type Sample, samplesOf } from "./sample.ts";

const WIREGUARD = join(hex("01 00 00 00"), noise(60));
const IKE = join(noise(8), zeros(8), hex("21 20 22 08 00 00 00 00 00 00 02 48"), noise(36));
const OPENVPN = join(hex("38"), noise(8), hex("00 00 00 00 00"));
const RADIUS_CHALLENGE = join(
  hex("0b 07 00 5a"),
  noise(16),
  hex("1a 0c 00 00 57 c8 0d 06"),
  text("wifi"),
  hex("1a 20 00 00 38 21"),
  noise(26),
);
const RADIUS = join(
  hex("01 07 00 2c"),
  noise(16),
  hex("01 06"),
  text("nemo"),
  hex("04 06 c0 a8 01 10 05 06 00 00 00 03 06 06 00 00 00 02"),
);
const DIAMETER = join(hex("01 00 00 c8 80 00 01 01"), u32(0), noise(52));
const GTP = join(hex("32 10 00 10"), u32(1), noise(16));
const CALL = join(noise(4), u32(0), u32(2), u32(100_000), u32(2), u32(3), zeros(16));
const REPLY = join(noise(4), u32(1), u32(0), u32(0), u32(0), u32(0), u32(7));
const NFS = join(noise(4), u32(0), u32(2), u32(100_003), u32(3), u32(1), zeros(16));
const UTP_SYN = hex("41 00 30 39 00 01 e2 40 00 00 00 00 00 10 00 00 00 01 00 00");
const GNUTELLA = join(noise(16), hex("00 01 00 05 00 00 00 c3 82 53 43 50"));

export const TUNNEL_SAMPLES: readonly Sample[] = [
  ...samplesOf(
    "wireguard",
    "udp",
    ["client", "certain", "an initiation", WIREGUARD, ["of zeros", join(hex("01 00 00 00"), zeros(60))]],
    ["server", "likely", "its answer", changed(WIREGUARD, 0, 2)],
    [
      "either",
      "likely",
      "data",
      join(hex("04 00 00 00"), noise(4), hex("07 00 00 00 00 00 00 00"), noise(48)),
      ["no counter", join(hex("04 00 00 00"), noise(60))],
    ],
  ),
  ...samplesOf(
    "openvpn",
    "udp",
    [
      "client",
      "certain",
      "a reset",
      OPENVPN,
      ["another number", changed(OPENVPN, 13, 5)],
      ["key 1", changed(OPENVPN, 0, 0x39)],
    ],
    [
      "server",
      "certain",
      "its answer",
      join(hex("40"), noise(8), hex("01 00 00 00 00"), noise(8, 2), hex("00 00 00 00")),
    ],
    [
      "client",
      "certain",
      "signed by SHA-1",
      join(hex("38"), noise(8), noise(20, 3), u32(1), noise(4), hex("00 00 00 00 00")),
    ],
    ["client", "certain", "encrypted", join(hex("38"), noise(8), u32(1), noise(45))],
  ),
  ...samplesOf("openvpn", "tcp", [
    "client",
    "certain",
    "a reset",
    join(u16(14), OPENVPN),
    ["13 bytes", join(u16(13), OPENVPN)],
  ]),
  ...samplesOf(
    "ike",
    "udp",
    [
      "client",
      "certain",
      "version 2",
      IKE,
      ["version 3", changed(IKE, 17, 0x30)],
      ["exchange 33", changed(IKE, 18, 33)],
    ],
    ["server", "certain", "its answer", changed(IKE, 8, 7, 9, 7, 19, 0x20)],
    ["client", "certain", "version 1", changed(IKE, 16, 1, 17, 0x10, 18, 2, 19, 0)],
    [
      "client",
      "certain",
      "behind NAT",
      join(u32(0), IKE.slice(0, 60)),
      ["ESP", join(u32(77), IKE.slice(0, 60))],
    ],
  ),
  ...samplesOf("l2tp", "udp", [
    "client",
    "certain",
    "a start",
    hex("c8 02 00 14 00 00 00 00 00 00 00 00 80 08 00 00 00 00 00 01"),
    ["a wrong length", hex("c8 02 00 15 00 00 00 00 00 00 00 00 80 08 00 00 00 00 00 01")],
  ]),
  ...samplesOf(
    "pptp",
    "tcp",
    [
      "client",
      "certain",
      "a start",
      join(hex("00 9c 00 01 1a 2b 3c 4d 00 01"), zeros(54)),
      ["another cookie", join(hex("00 9c 00 01 1a 2b 3c 4e 00 01"), zeros(54))],
    ],
    ["server", "certain", "its answer", join(hex("00 9c 00 01 1a 2b 3c 4d 00 02"), zeros(54))],
  ),
  ...samplesOf(
    "nat-pmp",
    "udp",
    ["client", "weak", "which address?", hex("00 00"), ["three bytes", hex("00 00 00")]],
    [
      "server",
      "weak",
      "an address",
      hex("00 80 00 00 00 00 00 09 c0 00 02 01"),
      ["code 6", hex("00 80 00 06 00 00 00 09 c0 00 02 01")],
    ],
    ["client", "weak", "a mapping", hex("00 01 00 00 1f 90 1f 90 00 00 0e 10")],
    ["server", "weak", "its answer", hex("00 81 00 00 00 00 00 09 1f 90 1f 90 00 00 0e 10")],
  ),
  ...samplesOf(
    "radius",
    "udp",
    [
      "client",
      "certain",
      "a request",
      RADIUS,
      ["code 6", changed(RADIUS, 0, 6)],
      ["an address of five bytes", changed(RADIUS, 27, 5)],
      ["another length", changed(RADIUS, 3, 0x2b)],
    ],
    ["server", "likely", "its answer", join(hex("02 07 00 14"), noise(16))],
    [
      "server",
      "certain",
      "a challenge of a vendor",
      RADIUS_CHALLENGE,
      ["of a number too large", changed(RADIUS_CHALLENGE, 22, 1)],
    ],
  ),
  ...samplesOf(
    "diameter",
    "tcp",
    [
      "client",
      "certain",
      "capabilities",
      DIAMETER,
      ["version 2", changed(DIAMETER, 0, 2)],
      ["reserved flags", changed(DIAMETER, 4, 0x81)],
    ],
    ["server", "certain", "its answer", changed(DIAMETER, 4, 0)],
  ),
  ...samplesOf("diameter", "sctp", ["client", "certain", "capabilities", DIAMETER]),
  ...samplesOf(
    "gtp",
    "udp",
    ["client", "likely", "a creation", GTP, ["another length", changed(GTP, 3, 0x13)]],
    ["server", "likely", "its answer", changed(GTP, 1, 17)],
    [
      "client",
      "likely",
      "version 2",
      join(hex("48 20 00 14"), noise(7), hex("00"), noise(12)),
      ["version 3", join(hex("68 20 00 14"), noise(7), hex("00"), noise(12))],
    ],
  ),
  ...samplesOf("bgp", "tcp", [
    "either",
    "certain",
    "OPEN",
    join(new Uint8Array(16).fill(255), hex("00 1d 01 04 fd e8 00 b4 0a 00 00 01 00")),
    ["type 6", join(new Uint8Array(16).fill(255), hex("00 1d 06 04"))],
  ]),
  ...samplesOf("ldp", "udp", [
    "either",
    "certain",
    "hello",
    hex(
      "00 01 00 1e 0a 00 00 01 00 00 01 00 00 14 00 00 00 00 04 00 00 04 00 0f 00 00 04 01 00 04 0a 00 00 01",
    ),
    ["version 2", hex("00 02 00 1e 0a 00 00 01 00 00 01 00 00 14 00 00 00 00")],
  ]),
  ...samplesOf(
    "rip",
    "udp",
    [
      "client",
      "likely",
      "a request",
      join(hex("01 01 00 00"), zeros(19), hex("10")),
      ["version 3", join(hex("01 03 00 00"), zeros(19), hex("10"))],
    ],
    ["either", "likely", "an answer", join(hex("02 02 00 00 00 02 00 00"), noise(16))],
  ),
  ...samplesOf(
    "sunrpc",
    "udp",
    ["client", "certain", "a call", CALL, ["RPC 3", changed(CALL, 11, 3)]],
    ["server", "certain", "a reply", REPLY, ["flavor 7", changed(REPLY, 15, 7)]],
  ),
  ...samplesOf("sunrpc", "tcp", ["client", "certain", "a call", join(u32(0x8000_0028), CALL)]),
  ...samplesOf("nfs", "udp", [
    "client",
    "certain",
    "a call",
    NFS,
    ["mount's", changed(NFS, 14, 0x86, 15, 0xa5)],
  ]),
  ...samplesOf("nfs", "tcp", ["client", "certain", "a call", join(u32(0x8000_0028), NFS)]),
  ...samplesOf("bittorrent", "tcp", [
    "either",
    "certain",
    "a handshake",
    join(text("\x13BitTorrent protocol"), zeros(8), noise(36)),
    ["18", text("\x12BitTorrent protocol")],
  ]),
  ...samplesOf(
    "bittorrent",
    "udp",
    [
      "client",
      "certain",
      "a question",
      text(`d1:ad2:id20:${"x".repeat(20)}e1:q4:ping`),
      ["a dictionary", text("d1:xd2:id20:")],
    ],
    ["server", "certain", "an answer", text(`d1:rd2:id20:${"x".repeat(20)}e`)],
    ["client", "likely", "uTP's first", UTP_SYN, ["with a difference", changed(UTP_SYN, 11, 1)]],
    [
      "client",
      "certain",
      "to a tracker",
      join(hex("00 00 04 17 27 10 19 80 00 00 00 00"), noise(4)),
      ["another number", join(hex("00 00 04 17 27 10 19 81 00 00 00 00"), noise(4))],
    ],
    [
      "client",
      "certain",
      "to its network",
      text("BT-SEARCH * HTTP/1.1\r\n"),
      ["SSDP", text("M-SEARCH * HTTP/1.1\r\n")],
    ],
  ),
  ...samplesOf(
    "gnutella",
    "tcp",
    [
      "client",
      "certain",
      "a handshake",
      text("GNUTELLA CONNECT/0.6\r\n"),
      ["GNU", text("GNU TELLA CONNECT/0.6\r\n")],
    ],
    ["server", "certain", "its answer", text("GNUTELLA/0.6 200 OK\r\n")],
  ),
  ...samplesOf(
    "gnutella",
    "udp",
    [
      "client",
      "likely",
      "a ping",
      GNUTELLA,
      ["longer", changed(GNUTELLA, 19, 6)],
      ["many hops", changed(GNUTELLA, 17, 9)],
    ],
    [
      "either",
      "likely",
      "a piece of a reliable datagram",
      hex("47 4e 44 03 12 34 01 01 78 9c"),
      ["flags that there are not", hex("47 4e 44 04 12 34 01 01 78 9c")],
    ],
  ),
];
