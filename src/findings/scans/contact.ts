/**
 * A first contact as a byte, and what hosts had of them. WebAssembly reads this file too, so it holds integers only;
 * first-contacts.ts says what they rest on.
 */

/** How the contact went, the lowest four bits. 0 is none: the flow is no contact, or nobody can say whose. */
export const KIND = 0xf;
export const NO_CONTACT = 0;
/** They talked, or a connection was there before the capture. */
export const TALKED = 1;
/** The connection was opened and the client said nothing. */
export const OPENED = 2;
/** The server accepted and the client did not go on. */
export const HALF_OPEN = 3;
/** As `HALF_OPEN`, and the client reset it: it wanted to know no more. */
export const TAKEN_BACK = 4;
/** By the target, or by whoever knows that it is not there. */
export const REFUSED = 5;
export const UNANSWERED = 6;
/** Unanswered although the client sent its SYN four times or more, as a system does for a program that waits. */
export const WAITED = 7;
/** A segment that belongs to no connection: neither SYN nor RST nor ACK (RFC 9293, section 3.10.7). */
export const STRAY = 8;
/** An acknowledgment of nothing, refused or unanswered. Ends of older connections look like it. */
export const STRAY_ACK = 9;
/** A datagram that did not live long enough: a step of traceroute. */
export const EXPIRED = 10;
export const KINDS_OF_CONTACT = 11;

/** Endpoint b asks. */
export const ASKED_BY_B = 0x10;
/** The transport, in two bits: an index into `SCANNED_TRANSPORTS`. */
export const TRANSPORT_SHIFT = 5;
export const TRANSPORT_MASK = 0x60;
/** The first contact of its host with its port; set where the contacts of a host are looked at. */
export const IS_FIRST = 0x80;

/** Of a host, by address number: something came for it. */
export const HEARD = 0x80;
/** Contacts of a host that went wrong; counted up to this. */
export const MOST_COUNTED = 0x7f;

/** A SYN is sent again after 1, 3 and 7 seconds (RFC 6298): whoever sent four has waited seven seconds. */
export const SYNS_OF_WAITING = 4;
/** Retries of a scanner; the ends of a connection that was there before have more packets, or data. */
export const MOST_STRAYS = 11;
/** Destinations of traceroute's datagrams: one port a probe, three probes a hop, from 33434 on. */
export const TRACEROUTE_FIRST = 33_434;
export const TRACEROUTE_LAST = 33_625;
