/** MACsec. */
import { type Bytes, ethernet, ipv4, join, tcp, u16, vlan, zeros } from "../../frames.ts";
import { type Format, flow } from "../format.ts";

const CHANNEL_IDENTIFIER = 0x20;
const ENCRYPTED = 0x08;

function macsec(payload: Bytes, { flags = 0, type = 0x0800 } = {}): Bytes {
  const identifier = zeros((flags & CHANNEL_IDENTIFIER) !== 0 ? 8 : 0);
  return ethernet(join([flags, 0], zeros(4), identifier, u16(type), payload, zeros(16).fill(0xcc)), {
    type: 0x88e5,
  });
}

export default {
  sound: [
    ["integrity only", macsec(ipv4(tcp())), flow()],
    ["with confidentiality", macsec(ipv4(tcp()), { flags: ENCRYPTED }), { verdict: "encrypted-link" }],
  ],
  variants: [
    ["a channel identifier", macsec(ipv4(tcp()), { flags: CHANNEL_IDENTIFIER }), flow()],
    ["a tag behind it", macsec(vlan(ipv4(tcp())), { type: 0x8100 }), flow({ via: ["vlan 10"] })],
  ],
  counterexamples: [
    ["the integrity check value is no payload", macsec(ipv4(tcp(), { totalLength: 0 })), flow()],
  ],
  broken: [["five bytes", ethernet(zeros(5), { type: 0x88e5 }), { verdict: "malformed-header" }]],
} satisfies Format;
