/** Made by `npm run roles:learn`; do not edit. What each grade of a clue weighs, in log-odds; see docs/roles.md. */
import type { Clue } from "./role.ts";

export const CLUE_WEIGHTS: Readonly<Record<Clue, readonly number[]>> = {
  syn: [8.26],
  "syn-ack": [6.4],
  multicast: [8],
  broadcast: [8],
  payload: [1.99, 2.62, 4.79],
  negotiated: [8.01],
  "known-server": [2.01, 3],
  "fan-in": [0.5, 3.08, 4.01, 5.05],
  probe: [2.91, 5, 8],
  "busy-port": [0.79, 0.61, 0.75],
  "client-ports": [2.48],
  "ftp-data": [5.02],
  "common-service": [3.21],
  "registered-service": [0.72, 0.26],
  "dynamic-range": [1.27, 3.14, 3.54],
  "first-packet": [0.6],
};
