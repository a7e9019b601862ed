/** An integer in the byte order of the program that wrote the capture. */
export function read32(address: u32, littleEndian: bool): u32 {
  const value = load<u32>(address);
  return littleEndian ? value : bswap<u32>(value);
}
