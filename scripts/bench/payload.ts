/**
 * What frames carry: whole messages of the service's protocol, whose contents are noise, as encrypted and compressed data
 * are. Ports of TLS get one application data record a segment, ports of HTTP a request or response with a body,
 * UDP port 443 a QUIC packet with a short header; the others noise alone.
 */
import type { Frame } from "./frames.ts";
import { randomNumbers } from "./random-numbers.ts";

const NOISE = noise(1 << 16);

function noise(length: number): Buffer {
  const random = randomNumbers(1);
  return Buffer.from(Uint8Array.from({ length }, () => random(256)));
}

/** RFC 8446, section 5.2: opaque type 23, legacy version 0x0303, length. */
const TLS_RECORD = Buffer.from([23, 3, 3, 0, 0]);
const REQUEST = Buffer.from("POST /notes HTTP/1.1\r\nHost: server.example\r\nContent-Length: 0000\r\n\r\n");
const RESPONSE = Buffer.from("HTTP/1.1 200 OK\r\nContent-Type: image/webp\r\nContent-Length: 0000\r\n\r\n");
/** RFC 9000, section 17.3.1: header form 0, fixed bit 1. */
const QUIC_SHORT = Buffer.from([0x40]);
const NONE = Buffer.alloc(0);

/** Writes the first `shown` bytes of the frame's payload at `at`. */
export function writePayload(bytes: Buffer, at: number, frame: Frame, shown: number): void {
  const from = (frame.sequenceNumber * 7) % (NOISE.length - shown);
  NOISE.copy(bytes, at, from, from + shown);
  const head = headOf(frame);
  // A segment without room for a head is the middle of a message.
  if (head.length < frame.payload) head.copy(bytes, at, 0, Math.min(head.length, shown));
}

function headOf({ service, toServer, payload }: Frame): Buffer {
  if (service.transport === "udp") return QUIC_SHORT;
  switch (service.port) {
    case 443:
    case 993:
    case 8443:
      TLS_RECORD.writeUInt16BE(Math.max(0, payload - TLS_RECORD.length), 3);
      return TLS_RECORD;
    case 80:
    case 8080:
      return withLength(toServer ? REQUEST : RESPONSE, payload);
    default:
      return NONE;
  }
}

/** Fills in the four digits before the empty line. */
function withLength(head: Buffer, payload: number): Buffer {
  const body = Math.max(0, payload - head.length);
  head.write(String(body).padStart(4, "0"), head.length - 8, "latin1");
  return head;
}
