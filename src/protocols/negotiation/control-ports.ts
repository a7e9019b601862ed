/**
 * The ports that control channels are known by: those that announce ports, and those where clients sign on in words that
 * anybody on the way reads. Who reads what is said over them is loaded when something is. HTTP has any port, so it has none
 * here.
 */
import type { ControlPorts } from "../../flows/collect.ts";

export const FTP_PORT = 21;
export const TFTP_PORT = 69;
export const PORTMAPPER_PORT = 111;
export const ENDPOINT_MAPPER_PORT = 135;
export const RTSP_PORTS: readonly number[] = [554, 8554];
export const SIP_PORT = 5060;

export const SMTP_PORTS: readonly number[] = [25, 587, 2525];
export const POP3_PORT = 110;
export const NNTP_PORT = 119;
export const IMAP_PORT = 143;
/** LDAP, and Active Directory's global catalogue. */
export const LDAP_PORTS: readonly number[] = [389, 3268];

export const CONTROL_PORTS: ControlPorts = {
  /** Either end may announce a port. */
  bothWays: [FTP_PORT, TFTP_PORT, PORTMAPPER_PORT, ENDPOINT_MAPPER_PORT, ...RTSP_PORTS, SIP_PORT],
  /** Clients sign on. */
  toServer: [...SMTP_PORTS, POP3_PORT, NNTP_PORT, IMAP_PORT, ...LDAP_PORTS],
};
