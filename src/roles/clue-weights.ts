/** Made by `npm run roles:learn`; do not edit. What each grade of a clue weighs, in log-odds; see docs/roles.md. */
import type { Clue } from "./role.ts";

export const CLUE_WEIGHTS: Readonly<Record<Clue, readonly number[]>> = {
  syn: [8.26],
  "syn-ack": [6.39],
  multicast: [8],
  broadcast: [8],
  payload: [2, 2.62, 4.77],
  negotiated: [8.01],
  "known-server": [2.02, 3],
  "fan-in": [3.08, 4.01, 5.05],
  "busy-port": [0.76, 0.63, 0.77],
  "client-ports": [2.47],
  "ftp-data": [3.97],
  "common-service": [3.19],
  "registered-service": [0.68, 0.35],
  "dynamic-range": [1.27, 2.96, 3.4],
  "first-packet": [0.6],
};
