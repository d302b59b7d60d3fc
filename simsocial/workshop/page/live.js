/* The levers: each setting starts real runs, the answer narrows. Part of the page only where a server stands behind it. */

const LIVE = DATA.live;
const TOKEN = new URLSearchParams(location.search).get("token") || "";
const LOOK_AGAIN_MS = {working: 300, waiting: 2000};
let asked = 0;
let shown = {figures: []};

const chosenOption = () => LIVE.options.find((option) => option.id === part("live-option").value);
const setTo = (lever) => Number(part("lever-" + lever.id).value);
const readValue = (lever) => lever.values ? lever.values[setTo(lever)]
  : lever.value.replace("{value}", number(setTo(lever) / lever.unit, lever.unit > 1 ? 1 : 0));

function showLever(lever) {
  part(`lever-${lever.id}-value`).textContent = readValue(lever);
  part("lever-" + lever.id).setAttribute("aria-valuetext", readValue(lever));
}

function leverRow(lever) {
  const id = "lever-" + lever.id;
  const slider = element("input", {type: "range", id, min: lever.low, max: lever.high, step: lever.step,
    value: lever.neutral, autocomplete: "off", "aria-describedby": id + "-hint", oninput: () => showLever(lever)});
  slider.addEventListener("change", askLive);
  return element("div", {class: "slider lever"}, element("label", {for: id}, lever.label), slider,
    element("output", {id: id + "-value", for: id}), element("small", {id: id + "-hint"}, lever.hint));
}

/** The levers of the chosen option, all where the finished comparison has them. */
function drawLevers() {
  part("levers").replaceChildren(...chosenOption().levers.map(leverRow));
  chosenOption().levers.forEach(showLever);
  askNothing();
}

/** No lever is turned: nothing is to be run. The sliders stay, with the focus of whoever uses the keyboard. */
function askNothing() {
  asked += 1;
  part("live-back").disabled = true;
  drawAnswer({runs: 0, figures: []});
  part("live-said").textContent = word("live-neutral");
}

function drawAnswer(answer) {
  shown = answer;
  part("live-take").disabled = !answer.figures.length || answer.figures.some((one) => !one.ranked);
  part("live-progress").hidden = !answer.of;
  if (answer.of) {
    part("live-count").textContent = word("live-run", answer);
    part("live-bar").max = answer.of;
    part("live-bar").value = answer.runs;
  }
  const columns = ["criterion", "live-finished", "live-mean", "live-interval", "place-on-scale"].map((key) => word(key));
  const rows = answer.figures.map((one, c) =>
    [one.label, chosenOption().finished[c], one.mean, one.interval, one.points ? bar(one.points) : ""]);
  part("live-answer").replaceChildren(...(rows.length ? [table(word("live-caption"), columns, rows)] : []));
}

/** Put the answer, as far as it has come, beside the finished options; the same setting again takes its place. */
function takeOver() {
  const others = session.taken.filter((one) => one.key !== shown.key);
  if (others.length === MOST_TAKEN) {
    part("live-said").textContent = word("live-full");
    return;
  }
  const option = chosenOption();
  const levers = option.levers.filter((lever) => setTo(lever) !== lever.neutral)
    .map((lever) => `${lever.label}: ${readValue(lever)}`).join("; ");
  const title = DATA.options.find((one) => one.id === option.id).title;
  session.taken = [...others, {key: shown.key, points: shown.figures.map((one) => one.ranked),
    title: word("live-title", {option: title, levers, runs: shown.runs})}];
  draw();
  part("live-said").textContent = word("live-taken", {letter: DATA.options.at(-1).letter});
}

/** What is said aloud: the beginning, the first figure, the first interval and the end, not each run. */
function sayAnswer(answer) {
  const [first] = answer.figures;
  const figures = first ? `${first.label}: ${first.mean}` : "";
  let text = "";
  if (answer.error) text = word("live-failed", answer);
  else if (answer.runs === answer.of) text = word("live-done", answer);
  else if (!answer.open) text = word("live-replaced", answer);
  else if (!answer.runs) text = word("live-waiting");
  else if (answer.runs < LIVE.least) text = word("live-first", {figures});
  else text = word("live-narrowed");
  if (part("live-said").textContent !== text) part("live-said").textContent = text;
}

async function request(path, settings = {}) {
  const headers = {"X-Token": TOKEN, ...settings.headers};
  const response = await fetch(path, {...settings, headers});
  const read = await response.json();
  if (!response.ok) throw new Error(read.error);
  return read;
}

/** Show the answer to a setting, and look again until it is whole or another setting is asked for. */
async function follow(mine, first) {
  let answer;
  try {
    answer = await first;
  } catch (error) {
    if (mine !== asked) return;
    drawAnswer({runs: 0, figures: []});
    const gone = error instanceof TypeError;
    part("live-said").textContent = gone ? word("live-gone") : word("live-failed", {error: error.message});
    return;
  }
  if (mine !== asked) return;
  drawAnswer(answer);
  sayAnswer(answer);
  if (answer.error || answer.runs === answer.of) return;
  const path = "answer?key=" + encodeURIComponent(answer.key);
  setTimeout(() => { if (mine === asked) follow(mine, request(path)); },
    answer.open ? LOOK_AGAIN_MS.working : LOOK_AGAIN_MS.waiting);
}

function askLive() {
  const option = chosenOption();
  const turned = option.levers.filter((lever) => setTo(lever) !== lever.neutral);
  if (!turned.length) {
    askNothing();
    return;
  }
  asked += 1;
  part("live-back").disabled = false;
  part("live-said").textContent = word("live-waiting");
  const body = JSON.stringify({option: option.id, levers: Object.fromEntries(turned.map((one) => [one.id, setTo(one)]))});
  follow(asked, request("setting", {method: "POST", headers: {"Content-Type": "application/json"}, body}));
}

part("live-option").addEventListener("change", drawLevers);
part("live-take").addEventListener("click", takeOver);
part("live-back").addEventListener("click", drawLevers);
drawLevers();
