/** A few services, with the weights that the registry gives to common and to registered ones. */
import type { ServiceWeights } from "../../src/roles/grade.ts";

const COMMON = 2;
const REGISTERED = 1;

function weights(ports: Readonly<Record<number, number>>): Uint8Array {
  const column = new Uint8Array(65_536);
  for (const [port, weight] of Object.entries(ports)) column[Number(port)] = weight;
  return column;
}

export const WEIGHTS: ServiceWeights = {
  tcp: weights({ 80: COMMON, 443: COMMON, 1433: REGISTERED, 8009: REGISTERED, 40500: REGISTERED }),
  udp: weights({ 53: COMMON, 123: COMMON, 4500: REGISTERED }),
  sctp: weights({ 3868: COMMON }),
};
