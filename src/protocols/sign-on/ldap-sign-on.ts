/**
 * LDAP's bind with a name and a password (RFC 4511, section 4.2): a BER sequence of message number and bind request, which
 * holds version, name and, where authentication is simple, a string with the tag [0]. An empty name or password is anybody
 * (RFC 4513, section 5.1.1 and 5.1.2).
 */
import type { AnnouncementLog } from "../negotiation/announcement.ts";
import type { ControlMessage } from "../negotiation/control-message.ts";
import { isClientHello, SAID_PASSWORD, SAID_USER, UPGRADED } from "./sign-on.ts";

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const BIND_REQUEST = 0x60;
const SIMPLE = 0x80;
const LONG_LENGTH = 0x80;

export function readLdapSignOn(message: ControlMessage, log: AnnouncementLog): void {
  if (isClientHello(message)) log.addSignOn(message, UPGRADED);
  else if (isSimpleBind(message)) log.addSignOn(message, SAID_USER | SAID_PASSWORD);
}

function isSimpleBind({ bytes, start, end }: ControlMessage): boolean {
  const message = contentOf(bytes, start, end, SEQUENCE);
  const request = contentOf(bytes, behind(bytes, message, end, INTEGER), end, BIND_REQUEST);
  const name = behind(bytes, request, end, INTEGER);
  const nameStart = contentOf(bytes, name, end, OCTET_STRING);
  const secret = behind(bytes, name, end, OCTET_STRING);
  const secretStart = contentOf(bytes, secret, end, SIMPLE);
  // A content of at least a byte moves what stands behind it.
  return nameStart < secret && secretStart < end && bytes[secret + 1] !== 0;
}

/** Where the content of the element at `at` starts; `end` where it is another element, or cut. */
function contentOf(bytes: Uint8Array, at: number, end: number, tag: number): number {
  if (at + 2 > end || bytes[at] !== tag) return end;
  const length = bytes[at + 1];
  const content = at + 2 + ((length & LONG_LENGTH) === 0 ? 0 : length & 0x7f);
  return Math.min(content, end);
}

/** Where the element behind the one at `at` starts, as `contentOf`. */
function behind(bytes: Uint8Array, at: number, end: number, tag: number): number {
  const content = contentOf(bytes, at, end, tag);
  if (content >= end) return end;
  let length = bytes[at + 1];
  if ((length & LONG_LENGTH) !== 0) {
    length = 0;
    for (let i = at + 2; i < content; i++) length = Math.min(length * 256 + bytes[i], end);
  }
  return Math.min(content + length, end);
}
