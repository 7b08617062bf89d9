// Without a connection nothing is lost: what was sent waits, and is sent again with the same id, so it is stored once.
import { isLocked } from "./page.js";

const PAUSES = [3000, 6000, 12000, 30000];
const bar = document.getElementById("offline");
const waiting = new Map();
let tries = 0;
let timer;

const show = () => {
  if (!bar) return;
  const count = waiting.size;
  bar.hidden = navigator.onLine && !count;
  if (bar.hidden) return bar.replaceChildren();
  const text = count
    ? `No connection. ${count === 1 ? "One entry waits" : `${count} entries wait`} here and will be sent by itself; keep this page open.`
    : "No connection. You can go on writing; it is kept here.";
  const line = Object.assign(document.createElement("span"), { textContent: text });
  const again = Object.assign(document.createElement("button"), { type: "button", className: "btn small", textContent: "Try now" });
  again.addEventListener("click", retry);
  bar.replaceChildren(line, ...(count ? [again] : []));
};

const later = () => {
  clearTimeout(timer);
  if (waiting.size) timer = setTimeout(retry, PAUSES[Math.min(tries++, PAUSES.length - 1)]);
};

const retry = () => {
  if (isLocked()) return later();
  const jobs = [...waiting.values()];
  waiting.clear();
  for (const job of jobs) job();
  show();
};

const wait = (name, job) => {
  waiting.set(name, job);
  show();
  later();
};

const sendAgain = ({ elt, requestConfig }) => () => {
  const { verb, path, parameters, target, triggeringEvent } = requestConfig;
  if (elt.isConnected && triggeringEvent) htmx.trigger(elt, elt.tagName === "FORM" ? "submit" : triggeringEvent.type);
  else htmx.ajax(verb, path, { values: parameters, target: target?.isConnected ? target : document.body, swap: "none" });
};

const onFailure = (event) => {
  const { verb, path } = event.detail.requestConfig;
  if (verb === "get") return show();
  wait(event.detail.elt.isConnected ? event.detail.elt : path, sendAgain(event.detail));
};
document.addEventListener("htmx:sendError", onFailure);
document.addEventListener("htmx:timeout", onFailure);
document.addEventListener("htmx:afterOnLoad", (event) => { tries = 0; waiting.delete(event.detail.elt); show(); });

// A form that would load a new page waits here instead of ending on the browser's error page.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || navigator.onLine || form.getAttribute("method")?.toLowerCase() !== "post") return;
  event.preventDefault();
  delete form.dataset.sending;
  wait(form, () => form.isConnected && form.requestSubmit(event.submitter?.isConnected ? event.submitter : undefined));
});

addEventListener("online", () => { tries = 0; retry(); });
addEventListener("offline", show);
show();
