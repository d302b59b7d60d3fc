/* The session: everything that was entered. It lives in this tab and in the file that is saved. */

const DATA = JSON.parse(document.getElementById("data").textContent);
const DRAFT = "simsocial-workshop-" + DATA.page;
const FINISHED = DATA.options.length;
const MOST_TAKEN = 3;
let session = fresh();

function fresh() {
  return {
    version: 1, page: DATA.page, round: 1,
    roles: DATA.roles.map((name, k) => ({id: "r" + k, name})),
    ballots: [], revealed: false, order: [], named: false,
    limits: {claim: false, cap: null},
    challenges: [], minority: [], taken: [],
    meeting: {place: "", date: "", chair: "", result: ""},
  };
}

/** Put settings that were taken over beside the finished options, with the letters that follow theirs. */
function withTaken() {
  DATA.options.length = DATA.points.length = FINISHED;
  session.taken.forEach((one, k) => {
    DATA.options.push({id: one.key, title: one.title, letter: String.fromCharCode(64 + FINISHED + k), taken: true});
    DATA.points.push(one.points);
  });
}

/** A number below `size`, not to be guessed. */
function dice(size) {
  return Math.floor(crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32 * size);
}

/** Put a ballot anywhere among the others, so that their order says nothing. */
function handIn(role, weights) {
  session.ballots.splice(dice(session.ballots.length + 1), 0, {role, weights});
}

/** Show the ballots; groups get letters in an order of chance. */
function reveal() {
  const groups = [...new Set(session.ballots.map((one) => one.role))];
  session.order = [];
  while (groups.length) session.order.push(...groups.splice(dice(groups.length), 1));
  session.revealed = true;
}

function newRound() {
  Object.assign(session, {ballots: [], revealed: false, order: [], named: false, round: session.round + 1});
}

function roleName(id) {
  return (session.roles.find((role) => role.id === id) || {name: ""}).name;
}

/** Groups as they are shown: their letter, or their name where all agreed to it, with their weighting. */
function groups() {
  return session.order.map((role, k) => ({
    label: session.named ? roleName(role) : word("group-letter", {letter: String.fromCharCode(65 + k)}),
    ballots: session.ballots.filter((one) => one.role === role).length,
    weights: combine(session.ballots.filter((one) => one.role === role).map((one) => one.weights)),
  }));
}

/** What rules an option out, or may do so: reasons by position of the option. */
function ruled() {
  return DATA.options.map((option) => {
    const out = [];
    const maybe = [];
    const claim = session.limits.claim ? DATA.claim[option.id] : "no";
    if (claim === "yes") out.push(word("out-claim"));
    if (claim === "maybe") maybe.push(word("maybe-claim"));
    const cap = session.limits.cap;
    const years = (cap !== null && DATA.kreis[option.id]) || [];
    const over = years.find((one) => one.mean > cap);
    const near = years.find((one) => one.high > cap);
    if (over) out.push(word("out-cap", {year: over.year}));
    else if (near) maybe.push(word("maybe-cap", {year: near.year}));
    if (option.taken && (session.limits.claim || cap !== null)) maybe.push(word("maybe-taken"));
    return {out, maybe};
  });
}

const isText = (value) => typeof value === "string";
const isList = (value, check) => Array.isArray(value) && value.every(check);

/** Whether something read from a file is a session of this page that can be shown. */
function usable(read) {
  const roles = isList(read.roles, (one) => one && /^r\d+$/.test(one.id) && isText(one.name));
  const known = (id) => read.roles.some((role) => role.id === id);
  const weights = (list) => isList(list, (w) => Number.isFinite(w) && w >= 0 && w <= 10) &&
    list.length === DATA.criteria.length && sum(list) > 0;
  const points = (list) => isList(list, (ends) => isList(ends, Number.isFinite) && ends.length === 3) &&
    list.length === DATA.criteria.length;
  return roles && read.version === 1 && Number.isInteger(read.round) &&
    isList(read.ballots, (one) => one && known(one.role) && weights(one.weights)) &&
    isList(read.order, (id) => read.ballots.some((one) => one.role === id)) &&
    (!read.revealed || read.ballots.every((one) => read.order.includes(one.role))) &&
    isList(read.challenges, (one) => one && isText(one.assumption) && isText(one.text)) &&
    isList(read.minority, (one) => one && isText(one.who) && isText(one.option) && isText(one.text)) &&
    isList(read.taken || [], (one) => one && isText(one.key) && isText(one.title) && points(one.points)) &&
    Boolean(read.limits) && (read.limits.cap === null || Number.isFinite(read.limits.cap)) &&
    Boolean(read.meeting) && ["place", "date", "chair", "result"].every((key) => isText(read.meeting[key]));
}

/** Take a session from the text of a file; return the word that says what happened. */
function take(text) {
  let read;
  try {
    read = JSON.parse(text);
  } catch {
    return "say-unreadable";
  }
  if (!read || read.page !== DATA.page) return "say-other-page";
  if (!usable(read)) return "say-unreadable";
  session = {...fresh(), ...read};
  withTaken();
  return "say-loaded";
}

/** Keep the session through a reload of this tab, where the browser lets a page do so. */
function keep() {
  try {
    sessionStorage.setItem(DRAFT, JSON.stringify(session));
  } catch { /* A browser may forbid it; the file remains. */ }
}

function takeKept() {
  try {
    const kept = sessionStorage.getItem(DRAFT);
    if (kept) take(kept);
  } catch { /* as above */ }
}
