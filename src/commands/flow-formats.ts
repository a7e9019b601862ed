/** The forms in which `portolan flows` writes its rows. */
export const FLOW_FORMATS = ["table", "csv", "ndjson", "parquet"] as const;
export type FlowFormat = (typeof FLOW_FORMATS)[number];
