/** Names of zones as other programs take them: their characters, their length, and still no two the same. */
export class UniqueNames {
  readonly #given = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #plain: (name: string) => string;
  readonly #separator: string;
  readonly #longest: number;

  /** `plain` leaves only characters that are taken; what begins and ends a name is seen to here. */
  constructor(plain: (name: string) => string, separator: string, longest: number) {
    this.#plain = plain;
    this.#separator = separator;
    this.#longest = longest;
  }

  /** The name of a zone, the same each time; it begins with a letter and ends in a letter or digit. */
  of(name: string): string {
    const known = this.#given.get(name);
    if (known !== undefined) return known;
    const plain = this.#plain(name).replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
    const base = /^[A-Za-z]/.test(plain) ? plain : `zone${this.#separator}${plain}`;
    let found = this.#cut(base, "");
    for (let i = 2; this.#taken.has(found); i++) found = this.#cut(base, `${this.#separator}${i}`);
    this.#taken.add(found);
    this.#given.set(name, found);
    return found;
  }

  #cut(base: string, ending: string): string {
    return base.slice(0, this.#longest - ending.length).replace(/[^A-Za-z0-9]+$/, "") + ending;
  }
}
