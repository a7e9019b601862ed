/** The small integers that the columns of a header batch hold. WebAssembly reads this file too. */

/** Not a fragment, or one that is whole (an IPv6 atomic fragment, RFC 6946, is FRAGMENT_FIRST). */
export const FRAGMENT_NONE = 0;
/** The first fragment: it holds the transport header, more fragments may follow. */
export const FRAGMENT_FIRST = 1;
/** A later fragment: no ports; `identification` leads to its first. */
export const FRAGMENT_LATER = 2;

/** The row quotes nothing. */
export const QUOTED_NONE = 0;
/** An ICMP error that says the destination cannot be reached: the quoted flow was refused. */
export const QUOTED_UNREACHABLE = 1;
/** Any other ICMP error (time exceeded, packet too big, parameter problem, source quench, redirect). */
export const QUOTED_OTHER_ERROR = 2;

/** TCP's control bits (RFC 9293, section 3.1), as the `evidence` column holds them. */
export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const ACK = 0x10;
