/** Writes the script of the page to `file`. */
export function bundlePage(file: string): Promise<unknown>;
