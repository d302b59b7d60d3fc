/* Buttons, saving and loading, printing. */

const PAPERS = {protocol: "A4 portrait", cards: "A3 landscape", ballot: "A4 portrait"};

function draw() {
  withTaken();
  keep();
  drawInputs();
  drawOutcome();
}

function save() {
  const file = new Blob([JSON.stringify(session, null, 1)], {type: "application/json"});
  const link = element("a", {href: URL.createObjectURL(file), download: `workshop_${DATA.name}.json`});
  link.click();
  URL.revokeObjectURL(link.href);
}

async function load(event) {
  const [file] = event.target.files;
  if (!file) return;
  say(word(take(await file.text())));
  event.target.value = "";
  draw();
}

/** Choose what goes to paper, and on which. */
function choosePaper(name) {
  document.body.dataset.paper = name;
  part("paper").textContent = `@page { size: ${PAPERS[name]}; margin: 12mm; }`;
}

function printPaper(name) {
  choosePaper(name);
  window.print();
}

const on = (id, event, act) => part(id) && part(id).addEventListener(event, act);

on("add-role", "click", addRole);
on("hand-in", "click", handInNow);
on("reveal", "click", revealNow);
on("new-round", "click", () => { newRound(); middle(); say(word("say-new-round")); draw(); });
on("named", "change", () => { session.named = part("named").checked; draw(); });
on("view", "change", drawOutcome);
on("claim", "change", setLimits);
on("cap", "input", setLimits);
on("challenge", "click", challenge);
on("minority-vote", "click", minorityVote);
on("save", "click", save);
on("load", "change", load);
for (const key of Object.keys(session.meeting)) {
  on(key, "input", () => { session.meeting[key] = part(key).value; keep(); drawOutcome(); });
}
for (const slider of sliders()) slider.addEventListener("input", () => showWeight(slider));
for (const button of document.querySelectorAll("button[data-print]")) {
  button.addEventListener("click", () => printPaper(button.dataset.print));
}

takeKept();
choosePaper(location.hash.slice(1) in PAPERS ? location.hash.slice(1) : "protocol");
middle();
draw();
