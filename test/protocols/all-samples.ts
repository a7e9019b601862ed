/** The samples of all protocols. */

import { DATABASE_SAMPLES } from "./database-samples.ts";
import { MAIL_SAMPLES } from "./mail-samples.ts";
import { MESSAGING_SAMPLES } from "./messaging-samples.ts";
import { OFFICE_SAMPLES } from "./office-samples.ts";
import { PLANT_SAMPLES } from "./plant-samples.ts";
import type { Sample } from "./sample.ts";
import { TUNNEL_SAMPLES } from "./tunnel-samples.ts";
import { WEB_SAMPLES } from "./web-samples.ts";

export const SAMPLES: readonly Sample[] = [
  ...WEB_SAMPLES,
  ...MAIL_SAMPLES,
  ...MESSAGING_SAMPLES,
  ...OFFICE_SAMPLES,
  ...DATABASE_SAMPLES,
  ...TUNNEL_SAMPLES,
  ...PLANT_SAMPLES,
];
