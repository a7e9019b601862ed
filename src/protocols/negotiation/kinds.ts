/** What ports are negotiated for, and what an announcement says beside that. All of it fits into one word of a row. */

export interface NegotiatedKind {
  /** As users know it. */
  readonly service: string;
  /** The registered port of that service, under which its flows are counted together. */
  readonly port: number;
}

/** Kind 0 is none. */
const KINDS: readonly NegotiatedKind[] = [
  { service: "", port: 0 },
  { service: "ftp-data", port: 20 },
  { service: "rtp", port: 5004 },
  { service: "rtcp", port: 5005 },
  { service: "tftp", port: 69 },
  { service: "dcerpc", port: 135 },
  // Programs of Sun RPC without a registered port of their own are counted with the one that tells their ports.
  { service: "sunrpc", port: 111 },
  { service: "nfs", port: 2049 },
  { service: "mountd", port: 20_048 },
  { service: "nlockmgr", port: 111 },
  { service: "status", port: 111 },
  { service: "rquotad", port: 111 },
];

export const FTP_DATA = 1;
export const RTP = 2;
export const RTCP = 3;
export const TFTP = 4;
export const DCERPC = 5;
export const SUN_RPC = 6;
const NFS = 7;
const MOUNT = 8;
const LOCK_MANAGER = 9;
const STATUS = 10;
const REMOTE_QUOTA = 11;

/** Rows that announce nothing by themselves: a call to a portmapper, and its reply, which holds no more than a port. */
export const RPC_CALL = 30;
export const RPC_REPLY = 31;
/** A client signed on in the clear; sign-on/sign-on.ts says what such a row holds. */
export const SIGN_ON = 32;
/** Of such a row: where the bits of what was said stand. */
export const SIGN_ON_SHIFT = 8;

export const KIND_MASK = 0xff;
/** The endpoint is the server's: it listens. */
export const LISTENS = 0x100;
/** The endpoint is the client's: the server's port is not known yet. */
export const ASKS = 0x200;
/** Holds for flows with the end alone that the announcement was made to. */
export const FOR_PEER = 0x400;

/** No media have a port that needs privileges: who announces one means another's service. */
export const LEAST_MEDIA_PORT = 1024;

/** IANA "Remote Procedure Call (RPC) Program Numbers" (RFC 5531, section 8.3). */
export function kindOfProgram(program: number): number {
  switch (program) {
    case 100_003:
      return NFS;
    case 100_005:
      return MOUNT;
    case 100_011:
      return REMOTE_QUOTA;
    case 100_021:
      return LOCK_MANAGER;
    case 100_024:
      return STATUS;
    default:
      return SUN_RPC;
  }
}

export function negotiatedKind(kind: number): NegotiatedKind {
  return KINDS[kind];
}

export function isMedia(kind: number): boolean {
  return kind === RTP || kind === RTCP;
}
