/** What `policy export --format` takes; by itself, so that the command line knows it without the writers. */
export const POLICY_FORMATS = ["nftables", "kubernetes", "markdown"] as const;
export type PolicyFormat = (typeof POLICY_FORMATS)[number];
