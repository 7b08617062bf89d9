// A note saves itself while one types: at once in this browser, shortly after on the server. What the server has not
// acknowledged stays here through reload, sign-out and dead network. An older version never overwrites a newer one.
import { csrf } from "../ui/page.js";
import { drawMarks, watchWording } from "./wording.js";

const WAIT = 900;
const AGAIN = 8000;
// A demonstration may run at another hour than this computer.
const AHEAD = document.body.dataset.now ? Date.parse(document.body.dataset.now) - Date.now() : 0;
const form = document.querySelector("[data-editor]");

const fieldsOf = () => [...form.querySelectorAll("[data-section]")];
const sectionsOf = () => Object.fromEntries(fieldsOf().map((field) => [field.dataset.section, field.value]));
const value = (name) => form.elements[name]?.value || "";

const KEY = `draft:${document.body.dataset.person || "nobody"}:${form.dataset.draft}`;
const shown = form.querySelector("[data-saved]");
// As the server sent it: what was typed before this ran counts as typed.
const served = () => Object.fromEntries(fieldsOf().map((field) => [field.dataset.section, field.defaultValue.replace(/\r\n?/g, "\n")]));
let acknowledged = JSON.stringify([value("format"), served(), form.elements.reason?.defaultValue || ""]);
let timer;
let sending = null;
let halted = false;

const present = () => JSON.stringify([value("format"), sectionsOf(), value("reason")]);
const say = (text) => { shown.textContent = text; };

const keepHere = () => {
  const [format, sections, reason] = JSON.parse(present());
  const kept = { format, sections, reason, version: Number(value("version")), id: value("id"), at: Date.now() };
  try { localStorage.setItem(KEY, JSON.stringify(kept)); } catch { /* full: the page itself still holds it */ }
};

const body = () => ({
  id: value("id"), activity: value("activity"), appointment: value("appointment"), kind: value("kind"), amends: value("amends"),
  format: value("format"), reason: value("reason"), version: Number(value("version")), sections: sectionsOf(),
});

const later = (wait = WAIT) => { clearTimeout(timer); timer = setTimeout(save, wait); };

const save = async () => {
  if (halted || sending || present() === acknowledged) return;
  const text = present();
  say("Saving…");
  try {
    sending = fetch(form.dataset.saves, {
      method: "POST", credentials: "same-origin", redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf(), Accept: "application/json" }, body: JSON.stringify(body()),
    });
    const answer = await sending;
    await heard(answer, text);
  } catch {
    say("No connection: kept in this browser, sent by itself later");
    later(AGAIN);
  } finally {
    sending = null;
    if (!halted && present() !== acknowledged && present() !== text) later();
  }
};

const heard = async (answer, text) => {
  const said = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
  if (answer.ok && said.state === "stored") return stored(said, text);
  if (answer.status === 409) return differs(said);
  if (answer.status === 422) return say(Object.values(said.problems || {}).join(" "));
  say(answer.status === 0 || answer.status === 401 || answer.status === 403 ? "Signed out: kept in this browser. Sign in again to go on." : "Kept in this browser, sent by itself later");
  later(AGAIN);
};

const stored = (said, text) => {
  acknowledged = text;
  check(said.checks);
  form.elements.id.value = said.id;
  form.elements.version.value = said.version;
  if (!form.elements.activity) {
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "activity", value: said.activity });
    form.append(field);
    history.replaceState(null, "", `${location.pathname}?activity=${said.activity}`);
  }
  if (present() === text) localStorage.removeItem(KEY);
  else keepHere();
  say(`Draft saved ${new Intl.DateTimeFormat("en-US", { hour: "numeric", minute: "2-digit", hourCycle: "h23", timeZone: document.body.dataset.zone || undefined }).format(Date.now() + AHEAD).replace(/^0/, "")}`);
};

// Numbers and sides in the text that contradict the case; each with its word, none changed by itself.
const check = (sentences = []) => {
  const list = document.querySelector("[data-checks]");
  list.replaceChildren(...sentences.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })));
  list.closest("[data-checks-card]").hidden = !sentences.length;
};

const differs = (said) => {
  halted = true;
  localStorage.removeItem(KEY);
  say("");
  const link = Object.assign(document.createElement("a"), { href: said.versions, className: "btn small", textContent: "Look at both" });
  const note = Object.assign(document.createElement("div"), { className: "note said" });
  note.setAttribute("role", "alert");
  note.append("This note was also typed in another tab. Nothing was overwritten. ", link);
  form.before(note);
};

// Whether something was put back.
const putBack = () => {
  let kept;
  try { kept = JSON.parse(localStorage.getItem(KEY)); } catch { kept = null; }
  if (!kept) return false;
  if (JSON.stringify([kept.format, kept.sections, kept.reason]) === acknowledged) {
    localStorage.removeItem(KEY);
    return false;
  }
  form.elements.version.value = kept.version;
  if (kept.version === 0 && !form.elements.id.value) form.elements.id.value = kept.id;
  const show = () => {
    for (const field of fieldsOf()) field.value = kept.sections[field.dataset.section] ?? field.value;
    if (form.elements.reason) form.elements.reason.value = kept.reason;
    say("Put back what you had typed here");
    later(50);
    drawMarks();
  };
  if (kept.format !== value("format")) fill(Object.entries(kept.sections).map(([slug, text]) => ({ slug, text, word: slug, hint: "" })), kept.format);
  show();
  return true;
};

const typed = () => {
  keepHere();
  say("");
  later();
};

form.addEventListener("input", (event) => {
  if (event.target.matches("[data-section], [name=reason]") && !halted) typed();
});

// Signing sends what the page holds; nothing may be typed over it meanwhile.
form.addEventListener("submit", () => { clearTimeout(timer); halted = true; setTimeout(() => { halted = false; }, 8000); });
addEventListener("pageshow", () => { halted = false; });
addEventListener("online", () => later(50));
document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.contains(event.target)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-signs]"));
  }
});

const fill = (sections, format) => {
  const holder = form.querySelector("[data-sections]");
  holder.replaceChildren(...sections.map(({ slug, word, hint, text }) => {
    const field = Object.assign(document.createElement("div"), { className: "field section" });
    const label = Object.assign(document.createElement("label"), { htmlFor: `section-${slug}`, textContent: word });
    const marked = Object.assign(document.createElement("div"), { className: "marked" });
    const behind = Object.assign(document.createElement("div"), { className: "behind" });
    behind.setAttribute("aria-hidden", "true");
    const area = Object.assign(document.createElement("textarea"), { id: `section-${slug}`, name: `section-${slug}`, value: text, spellcheck: true });
    area.dataset.section = slug;
    const help = Object.assign(document.createElement("div"), { className: "help", id: `hint-${slug}`, textContent: hint });
    area.setAttribute("aria-describedby", help.id);
    marked.append(behind, area);
    field.append(label, marked, help);
    return field;
  }));
  form.elements.format.value = format;
  for (const button of form.querySelectorAll("[data-format]")) button.setAttribute("aria-pressed", String(button.dataset.format === format));
};

const switchTo = async (format) => {
  const fields = new URLSearchParams({ to: format, case: value("case") });
  for (const [slug, text] of Object.entries(sectionsOf())) fields.set(`section-${slug}`, text);
  try {
    const answer = await fetch(form.dataset.switches, { method: "POST", credentials: "same-origin", headers: { "X-CSRFToken": csrf() }, body: fields });
    if (!answer.ok) return;
    const { sections, format: chosen } = await answer.json();
    const wasTyped = present() !== acknowledged || Number(value("version")) > 0;
    fill(sections, chosen);
    if (wasTyped) { keepHere(); later(50); } else acknowledged = present();
    drawMarks();
  } catch { say("No connection: the format can be switched later"); }
};

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-format]");
  if (button && button.dataset.format !== value("format")) switchTo(button.dataset.format);
});

watchWording(form);
if (!putBack() && present() !== acknowledged) typed();
