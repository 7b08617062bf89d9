// Hides the page after idle minutes (<body data-lock-minutes>), by a button [data-locks] or Ctrl+Alt+L; the page and
// what was typed stay behind it. All tabs of the person lock and unlock together. The server knows, so a reload stays locked.
import { isLocked, send, tell } from "./page.js";

const dialog = document.getElementById("lock");
const person = document.body.dataset.person;
const LOCKED = `caseday:locked:${person}`;
const ACTIVE = "caseday:active";
const CHECK = 5000;

if (dialog && person && dialog.dataset.unlockUrl) {
  const { lockUrl, unlockUrl, loginUrl } = dialog.dataset;
  const form = dialog.querySelector("form");
  const password = form.elements.password;
  const problem = dialog.querySelector("#lock-error");
  const minutes = Number(document.body.dataset.lockMinutes) || 0;
  const title = document.title;
  let noted = Date.now();

  const hide = () => {
    if (isLocked()) return;
    document.documentElement.setAttribute("data-locked", "");
    document.title = "Locked · Caseday";
    dialog.showModal();
    password.focus();
  };
  const lock = () => {
    hide();
    localStorage.setItem(LOCKED, "1");
    if (lockUrl) send(lockUrl, {}, { keepalive: true }).catch(() => {});
  };
  const unlock = () => {
    noted = Date.now();
    localStorage.setItem(ACTIVE, String(noted));
    document.documentElement.removeAttribute("data-locked");
    document.title = title;
    form.reset();
    problem.textContent = "";
    dialog.close();
  };
  const say = (text) => {
    problem.textContent = text;
    password.setAttribute("aria-invalid", "true");
    password.select();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    password.removeAttribute("aria-invalid");
    try {
      const answer = await send(unlockUrl, { password: password.value }, { redirect: "manual" });
      if (answer.ok) {
        localStorage.removeItem(LOCKED);
        return unlock();
      }
      if (answer.status === 422) return say((await answer.json().catch(() => ({}))).error || "That is not your password. Try again.");
      if (answer.status === 429) return say("Too many tries. Wait a few minutes.");
      say("You were signed out. Sign in again; what you typed is kept in this tab.");
      dialog.querySelector("[data-lock-away]")?.removeAttribute("hidden");
    } catch {
      say("No connection. Try again when there is one.");
    }
  });
  const away = () => {
    localStorage.removeItem(LOCKED);
    location.assign(`${loginUrl}?next=${encodeURIComponent(location.pathname + location.search)}`);
  };
  dialog.querySelector("[data-lock-away]")?.addEventListener("click", (event) => {
    event.preventDefault();
    away();
  });

  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("keydown", (event) => { if (event.key === "Escape") event.preventDefault(); });
  dialog.addEventListener("close", () => { if (isLocked()) dialog.showModal(); });

  const note = () => {
    const now = Date.now();
    if (now - noted < 2000) return;
    noted = now;
    localStorage.setItem(ACTIVE, String(now));
  };
  for (const name of ["pointerdown", "keydown", "wheel", "touchstart"]) addEventListener(name, note, { passive: true });

  const check = () => {
    const last = Math.max(noted, Number(localStorage.getItem(ACTIVE)) || 0);
    if (minutes && !isLocked() && Date.now() - last > minutes * 60000) lock();
  };
  setInterval(check, CHECK);
  document.addEventListener("visibilitychange", check);

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-locks]")) return;
    event.target.closest("dialog[open]")?.close();
    lock();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.altKey && event.code === "KeyL") {
      event.preventDefault();
      lock();
    }
  });
  addEventListener("storage", (event) => {
    if (event.key !== LOCKED) return;
    if (event.newValue) hide();
    else if (isLocked()) unlock();
  });
  addEventListener("pageshow", (event) => { if (event.persisted && localStorage.getItem(LOCKED)) hide(); });

  document.addEventListener("htmx:beforeRequest", (event) => { if (isLocked()) event.preventDefault(); });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 423) {
      event.detail.shouldSwap = false;
      hide();
    }
  });
  // The session is over: what htmx got instead does not replace a part of this page.
  const isSignedOut = ({ xhr }) =>
    xhr.status === 401 || (xhr.responseURL && loginUrl && new URL(xhr.responseURL).pathname === loginUrl);
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isSignedOut(event.detail)) return;
    event.detail.shouldSwap = false;
    tell("You were signed out. What you typed is still here.", { kind: "error", label: "Sign in", retry: away });
  });

  // The server let this page through, so it is unlocked, whatever another tab left behind.
  localStorage.removeItem(LOCKED);
}
