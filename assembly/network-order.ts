/** Integers in network byte order. The caller has checked that the bytes are there. */

export function uint16(address: u32): u32 {
  return <u32>bswap<u16>(load<u16>(address));
}

export function uint32(address: u32): u32 {
  return bswap<u32>(load<u32>(address));
}
