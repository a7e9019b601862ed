/**
 * Who alone speaks in a flow that tells its server by nothing else: what one end sends, and the other leaves without an
 * answer or refuses, is a probe, or what is left of a conversation of which the capture holds one direction or the end.
 * assembly/roles/asking.ts tells it of a record, in one of these numbers: positive where endpoint a is the one that speaks,
 * negative where b is.
 */

/** Both ends take part, or one alone in a way in which nobody asks: TCP's data comes from within a connection. */
export const BOTH_SPEAK = 0;
/** Nothing came from the other end, be it that it did not answer or that its direction was not captured. */
export const UNHEARD = 1;
/** The other end sent resets alone, or an ICMP error said that nothing could be delivered to it. */
export const REFUSED = 2;
/** A datagram, of which an ICMP error said that it could not be delivered. */
export const UNDELIVERED = 3;
/** A segment that belongs to no connection: it neither opens nor acknowledges nor resets (RFC 9293, section 3.10.7). */
export const STRAY = 4;
/** Resets alone were seen: what refuses was not asked, or what asked was not captured. */
export const RESETS_ALONE = 5;
/** Acknowledgments of which nothing came back: one direction, or the end, of a connection, or a probe. */
export const UNHEARD_ACK = 6;
