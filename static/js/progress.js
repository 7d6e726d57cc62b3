// Follows a job: asks its address for {"state", "done", "all", "words", "act", "url"} and shows what it says.
// States: queued, running, done, failed. Asks every second at first, then less often; gives up gently when the server does not answer.

const FIRST = 1000;
const SLOWEST = 8000;
const TRIES = 5;

function show(part, job) {
  const all = job.all || 0;
  const done = job.done || 0;
  const working = job.state === "queued" || job.state === "running";
  part.dataset.state = job.state;
  part.querySelector("[data-job-count]").textContent = all ? `${done.toLocaleString("en-GB")} of ${all.toLocaleString("en-GB")}` : "";
  const bar = part.querySelector("[data-job-bar]");
  bar.setAttribute("width", job.state === "done" || !all ? "100" : String(Math.min(100, (100 * done) / all).toFixed(1)));
  bar.classList.toggle("wait", working && !all);
  const words = part.querySelector("[data-job-words]");
  if (job.words && words.textContent !== job.words) words.textContent = job.words;
  const act = part.querySelector("[data-job-act]");
  if (job.url) {
    act.querySelector("a").href = job.url;
    if (job.act) act.querySelector("span").textContent = job.act;
    act.hidden = false;
  }
  return working;
}

async function follow(part) {
  let wait = FIRST;
  let failures = 0;
  for (;;) {
    await new Promise((resolve) => { setTimeout(resolve, wait); });
    try {
      const answer = await fetch(part.dataset.job, { headers: { Accept: "application/json" }, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      failures = 0;
      const job = await answer.json();
      if (show(part, job)) continue;
      // the page of a failed job says what to do next
      if (job.state === "failed") window.location.reload();
      return;
    } catch {
      failures += 1;
      if (failures === TRIES) {
        part.querySelector("[data-job-words]").textContent = "We have lost touch. The work goes on: reload this page to see how far it is.";
        return;
      }
    } finally {
      wait = Math.min(wait * 1.25, SLOWEST);
    }
  }
}

document.querySelectorAll("[data-job]").forEach((part) => {
  if (["queued", "running"].includes(part.dataset.state)) follow(part);
});
