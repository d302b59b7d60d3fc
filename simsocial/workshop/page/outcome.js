/* What comes out: ranking, where it flips, groups beside each other, the protocol. */

const weightText = (value) => number(value, 1);
const optionName = (option) => `${option.letter} ${option.title}`.trim();

function pointsText(one) {
  const [mid, low, high] = one.map((value) => number(value));
  return low === high ? word("points-alone", {mid}) : word("points", {mid, low, high});
}

/** Rank in words: several options share a rank where their ranges overlap. */
function rankText(position, ranked) {
  const rank = ranked[position];
  if (rank === null) return word("out");
  return word(ranked.filter((one) => one === rank).length > 1 ? "level" : "rank", {rank});
}

function drawRanking(target, weights, state) {
  const out = state.map((one) => one.out.length > 0);
  const scored = scores(DATA.points, weights);
  const ranked = ranks(scored, out);
  const order = DATA.options.map((_, i) => i).sort((a, b) => out[a] - out[b] || scored[b][0] - scored[a][0]);
  target.replaceChildren(...order.map((i) => element("li", {"data-option": DATA.options[i].id, "data-points": scored[i][0]},
    element("span", {class: "name"}, optionName(DATA.options[i])),
    element("span", {class: "rank"}, rankText(i, ranked)),
    bar(scored[i], out[i]),
    element("span", {class: "figures"}, [pointsText(scored[i]), ...state[i].out, ...state[i].maybe].join("; ")))));
  return {out, scored, ranked};
}

function leadText({out, scored, ranked}) {
  const first = leader(scored, out);
  if (first < 0) return word("nothing-left");
  const level = DATA.options.filter((_, i) => i !== first && !out[i] && ranked[i] === 1).map((one) => one.title);
  const option = DATA.options[first].title;
  return level.length ? word("leads-level", {option, others: level.join("; ")}) : word("leads", {option});
}

function drawFlips(target, weights, out) {
  const lines = flips(DATA.points, weights, out).map((one) => element("li", {"data-exact": one.weight},
    word("flips-" + one.way, {
      option: DATA.options[one.option].title,
      criterion: DATA.criteria[one.criterion].label,
      weight: weightText(one.weight),
      now: weightText(one.now),
    })));
  target.replaceChildren(...(lines.length ? lines : [element("li", {}, word("flips-not"))]));
}

function drawMatrix(target, state, rows) {
  const out = state.map((one) => one.out.length > 0);
  const cells = rows.map((group) => {
    const scored = scores(DATA.points, group.weights);
    const ranked = ranks(scored, out);
    return [group.label, ...DATA.options.map((_, i) => `${rankText(i, ranked)}: ${number(scored[i][0])}`)];
  });
  const columns = [word("group"), ...DATA.options.map(optionName)];
  target.replaceChildren(table(target.dataset.caption, columns, cells));
}

function drawWeights(target, rows) {
  // The number of ballots would tell which group it is.
  const counted = session.named ? [word("ballots")] : [];
  const columns = [word("group"), ...DATA.criteria.map((one) => one.label), ...counted];
  const cells = rows.map((group) => [group.label, ...group.weights.map(weightText), ...counted.map(() => number(group.ballots))]);
  target.replaceChildren(table(target.dataset.caption, columns, cells));
}

function drawViewChoice(rows) {
  const chosen = Number(part("view").value || -1);
  part("view").replaceChildren(element("option", {value: -1}, word("all-groups")),
    ...rows.map((group, k) => element("option", {value: k}, group.label)));
  part("view").value = chosen < rows.length ? chosen : -1;
}

function drawOutcome() {
  part("outcome").hidden = !session.revealed;
  const rows = session.revealed ? groups() : [];
  drawProtocol(rows);
  if (!session.revealed) return;
  const whole = combine(rows.map((group) => group.weights));
  drawViewChoice(rows);
  const view = Number(part("view").value);
  const weights = view < 0 ? whole : rows[view].weights;
  const state = ruled();
  const ranking = drawRanking(part("ranking"), weights, state);
  part("lead").textContent = leadText(ranking);
  drawFlips(part("flips"), weights, ranking.out);
  drawMatrix(part("matrix"), state, [...rows, {label: word("all-groups"), weights: whole}]);
  drawWeights(part("weights"), [...rows, {label: word("all-groups"), weights: whole, ballots: session.ballots.length}]);
}

function lines(id, entries, sentence) {
  const found = entries.map((entry) => element("li", {}, sentence(entry)));
  part(id).replaceChildren(...(found.length ? found : [element("li", {}, word("none-recorded"))]));
}

function limitsSet() {
  const {claim, cap} = session.limits;
  return [...(claim ? [word("claim-set")] : []), ...(cap === null ? [] : [word("cap-set", {cap: number(cap)})])];
}

/** The protocol holds all groups together, whatever view is on the screen. */
function drawProtocol(rows) {
  part("protocol-groups").textContent = session.ballots.length ? handedIn("handed-in-by") : word("say-none-yet");
  part("protocol-outcome").hidden = !session.revealed;
  if (session.revealed) {
    const whole = combine(rows.map((group) => group.weights));
    const state = ruled();
    const ranking = drawRanking(part("protocol-ranking"), whole, state);
    part("protocol-lead").textContent = leadText(ranking);
    drawFlips(part("protocol-flips"), whole, ranking.out);
    drawMatrix(part("protocol-matrix"), state, rows);
  }
  lines("protocol-limits", limitsSet(), (text) => text);
  lines("protocol-challenges", session.challenges, challengeLine);
  lines("protocol-minority", session.minority, minorityLine);
  for (const key of Object.keys(session.meeting)) part("protocol-" + key).textContent = session.meeting[key] || "…";
  part("protocol-round").textContent = word("round", {round: session.round});
}
