// A form with data-keep="key" loses nothing over reload, sign-out, dead network or a closed dialog. Kept per person in
// this tab's session storage from the first typed character on; dropped when the server confirms (cookie "stored").
// data-version="…" says which state of the record the form shows: text typed on another one is offered, not put back.
import { all, cookie, whenReady } from "./page.js";

const PREFIX = `kept:${document.body.dataset.person || "nobody"}:`;
const NEVER = new Set(["csrfmiddlewaretoken", "kept"]);
const WAIT = 250;
const timers = new WeakMap();
const blank = new WeakMap();
const submitted = new Map();

const controls = (form) => [...form.elements].filter((e) =>
  e.name && !NEVER.has(e.name) && !["password", "file", "submit", "button", "reset"].includes(e.type) && !("keepNot" in e.dataset));

const valueOf = (e) => {
  if (e.type === "checkbox" || e.type === "radio") return e.checked;
  return e.multiple ? [...e.selectedOptions].map((o) => o.value) : e.value;
};
const nameOf = (e) => (e.type === "checkbox" || e.type === "radio" ? `${e.name}=${e.value}` : e.name);

const snapshot = (form) => {
  const seen = {};
  return controls(form).map((e) => {
    const name = nameOf(e);
    seen[name] = (seen[name] ?? -1) + 1;
    return [`${name}#${seen[name]}`, valueOf(e), e.type === "hidden"];
  });
};
const typedPart = (fields) => JSON.stringify(fields.filter(([, , hidden]) => !hidden));

const key = (form) => PREFIX + form.dataset.keep;
const read = (name) => {
  try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; }
};

const store = (form) => {
  clearTimeout(timers.get(form));
  timers.delete(form);
  const fields = snapshot(form);
  if (typedPart(fields) === blank.get(form)) return sessionStorage.removeItem(key(form));
  const text = JSON.stringify({ fields, at: Date.now(), version: form.dataset.version || "" });
  try { sessionStorage.setItem(key(form), text); } catch { /* full: the form itself still holds it */ }
};

const put = (form, fields) => {
  const values = new Map(fields);
  const seen = {};
  for (const e of controls(form)) {
    const name = nameOf(e);
    seen[name] = (seen[name] ?? -1) + 1;
    const value = values.get(`${name}#${seen[name]}`);
    if (value === undefined) continue;
    if (typeof value === "boolean") e.checked = value;
    else if (e.multiple) for (const o of e.options) o.selected = value.includes(o.value);
    else e.value = value;
    if (e.type !== "hidden") e.dispatchEvent(new Event("caseday:put-back", { bubbles: true }));
  }
};

const notice = (form, text, buttons) => {
  form.querySelector(":scope > .kept")?.remove();
  const line = Object.assign(document.createElement("div"), { className: "kept" });
  line.setAttribute("role", "status");
  line.append(Object.assign(document.createElement("span"), { textContent: text }));
  for (const [label, act] of buttons) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn quiet small", textContent: label });
    button.addEventListener("click", () => { line.remove(); act(); });
    line.append(button);
  }
  form.prepend(line);
};

const hour = (at) => {
  const options = { hour: "numeric", minute: "2-digit", hourCycle: "h23", timeZone: document.body.dataset.zone || undefined };
  return new Intl.DateTimeFormat("en-US", options).format(at).replace(/^0/, "");
};

const begin = (form) => {
  if (blank.has(form)) return;
  const fresh = snapshot(form);
  blank.set(form, typedPart(fresh));
  addKeyField(form);
  const kept = read(key(form));
  if (!kept || typedPart(kept.fields) === blank.get(form)) return;
  const discard = () => { sessionStorage.removeItem(key(form)); put(form, fresh); form.querySelector("input:not([type=hidden]), textarea")?.focus(); };
  if (form.querySelector("[data-error-summary]")) return put(form, kept.fields);
  if (kept.version !== (form.dataset.version || "")) {
    return notice(form, `You typed something here at ${hour(kept.at)}; this was changed since.`, [
      ["Put it back", () => put(form, kept.fields)], ["Discard", discard]]);
  }
  put(form, kept.fields);
  notice(form, `Still here from ${hour(kept.at)}, not saved yet.`, [["Discard", discard]]);
};

// Tells the server which text it is, so that its confirmation can name it.
const addKeyField = (form) => {
  if (form.elements.kept) return;
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "kept", value: form.dataset.keep }));
};

const dropConfirmed = () => {
  const done = cookie("stored");
  if (!done) return;
  const name = decodeURIComponent(done.replace(/^"|"$/g, ""));
  const kept = read(PREFIX + name);
  const sent = submitted.get(name);
  document.cookie = "stored=; max-age=0; path=/; samesite=lax";
  // Typed on while the request was under way: that stays.
  if (!sent || !kept || typedPart(kept.fields) === sent) {
    for (const form of document.querySelectorAll("form[data-keep]")) if (form.dataset.keep === name) settle(form);
    sessionStorage.removeItem(PREFIX + name);
  }
  submitted.delete(name);
};

const settle = (form) => {
  clearTimeout(timers.get(form));
  timers.delete(form);
  blank.set(form, typedPart(snapshot(form)));
  form.querySelector(":scope > .kept")?.remove();
};

const keptForm = (target) => target.form?.closest?.("form[data-keep]") || target.closest?.("form[data-keep]");
const onTyped = (event) => {
  const form = keptForm(event.target);
  if (!form) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(store, WAIT, form));
};
const flush = () => { for (const form of document.querySelectorAll("form[data-keep]")) if (timers.has(form)) store(form); };

document.addEventListener("input", onTyped);
document.addEventListener("change", onTyped);
document.addEventListener("caseday:typed", onTyped);
document.addEventListener("submit", (event) => {
  const form = keptForm(event.target);
  if (!form) return;
  store(form);
  submitted.set(form.dataset.keep, typedPart(snapshot(form)));
}, true);
document.addEventListener("close", flush, true);
document.addEventListener("htmx:beforeSwap", flush);
document.addEventListener("htmx:afterRequest", dropConfirmed);
addEventListener("pagehide", flush);
document.addEventListener("visibilitychange", flush);

dropConfirmed();
whenReady((root) => all(root, "form[data-keep]").forEach(begin));
