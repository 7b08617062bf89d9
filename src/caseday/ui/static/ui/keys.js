// data-key="c" or "g t" on a link, button or field: pressing it follows, clicks or focuses it. "?" shows them all.
import { open } from "./dialog.js";
import { isLocked } from "./page.js";

const OFF = "caseday:keys-off";
const PAUSE = 1500;
let pressed = "";
let forget;

const isTyping = (target) =>
  target.closest?.("textarea, select, [contenteditable=true], input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
const scope = () => [...document.querySelectorAll("dialog[open]")].at(-1) || document;
const isShown = (element) => element.checkVisibility?.() ?? true;

const find = (keys) => {
  const named = [...scope().querySelectorAll("[data-key]")].filter((e) => e.dataset.key === keys && !e.disabled);
  return named.find(isShown) || named[0];
};
const begins = (keys) => [...scope().querySelectorAll("[data-key]")].some((e) => e.dataset.key.startsWith(`${keys} `));

const act = (element) => {
  if (!element.matches("input, textarea, select")) return element.click();
  if (!isShown(element)) document.querySelector("[data-find-toggle]")?.click();
  element.focus();
  element.select?.();
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || isLocked()) return;
  if (localStorage.getItem(OFF) || isTyping(event.target) || event.key.length > 1) return;
  if (event.key === "?") {
    event.preventDefault();
    return showKeys();
  }
  const keys = pressed ? `${pressed} ${event.key}` : event.key;
  const element = find(keys) || (pressed && find(event.key));
  clearTimeout(forget);
  pressed = "";
  if (element) {
    event.preventDefault();
    act(element);
  } else if (begins(keys)) {
    pressed = keys;
    forget = setTimeout(() => { pressed = ""; }, PAUSE);
  }
});

const labelOf = (element) =>
  element.dataset.keySays || element.getAttribute("aria-label") || element.textContent.replace(/\s+/g, " ").trim();

const showKeys = () => {
  const dialog = document.getElementById("keys");
  if (dialog && !document.querySelector("dialog[open]")) open(dialog);
};

const fill = (dialog) => {
  const seen = new Map([["?", "Show these keys"], ["Ctrl+Alt+L", "Lock the screen"]]);
  for (const e of document.querySelectorAll("[data-key]")) if (!seen.has(e.dataset.key)) seen.set(e.dataset.key, labelOf(e));
  dialog.querySelector("[data-key-list]").replaceChildren(...[...seen].flatMap(([keys, says]) => {
    const term = document.createElement("dt");
    term.append(...keys.split(" ").flatMap((k, i) => {
      const key = Object.assign(document.createElement("kbd"), { textContent: k });
      return i ? [" then ", key] : [key];
    }));
    return [term, Object.assign(document.createElement("dd"), { textContent: says })];
  }));
  dialog.querySelector("[data-keys-on]").checked = !localStorage.getItem(OFF);
};

const dialog = document.getElementById("keys");
if (dialog) {
  new MutationObserver(() => dialog.open && fill(dialog)).observe(dialog, { attributeFilter: ["open"] });
  dialog.querySelector("[data-keys-on]").addEventListener("change", (event) => {
    if (event.target.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
}
