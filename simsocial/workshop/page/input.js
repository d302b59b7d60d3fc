/* What is entered: groups, weights, limits, challenges, minority votes, the meeting. */

function drawRoles() {
  part("roles").replaceChildren(...session.roles.map((role, k) => {
    const used = session.ballots.some((one) => one.role === role.id);
    const name = element("input", {type: "text", value: role.name, maxlength: 60,
      "aria-label": word("role-name", {number: k + 1}),
      oninput: (event) => { role.name = event.target.value; keep(); drawRoleChoice(); drawBallotGroups(); }});
    const remove = element("button", {type: "button", "aria-label": `${word("remove")}: ${role.name}`,
      onclick: () => { session.roles.splice(k, 1); draw(); }}, word("remove"));
    remove.disabled = used || session.roles.length === 1;
    return element("li", {}, name, " ", remove);
  }));
  drawRoleChoice();
  drawBallotGroups();
}

function drawRoleChoice() {
  const chosen = part("role").value;
  part("role").replaceChildren(...session.roles.map((role) => element("option", {value: role.id}, role.name)));
  if (session.roles.some((role) => role.id === chosen)) part("role").value = chosen;
}

function drawBallotGroups() {
  part("ballot-groups").replaceChildren(...session.roles.map((role) => element("li", {}, "☐ " + role.name)));
}

function addRole() {
  const last = Math.max(-1, ...session.roles.map((role) => Number(role.id.slice(1))));
  session.roles.push({id: "r" + (last + 1), name: word("new-role")});
  draw();
  part("roles").lastElementChild.firstElementChild.select();
}

const sliders = () => [...document.querySelectorAll("#sliders input")];

function middle() {
  for (const slider of sliders()) {
    slider.value = 5;
    showWeight(slider);
  }
}

function showWeight(slider) {
  part(slider.id + "-value").textContent = slider.value;
}

function handInNow() {
  const weights = sliders().map((slider) => Number(slider.value));
  if (sum(weights) === 0) {
    say(word("say-all-zero"));
    return;
  }
  handIn(part("role").value, weights);
  middle();
  say(handedIn("say-handed-in"));
  draw();
}

function handedIn(key) {
  return word(key, {ballots: session.ballots.length, groups: new Set(session.ballots.map((one) => one.role)).size});
}

function revealNow() {
  if (!session.ballots.length) {
    say(word("say-none-yet"));
    return;
  }
  reveal();
  say(word("say-revealed"));
  draw();
  part("outcome-title").focus();
}

/** A cap as people type it: 1.250.000 or 1,250,000 or 150 000; null where there is none. */
function readCap(text) {
  const digits = text.replace(/[^\d-]/g, "");
  return /\d/.test(digits) ? Number(digits) : null;
}

function setLimits() {
  if (part("claim")) session.limits.claim = part("claim").checked;
  if (part("cap")) session.limits.cap = readCap(part("cap").value);
  keep();
  drawOutcome();
}

function challenge() {
  const [assumption, text] = [part("assumption").value.trim(), part("objection").value.trim()];
  if (!assumption && !text) return;
  session.challenges.push({assumption, text});
  part("assumption").value = part("objection").value = "";
  draw();
}

function minorityVote() {
  const [who, option, text] = [part("who").value.trim(), part("other-option").value, part("reasons").value.trim()];
  if (!who && !text) return;
  session.minority.push({who, option, text});
  part("who").value = part("reasons").value = "";
  draw();
}

function drawRecorded(id, entries, sentence) {
  const lines = entries.map((entry, k) => element("li", {}, sentence(entry), " ",
    element("button", {type: "button", onclick: () => { entries.splice(k, 1); draw(); }}, word("remove"))));
  part(id).replaceChildren(...lines);
}

const challengeLine = (one) => word("challenge-of", one);
const minorityLine = (one) => word("minority-of", one);

function drawInputs() {
  drawRoles();
  part("handed-in").textContent = session.ballots.length ? handedIn("handed-in-by") : word("say-none-yet");
  part("weigh").hidden = session.revealed;
  part("round").textContent = word("round", {round: session.round});
  if (part("claim")) part("claim").checked = session.limits.claim;
  if (part("cap") && readCap(part("cap").value) !== session.limits.cap) {
    part("cap").value = session.limits.cap === null ? "" : number(session.limits.cap);
  }
  const other = part("other-option").value;
  part("other-option").replaceChildren(...DATA.options.map((one) => element("option", {}, one.title)));
  if (DATA.options.some((one) => one.title === other)) part("other-option").value = other;
  part("taken-box").hidden = !session.taken.length;
  drawRecorded("taken", session.taken, (one) => one.title);
  part("named").checked = session.named;
  drawRecorded("challenges", session.challenges, challengeLine);
  drawRecorded("minority", session.minority, minorityLine);
  for (const key of Object.keys(session.meeting)) part(key).value = session.meeting[key];
}
