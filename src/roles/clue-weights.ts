/** Made by `npm run roles:learn`; do not edit. What each grade of a clue weighs, in log-odds; see docs/roles.md. */
import type { Clue } from "./role.ts";

export const CLUE_WEIGHTS: Readonly<Record<Clue, readonly number[]>> = {
  syn: [8.27],
  "syn-ack": [6.4],
  multicast: [8],
  broadcast: [8],
  payload: [1.99, 2.63, 4.8],
  negotiated: [8.01],
  "known-server": [2.01, 3],
  "fan-in": [3.08, 4.01, 5.05],
  "busy-port": [0.73, 0.59, 0.74],
  "client-ports": [2.49],
  "ftp-data": [5.96],
  "common-service": [3.22],
  "registered-service": [0.73, 0.2],
  "dynamic-range": [1.27, 3.23, 3.62],
  "first-packet": [0.6],
};
