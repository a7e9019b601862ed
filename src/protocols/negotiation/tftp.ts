/**
 * TFTP (RFC 1350, section 4): the client asks at port 69, from a port of its own; the server answers to that port from one
 * of its own, which nobody has announced. So what is announced is the client's end.
 */
import { PROTOCOL_UDP } from "../../headers/internet-protocol.ts";
import { ascii, startsWithAnyCase } from "../byte-match.ts";
import type { AnnouncementLog } from "./announcement.ts";
import type { ControlMessage } from "./control-message.ts";
import { TFTP_PORT } from "./control-ports.ts";
import { indexOf } from "./host-text.ts";
import { ASKS, FOR_PEER, TFTP } from "./kinds.ts";

const READ = 1;
const WRITE = 2;
const MODES = ["netascii\0", "octet\0", "mail\0"].map(ascii);

/** RFC 1350, section 5: 0, opcode · name, 0 · mode, 0. */
export function readTftp(message: ControlMessage, log: AnnouncementLog): void {
  const { bytes, start, end } = message;
  if (message.destinationPort !== TFTP_PORT || end - start < 9 || bytes[start] !== 0) return;
  if (bytes[start + 1] !== READ && bytes[start + 1] !== WRITE) return;
  const nameEnd = indexOf(bytes, start + 2, end, 0);
  if (nameEnd === start + 2 || message.sourcePort === 0) return;
  for (const mode of MODES) {
    if (!startsWithAnyCase(bytes, nameEnd + 1, end - nameEnd - 1, mode)) continue;
    log.add(message, message.source, TFTP | ASKS | FOR_PEER, message.sourcePort, PROTOCOL_UDP);
    return;
  }
}
