/** Sun RPC (RFC 5531) and NFS, one of its programs (RFC 1813, RFC 8881). */
import { uint32 } from "./byte-match.ts";
import { CERTAIN, CLIENT, NOT_THIS, SERVER } from "./signature.ts";

const RPC_VERSION = 2;
const PROGRAM_NFS = 100_003;

/** RFC 5531, section 9: xid 4 · call 0 · RPC version 2 · program 4 · version 4 · procedure 4 · credentials. */
function isCall(bytes: Uint8Array, start: number, length: number): boolean {
  if (length < 24 || uint32(bytes, start + 4) !== 0 || uint32(bytes, start + 8) !== RPC_VERSION) return false;
  const program = uint32(bytes, start + 12);
  return program >= 100_000 && program < 0x6000_0000 && uint32(bytes, start + 16) <= 100;
}

/** xid 4 · reply 1 · accepted 0 · verifier: flavor 4, length 4 · status 4. */
function isReply(bytes: Uint8Array, start: number, length: number): boolean {
  if (length < 24 || uint32(bytes, start + 4) !== 1 || uint32(bytes, start + 8) > 1) return false;
  return uint32(bytes, start + 12) <= 6 && uint32(bytes, start + 16) <= 400;
}

/** Any program's calls and replies. */
export function sunRpcMessage(bytes: Uint8Array, start: number, length: number): number {
  if (isCall(bytes, start, length)) return CERTAIN | CLIENT;
  return isReply(bytes, start, length) ? CERTAIN | SERVER : NOT_THIS;
}

/** Calls of NFS; its replies do not name the program. */
export function nfsCall(bytes: Uint8Array, start: number, length: number): number {
  return isCall(bytes, start, length) && uint32(bytes, start + 12) === PROGRAM_NFS
    ? CERTAIN | CLIENT
    : NOT_THIS;
}

/** RFC 5531, section 11: over TCP, a last fragment's mark and length stand before a record. */
export function sunRpcOverTcp(bytes: Uint8Array, start: number, length: number): number {
  return isRecord(bytes, start, length) ? sunRpcMessage(bytes, start + 4, length - 4) : NOT_THIS;
}

export function nfsOverTcp(bytes: Uint8Array, start: number, length: number): number {
  return isRecord(bytes, start, length) ? nfsCall(bytes, start + 4, length - 4) : NOT_THIS;
}

function isRecord(bytes: Uint8Array, start: number, length: number): boolean {
  return length >= 28 && (uint32(bytes, start) & 0x7fff_ffff) >= 24;
}
