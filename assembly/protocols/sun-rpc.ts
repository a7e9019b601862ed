/** Sun RPC (RFC 5531) and NFS, one of its programs (RFC 1813, RFC 8881). */
import { CERTAIN, CLIENT, NOT_THIS, SERVER } from "../../src/protocols/signature.ts";
import { uint32 } from "./byte-match.ts";

const RPC_VERSION = 2;
const PROGRAM_NFS = 100_003;

/** RFC 5531, section 9: xid 4 · call 0 · RPC version 2 · program 4 · version 4 · procedure 4 · credentials. */
function isCall(start: i32, length: i32): bool {
  if (length < 24 || uint32(start + 4) !== 0 || uint32(start + 8) !== RPC_VERSION) return false;
  const program = uint32(start + 12);
  return program >= 100_000 && program < 0x6000_0000 && uint32(start + 16) <= 100;
}

/** xid 4 · reply 1 · accepted 0 · verifier: flavor 4, length 4 · status 4. */
function isReply(start: i32, length: i32): bool {
  if (length < 24 || uint32(start + 4) !== 1 || uint32(start + 8) > 1) return false;
  return uint32(start + 12) <= 6 && uint32(start + 16) <= 400;
}

/** Any program's calls and replies. */
export function sunRpcMessage(start: i32, length: i32): i32 {
  if (isCall(start, length)) return CERTAIN | CLIENT;
  return isReply(start, length) ? CERTAIN | SERVER : NOT_THIS;
}

/** Calls of NFS; its replies do not name the program. */
export function nfsCall(start: i32, length: i32): i32 {
  return isCall(start, length) && uint32(start + 12) === PROGRAM_NFS ? CERTAIN | CLIENT : NOT_THIS;
}

/** RFC 5531, section 11: over TCP, a last fragment's mark and length stand before a record. */
export function sunRpcOverTcp(start: i32, length: i32): i32 {
  return isRecord(start, length) ? sunRpcMessage(start + 4, length - 4) : NOT_THIS;
}

export function nfsOverTcp(start: i32, length: i32): i32 {
  return isRecord(start, length) ? nfsCall(start + 4, length - 4) : NOT_THIS;
}

function isRecord(start: i32, length: i32): bool {
  return length >= 28 && (uint32(start) & 0x7fff_ffff) >= 24;
}
