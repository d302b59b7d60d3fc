/* Weigh as three groups, reveal, set limits, record, save and load; tell what was seen. BALLOTS is filled in. */
const q = (id) => document.getElementById(id);
const text = (id) => q(id).innerText;
const type = (id, value) => {
  q(id).value = value;
  q(id).dispatchEvent(new Event("input"));
  q(id).dispatchEvent(new Event("change"));
};
const handedIn = BALLOTS;
const before = {hidden: q("outcome").hidden};
q("reveal").click();
before.empty = text("said");
for (const [role, weights] of Object.entries(handedIn)) {
  q("role").value = role;
  weights.forEach((weight, c) => type("w" + c, weight));
  q("hand-in").click();
  before.sliders = sliders().map((one) => one.value).join();
  before.shown = document.body.innerText.includes("Punkte (");
}
before.said = text("said");
q("reveal").click();
const read = (list) => [...q(list).children].map((li) =>
  ({id: li.dataset.option, points: Number(li.dataset.points), text: li.innerText}));
const after = {hidden: q("outcome").hidden, weigh: q("weigh").hidden, ranking: read("ranking"), lead: text("lead"),
  matrix: text("matrix"), weights: text("weights"),
  flips: [...q("flips").children].map((li) => ({exact: Number(li.dataset.exact), text: li.innerText}))};
after.views = [...q("view").options].slice(1).map((one) => {
  type("view", one.value);
  return Object.fromEntries(read("ranking").map((line) => [line.id, line.points]));
});
type("view", "-1");
q("named").click();
after.named = text("matrix");
type("cap", "-1");
after.capped = read("ranking").map((one) => one.text);
type("cap", "");
type("assumption", "<b>Wartezeit</b>"); type("objection", "zu lang"); q("challenge").click();
type("who", "Eltern"); type("reasons", "Der Weg wird zu weit."); q("minority-vote").click();
type("result", "Empfohlen wird A.");
after.protocol = q("protocol").innerText;
const saved = JSON.stringify(session);
newRound(); session.challenges = []; draw();
const cleared = {ballots: session.ballots.length, weigh: q("weigh").hidden};
cleared.other = take(JSON.stringify({...JSON.parse(saved), page: "x"}));
cleared.broken = take(saved.replace('"version":1', '"version":2'));
cleared.weights = take(saved.replace(/"weights":\[\d+/, '"weights":[99'));
const transfer = new DataTransfer();
transfer.items.add(new File([saved], "session.json", {type: "application/json"}));
q("load").files = transfer.files;
q("load").dispatchEvent(new Event("change"));
await new Promise((ready) => setTimeout(ready, 50));
const loaded = {said: text("said"), same: JSON.stringify(session) === saved, ranking: read("ranking"), protocol: q("protocol").innerText};
let file = "";
const make = URL.createObjectURL;
URL.createObjectURL = (blob) => { file = blob; return make(blob); };
// A browser without a window may wait for ever for a place to save to.
HTMLAnchorElement.prototype.click = function () { before.download = this.download; };
q("save").click();
const written = await file.text();
return {before, after, cleared, loaded, file: JSON.parse(written), saved: JSON.parse(saved)};
