// One submission at a time, a fresh security token, and focus on what is wrong.
import { all, csrf, whenReady } from "./page.js";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
  const token = form.elements.csrfmiddlewaretoken;
  if (token) token.value = csrf() || token.value;
  if (form.dataset.sending) return event.preventDefault();
  if (form.matches("[hx-post], [hx-put], [hx-boost]")) return;
  form.dataset.sending = "1";
  setTimeout(() => delete form.dataset.sending, 8000);
});
addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset.sending; });

document.addEventListener("htmx:configRequest", (event) => {
  // Asked by the page itself (a poll): no sign of a person, so the screen may lock.
  if (!event.detail.triggeringEvent) event.detail.headers["X-Caseday-Background"] = "1";
  const token = csrf();
  if (!token) return;
  event.detail.headers["X-CSRFToken"] = token;
  if (event.detail.formData?.has("csrfmiddlewaretoken")) event.detail.formData.set("csrfmiddlewaretoken", token);
});

const busy = document.getElementById("busy");
let running = 0;
const count = (step) => { running = Math.max(0, running + step); busy?.classList.toggle("on", running > 0); };
document.addEventListener("htmx:beforeSend", () => count(1));
document.addEventListener("htmx:afterRequest", () => count(-1));

// Changing a filter applies it: <form data-submits>.
document.addEventListener("change", (event) => {
  if (event.target.form?.matches("[data-submits]")) event.target.form.requestSubmit();
});

whenReady((root) => all(root, "[data-error-summary]:not([data-calm] *)").at(0)?.focus());
