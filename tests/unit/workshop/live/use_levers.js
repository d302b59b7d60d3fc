/* Turn a lever, see the answer narrow, turn another that fails, go back; tell what was seen. */
const q = (id) => document.getElementById(id);
const until = async (true_) => {
  for (let k = 0; k < 80 && !true_(); k += 1) await new Promise((ready) => setTimeout(ready, 25));
};
const turn = (id, value) => {
  q(id).value = value;
  q(id).dispatchEvent(new Event("input"));
  q(id).dispatchEvent(new Event("change"));
};
const begin = {said: q("live-said").innerText, levers: q("levers").innerText, answer: q("live-answer").innerText,
  back: q("live-back").disabled, take: q("live-take").disabled};
const seen = [];
new MutationObserver(() => seen.push({count: q("live-count").innerText, answer: q("live-answer").innerText, said: q("live-said").innerText}))
  .observe(q("live-answer"), {childList: true});
turn("lever-places", 90);
await until(() => q("live-said").innerText.startsWith("Fertig"));
const end = {said: q("live-said").innerText, value: q("lever-places-value").innerText,
  spoken: q("lever-places").getAttribute("aria-valuetext"), table: q("live-answer").innerHTML};
q("live-take").click();
const taken = {said: q("live-said").innerText, points: session.taken[0].points};
q("live-take").click();
taken.same = session.taken.length;
q("hand-in").click();
q("reveal").click();
q("cap").value = "1000000";
q("cap").dispatchEvent(new Event("input"));
const ranking = () => [...q("ranking").children].map((one) => one.innerText);
taken.ranking = ranking();
const kept = JSON.stringify(session);
taken.broken = take(kept.replace('"taken":[{"key":', '"taken":[{"kez":'));
taken.loaded = take(kept);
draw();
q("taken").querySelector("button").click();
taken.removed = ranking();
turn("lever-start", 24);
await until(() => q("live-said").innerText.includes("lässt sich nicht rechnen"));
const failed = {said: q("live-said").innerText, answer: q("live-answer").innerText, start: q("lever-start-value").innerText};
q("live-back").click();
const back = {said: q("live-said").innerText, places: q("lever-places").value, answer: q("live-answer").innerText};
q("lever-places").focus();
turn("lever-places", 90);
turn("lever-places", 70);
const neutral = {said: q("live-said").innerText, focus: document.activeElement.id, back: q("live-back").disabled};
q("live-option").value = "tagespflege";
q("live-option").dispatchEvent(new Event("change"));
const other = q("levers").innerText;
return {begin, taken, seen, end, failed, back, neutral, other, errors: document.querySelectorAll("[id]").length - new Set([...document.querySelectorAll("[id]")].map((one) => one.id)).size};
