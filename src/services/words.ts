/** A column of signed words within rows of several. */
export class Words {
  readonly #rows: Int32Array;
  readonly #rowWords: number;
  readonly #word: number;

  /** `word`: its place in a row of `rowWords`. */
  constructor(rows: Int32Array, rowWords: number, word: number) {
    this.#rows = rows;
    this.#rowWords = rowWords;
    this.#word = word;
  }

  at(row: number): number {
    return this.#rows[row * this.#rowWords + this.#word];
  }
}
