/**
 * Signing on in the clear: what a client says about who it is, in words that anybody on the way can read. It is noted that
 * it was said, and never what: no name, password, token or community is kept.
 *
 * Control messages tell it (mail, FTP, LDAP, HTTP). What is noted holds for a client, a server and the server's port,
 * whichever of their connections it was said on.
 */
import type { ControlMessage } from "../negotiation/control-message.ts";

/** The name of a user who is not anybody. */
export const SAID_USER = 1;
/** FTP: a name that stands for anybody (RFC 1635). */
export const SAID_ANONYMOUS = 2;
export const SAID_PASSWORD = 4;
/** The connection goes on in TLS. */
export const UPGRADED = 8;
/** HTTP: a header that holds credentials, for the server or for a proxy. */
export const SAID_AUTHORIZATION = 16;
export const SAID_PROXY_AUTHORIZATION = 32;
/** HTTP: the header proves a secret and does not hold it (Digest, NTLM, Negotiate). */
export const SAID_PROOF = 64;
/** FTP: what the server said to it (RFC 959, section 5.4), replies 230 and 530. */
export const ACCEPTED = 128;
export const REFUSED = 256;
export const REPLIES = ACCEPTED | REFUSED;

const TLS_HANDSHAKE = 0x16;
const TLS_MAJOR_VERSION = 3;
const CLIENT_HELLO = 1;

/** The first message of TLS from the client (RFC 8446, sections 4 and 5.1), as it follows STARTTLS. */
export function isClientHello({ bytes, start, end }: ControlMessage): boolean {
  if (end - start < 6 || bytes[start] !== TLS_HANDSHAKE || bytes[start + 1] !== TLS_MAJOR_VERSION)
    return false;
  return bytes[start + 5] === CLIENT_HELLO;
}
