/** The words of `--sort` and `--by`. */

export const SORT_KEYS = ["bytes", "packets", "flows", "clients", "port"] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export const GROUPINGS = ["service", "server", "client"] as const;
/** What a row of the main table is: `--by`. */
export type Grouping = (typeof GROUPINGS)[number];
