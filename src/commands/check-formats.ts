/** The forms in which `portolan check` says what it found. */
export const CHECK_FORMATS = ["text", "json", "sarif", "junit", "markdown"] as const;
export type CheckFormat = (typeof CHECK_FORMATS)[number];
