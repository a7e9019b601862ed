/** The columns of src/roles/role.ts. */

let servers: u32 = 0;
let clues: u32 = 0;
let deciders: u32 = 0;
let percents: u32 = 0;

export function placeRoles(serverIsB: u32, clue: u32, decidedBy: u32, confidencePercent: u32): void {
  servers = serverIsB;
  clues = clue;
  deciders = decidedBy;
  percents = confidencePercent;
}

/** `packed`: as src/roles/weigh.ts packs a role. */
export function putRole(flow: u32, packed: u32): void {
  store<u16>(clues + (flow << 1), <u16>packed);
  store<u8>(deciders + flow, <u8>((packed >> 16) & 0xf));
  store<u8>(percents + flow, <u8>((packed >> 20) & 0x7f));
  store<u8>(servers + flow, <u8>((packed >> 27) & 1));
}
