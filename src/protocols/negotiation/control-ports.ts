/** The ports that control channels are known by. Who reads what is said over them is loaded when something is. */
export const FTP_PORT = 21;
export const TFTP_PORT = 69;
export const PORTMAPPER_PORT = 111;
export const ENDPOINT_MAPPER_PORT = 135;
export const RTSP_PORTS: readonly number[] = [554, 8554];
export const SIP_PORT = 5060;

export const CONTROL_PORTS: readonly number[] = [
  ...[FTP_PORT, TFTP_PORT, PORTMAPPER_PORT, ENDPOINT_MAPPER_PORT],
  ...RTSP_PORTS,
  SIP_PORT,
];
