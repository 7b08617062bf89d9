// The captured line is never lost: it stands in this browser until the server has said that it is stored.
import { csrf } from "../ui/page.js";

const PREFIX = `captured:${document.body.dataset.person || "nobody"}:`;
const AGAIN = 15000;

const remember = (form) => {
  const line = form.elements.line.value.trim();
  if (!line) return;
  const entry = { id: form.elements.id.value, line, case: form.elements.case?.value || "", at: Date.now(), url: form.getAttribute("action") };
  try { localStorage.setItem(PREFIX + entry.id, JSON.stringify(entry)); } catch { /* full: the form itself still holds it */ }
};
const forget = (id) => localStorage.removeItem(PREFIX + id);

const waiting = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).flatMap((key) => {
  try { return [JSON.parse(localStorage.getItem(key))]; } catch { localStorage.removeItem(key); return []; }
});

document.addEventListener("submit", (event) => {
  if (event.target.matches?.("[data-capture]")) remember(event.target);
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.id !== "capture-line") return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

// What was typed before htmx listened is read too.
document.addEventListener("htmx:load", (event) => {
  const line = event.target.querySelector?.("#capture-line");
  if (line && line.value !== line.defaultValue) line.dispatchEvent(new Event("caseday:put-back"));
});

// Stored (2xx), or refused for good (422 says why, in the form).
document.addEventListener("htmx:afterRequest", (event) => {
  const { verb, path, parameters } = event.detail.requestConfig;
  const { status } = event.detail.xhr;
  // The form itself is gone by now: what was kept says where it was sent.
  const sent = verb === "post" && waiting().find((entry) => entry.id === parameters.id && entry.url === path);
  if (sent && (status >= 200 && status < 300 || status === 422)) forget(sent.id);
});

const sendWaiting = async () => {
  const open = document.querySelector("[data-capture]")?.elements.id.value;
  for (const entry of waiting()) {
    if (entry.id === open || Date.now() - entry.at < AGAIN) continue;
    try {
      const answer = await fetch(entry.url, {
        method: "POST", credentials: "same-origin", redirect: "manual",
        headers: { "X-CSRFToken": csrf(), Accept: "application/json" },
        body: new URLSearchParams({ id: entry.id, line: entry.line, case: entry.case }),
      });
      if (answer.status === 204) forget(entry.id);
    } catch { return; }
  }
};
addEventListener("online", sendWaiting);
setInterval(() => { if (navigator.onLine && waiting().length) sendWaiting(); }, AGAIN);
if (waiting().length) setTimeout(sendWaiting, 1500);
