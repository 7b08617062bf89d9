// A form loses nothing over reload, sign-out, dead network or a closed dialog. What is typed is kept per person in this
// tab's session storage from the first character on, and dropped when the server confirms (cookie "stored").
// data-keep="key" names form and record. A form without it goes by page and address, and what was typed is offered instead
// of put back if the record changed meanwhile; data-version="…" does the same for named forms. data-keep="no": not kept.
import { all, cookie, whenReady } from "./page.js";

const PREFIX = `kept:${document.body.dataset.person || "nobody"}:`;
const NEVER = new Set(["csrfmiddlewaretoken", "kept"]);
const WAIT = 250;
const TAB = (sessionStorage.tab ||= crypto.getRandomValues(new Uint32Array(2)).join(""));
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
  if (!blank.has(form)) return;
  const fields = snapshot(form);
  if (typedPart(fields) === blank.get(form)) return sessionStorage.removeItem(key(form));
  const text = JSON.stringify({ fields, at: Date.now(), base: blank.get(form), version: versionOf(form) });
  try { sessionStorage.setItem(key(form), text); } catch { /* full: the form itself still holds it */ }
};

// Previews, look-ups and drafts follow what was put back as if it was typed, once the page has started.
const AFTER_START = 120;
const tellOthers = (control) => control.dispatchEvent(new Event("input", { bubbles: true }));

// Hidden fields say on which state it was typed; put back on another one, only the id of a new record comes along.
const put = (form, fields, onSameState = true) => {
  const values = new Map(fields.filter(([name, , hidden]) => onSameState || !hidden || name === "id#0"));
  const seen = {};
  for (const e of controls(form)) {
    const name = nameOf(e);
    seen[name] = (seen[name] ?? -1) + 1;
    const value = values.get(`${name}#${seen[name]}`);
    if (value === undefined) continue;
    if (typeof value === "boolean") e.checked = value;
    else if (e.multiple) for (const o of e.options) o.selected = value.includes(o.value);
    else e.value = value;
    if (e.type !== "hidden") setTimeout(tellOthers, AFTER_START, e);
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

const ADDRESS = ["hx-post", "hx-put", "hx-patch", "hx-delete", "action"];
// Attributes, because a field named "id" or "action" hides the form's own property of that name.
const addressOf = (form) => ADDRESS.map((name) => form.getAttribute(name)).find(Boolean) || location.pathname;

const isKept = (form) => {
  if (form.getAttribute("method")?.toLowerCase() !== "post" && !form.matches("[hx-post], [hx-put], [hx-patch]")) return false;
  if (form.dataset.keep === "no" || form.querySelector("[type=password], [autocomplete=one-time-code]")) return false;
  return controls(form).some((e) => e.type !== "hidden");
};
const nameForm = (form) => {
  if (form.dataset.keep) return;
  const address = addressOf(form);
  const alike = [...document.querySelectorAll("form")].filter((f) => addressOf(f) === address);
  form.dataset.keep = `${location.pathname}>${address}#${form.getAttribute("id") || alike.indexOf(form)}`;
  form.dataset.keepBlank = "";
};
const versionOf = (form) => ("keepBlank" in form.dataset ? blank.get(form) : form.dataset.version || "");

const begin = (form) => {
  if (blank.has(form) || !isKept(form)) return;
  nameForm(form);
  const fresh = snapshot(form);
  const kept = read(key(form));
  const isRefused = form.querySelector("[data-error-summary]");
  blank.set(form, isRefused ? kept?.base ?? "" : typedPart(fresh));
  addKeyField(form);
  if (!kept || typedPart(kept.fields) === typedPart(fresh)) return;
  if (isRefused) return put(form, kept.fields);
  offer(form, kept, fresh);
};

const offer = (form, kept, fresh) => {
  const discard = () => {
    sessionStorage.removeItem(key(form));
    put(form, fresh);
    form.querySelector("input:not([type=hidden]), textarea")?.focus();
  };
  if (kept.version === versionOf(form)) {
    put(form, kept.fields);
    return notice(form, `Still here from ${hour(kept.at)}, not saved yet.`, [["Discard", discard]]);
  }
  const putBack = () => { put(form, kept.fields, false); store(form); };
  notice(form, `You typed something here at ${hour(kept.at)}; this was changed since.`, [["Put it back", putBack], ["Discard", discard]]);
};

// Tells the server which text of which tab it is, so that its confirmation can name it.
const addKeyField = (form) => {
  const value = encodeURIComponent(`${form.dataset.keep}|${TAB}`);
  if (form.elements.kept) form.elements.kept.value = value;
  else form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "kept", value }));
};

const dropConfirmed = () => {
  const done = decodeURIComponent(cookie("stored") || "").replace(/^"|"$/g, "");
  if (!done.endsWith(`|${TAB}`)) return;
  document.cookie = "stored=; max-age=0; path=/; samesite=lax";
  const name = done.slice(0, -TAB.length - 1);
  const forms = [...document.querySelectorAll("form[data-keep]")].filter((form) => form.dataset.keep === name);
  forms.filter((form) => timers.has(form)).forEach(store);
  const kept = read(PREFIX + name);
  const sent = submitted.get(name);
  submitted.delete(name);
  if (sent && kept && typedPart(kept.fields) !== sent) return;  // typed on while the request was under way
  forms.forEach(settle);
  sessionStorage.removeItem(PREFIX + name);
};

const settle = (form) => {
  if (blank.has(form)) blank.set(form, typedPart(snapshot(form)));
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
const onSent = (form) => {
  if (!form || !blank.has(form)) return;
  store(form);
  submitted.set(form.dataset.keep, typedPart(snapshot(form)));
};
document.addEventListener("submit", (event) => onSent(keptForm(event.target)), true);
document.addEventListener("htmx:beforeSend", ({ detail }) => { if (detail.requestConfig.verb !== "get") onSent(keptForm(detail.elt)); });
document.addEventListener("close", flush, true);
document.addEventListener("htmx:beforeSwap", () => { flush(); dropConfirmed(); });
document.addEventListener("htmx:afterRequest", dropConfirmed);
addEventListener("pagehide", flush);
document.addEventListener("visibilitychange", flush);

dropConfirmed();
whenReady((root) => all(root, "form").forEach(begin));
