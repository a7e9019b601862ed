/** Weights of features that speak for one of two sides, from examples whose side is known. */

export interface Example {
  /** Signed features; which of them say anything differs. */
  readonly features: Float64Array;
  /** How much the example counts. */
  readonly weight: number;
}

const ROUNDS = 40;
const ENOUGH = 1e-9;

/**
 * Logistic regression without a constant, since the sides are alike: the weights under which Σ weight · log P(right)
 * is largest, P(right) being 1 / (1 + e^−(features · weights)), less `penalty`/2 for each squared distance from
 * `prior`. Every example's features are signed so that positive speaks for its true side. Newton's method; no weight
 * gets below 0, as no clue may speak against what it says.
 */
export function fitWeights(
  examples: readonly Example[],
  prior: readonly number[],
  penalty: number,
): Float64Array {
  const size = prior.length;
  const weights = Float64Array.from(prior);
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = Float64Array.from(weights, (weight, i) => -penalty * (weight - prior[i]));
    const curvature = Array.from({ length: size }, (_, i) => {
      const row = new Float64Array(size);
      row[i] = penalty;
      return row;
    });
    for (const { features, weight } of examples) addExample(features, weight, weights, gradient, curvature);
    // A weight that lies at 0 and wants to go below stays out of the step.
    const free = Array.from(weights, (weight, i) => weight > 0 || gradient[i] > 0);
    const step = solve(curvature, gradient, free);
    let largest = 0;
    for (let i = 0; i < size; i++) {
      const next = Math.max(0, weights[i] + step[i]);
      largest = Math.max(largest, Math.abs(next - weights[i]));
      weights[i] = next;
    }
    if (largest < ENOUGH) break;
  }
  return weights;
}

function addExample(
  features: Float64Array,
  weight: number,
  weights: Float64Array,
  gradient: Float64Array,
  curvature: readonly Float64Array[],
): void {
  let odds = 0;
  for (let i = 0; i < features.length; i++) odds += features[i] * weights[i];
  const wrong = 1 / (1 + Math.exp(odds));
  const bend = weight * wrong * (1 - wrong);
  for (let i = 0; i < features.length; i++) {
    if (features[i] === 0) continue;
    gradient[i] += weight * wrong * features[i];
    for (let j = 0; j < features.length; j++) curvature[i][j] += bend * features[i] * features[j];
  }
}

/** The x of matrix · x = right, for the rows and columns that are free; 0 elsewhere. Gaussian elimination. */
function solve(matrix: readonly Float64Array[], right: Float64Array, free: readonly boolean[]): Float64Array {
  const size = right.length;
  const rows = matrix.map((row, i) =>
    Float64Array.from([
      ...Array.from(row, (value, j) => (free[i] && free[j] ? value : i === j ? 1 : 0)),
      free[i] ? right[i] : 0,
    ]),
  );
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    for (let row = 0; row < size; row++) {
      if (row === column || rows[row][column] === 0) continue;
      const factor = rows[row][column] / rows[column][column];
      for (let k = column; k <= size; k++) rows[row][k] -= factor * rows[column][k];
    }
  }
  return Float64Array.from(rows, (row, i) => row[size] / row[i]);
}
