// One line that says what was done; with Undo it stays 12 seconds, pauses while one points at it. Errors stay until closed.
import { csrf, tell } from "./page.js";

const SHORT = 6000;
const LONG = 12000;
const notices = document.getElementById("notices");

const button = (label, act) => {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: label });
  made.addEventListener("click", act);
  return made;
};

const undo = async (url, toast) => {
  toast.remove();
  try {
    const answer = await fetch(url, { method: "POST", credentials: "same-origin", headers: { "X-CSRFToken": csrf() } });
    if (!answer.ok) throw new Error(String(answer.status));
    location.reload();
  } catch {
    tell("That could not be undone. Reload the page to see how it stands.", { kind: "error" });
  }
};

const run = (toast, lasts) => {
  let timer;
  const start = () => { timer = setTimeout(() => toast.remove(), lasts); };
  for (const [name, act] of [["mouseenter", () => clearTimeout(timer)], ["focusin", () => clearTimeout(timer)], ["mouseleave", start], ["focusout", start]]) {
    toast.addEventListener(name, act);
  }
  start();
};

const furnish = (toast) => {
  const url = toast.dataset.undo;
  if (url) toast.append(button("Undo", () => undo(url, toast)));
  toast.append(button("Close", () => toast.remove()));
  if (!toast.classList.contains("error")) run(toast, url ? LONG : SHORT);
};

export const show = ({ text, undo: url = "", kind = "", label = "Try again", retry }) => {
  if (!notices) return;
  const toast = Object.assign(document.createElement("div"), { className: `toast ${kind}`.trim() });
  if (url) toast.dataset.undo = url;
  toast.append(Object.assign(document.createElement("p"), { textContent: text }));
  if (retry) toast.append(button(label, () => { toast.remove(); retry(); }));
  furnish(toast);
  // A modal dialog hides what lies under it, from screen readers too: the line goes into the topmost one.
  const dialog = [...document.querySelectorAll("dialog.box[open]")].at(-1);
  (dialog?.querySelector(".dialog-body") || notices).append(toast);
};

document.addEventListener("caseday:say", (event) => show(event.detail));
document.addEventListener("caseday:toast", (event) => {
  const { toasts = [], ...one } = event.detail;
  [...toasts, ...(one.text ? [one] : [])].forEach(show);
});
notices?.querySelectorAll("[data-toast]").forEach(furnish);

const SAYS = {
  400: "That could not be read. Nothing was stored.",
  403: "This is not yours to do.",
  404: "It is no longer here, or no longer yours.",
  409: "Somebody changed this meanwhile. Reload to see both.",
  413: "That is too large to send.",
  429: "Too many tries. Wait a moment.",
};

document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  if (xhr.status === 423 || xhr.status === 401) return;  // lock.js
  const page = new DOMParser().parseFromString(xhr.responseText || "", "text/html");
  const said = xhr.status < 500 && page.querySelector("[data-problem]")?.textContent.trim();
  show({ text: said || SAYS[xhr.status] || "Something went wrong inside Caseday; this step was not stored.", kind: "error" });
});
