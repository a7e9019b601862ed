/** Made by `npm run roles:learn`; do not edit. What each grade of a clue weighs, in log-odds; see docs/roles.md. */
import type { Clue } from "./role.ts";

export const CLUE_WEIGHTS: Readonly<Record<Clue, readonly number[]>> = {
  syn: [8.2],
  "syn-ack": [6.42],
  multicast: [8],
  broadcast: [8],
  payload: [0.92, 2.06, 4.54],
  negotiated: [8],
  "known-server": [1.77, 2.73],
  "fan-in": [3.2, 4.37, 5.07],
  "busy-port": [0.84, 0.9, 0.83],
  "client-ports": [2.79],
  "ftp-data": [4.64],
  "common-service": [3.25],
  "registered-service": [0.65, 0.37],
  "dynamic-range": [1.33, 2.93, 3.3],
  "first-packet": [0.71],
};
