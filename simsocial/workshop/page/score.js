"use strict";
/* Arithmetic of weights. A weighting is a list of numbers 0 to 10, one a criterion; points lie between 0 and 1. */

const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

/** One weighting of several that count the same, whatever points they gave: mean share times mean sum. */
function combine(weightings) {
  const sums = weightings.map(sum);
  const size = sum(sums) / sums.length;
  return weightings[0].map((_, c) => size * sum(weightings.map((one, k) => one[c] / sums[k])) / sums.length);
}

/** Points of every option in 0 to 100: mean, all criteria at their unfavourable end, all at their favourable end. */
function scores(points, weights) {
  const whole = sum(weights);
  return points.map((option) => [0, 1, 2].map((end) => 100 * sum(option.map((one, c) => one[end] * weights[c])) / whole));
}

/** Rank of each option that is not ruled out: 1 more than there are options whose whole range lies above its own. */
function ranks(scored, out) {
  return scored.map((mine, i) =>
    out[i] ? null : 1 + scored.filter((other, k) => !out[k] && k !== i && other[1] > mine[2]).length);
}

/** Position of the option with the most points among those that are not ruled out; -1 without any. */
function leader(scored, out) {
  return scored.reduce((best, one, i) => (out[i] || (best >= 0 && scored[best][0] >= one[0]) ? best : i), -1);
}

/** Where another option takes the lead if one criterion alone is weighed otherwise: nearest weight above and below.
 *  The difference of two options is linear in each weight, so the weight at which it is zero is exact. */
function flips(points, weights, out) {
  const first = leader(scores(points, weights), out);
  if (first < 0) return [];
  const found = [];
  weights.forEach((now, c) => {
    let above = null;
    let below = null;
    points.forEach((option, i) => {
      if (i === first || out[i]) return;
      const ahead = points[first].map((one, k) => one[0] - option[k][0]);
      if (ahead[c] === 0) return;
      const rest = sum(weights.map((weight, k) => (k === c ? 0 : weight * ahead[k])));
      const weight = -rest / ahead[c];
      if (ahead[c] < 0 && weight >= now && weight < 10 && (!above || weight < above.weight)) above = {option: i, weight};
      if (ahead[c] > 0 && weight <= now && weight > 0 && (!below || weight > below.weight)) below = {option: i, weight};
    });
    if (above) found.push({criterion: c, way: "above", now, ...above});
    if (below) found.push({criterion: c, way: "below", now, ...below});
  });
  return found.sort((a, b) => Math.abs(a.weight - a.now) - Math.abs(b.weight - b.now));
}
