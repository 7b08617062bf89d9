// Marks words to look at again, behind the text and in a list beside it; puts a suggestion in when asked to.
import { csrf } from "../ui/page.js";

const WAIT = 700;
const KINDS = { overused: "used often", speaker: "who speaks?", opinion: "opinion", abbreviation: "abbreviation", vague: "vague", judging: "judging", absolute: "absolute" };
let form;
let marks = {};
let timer;
let here = null;

const fields = () => [...form.querySelectorAll("[data-section]")];
const flat = () => fields().flatMap((field) => (marks[field.dataset.section] || []).map((mark) => ({ ...mark, field })));

export const watchWording = (editor) => {
  form = editor;
  form.addEventListener("input", (event) => { if (event.target.dataset.section) { shift(event.target); later(); } });
  document.addEventListener("selectionchange", follow);
  document.addEventListener("keydown", onKey);
  document.querySelector("[data-marks]").addEventListener("click", onClick);
  ask();
};
export const drawMarks = () => { marks = {}; paint(); later(); };

const later = () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); };

const ask = async () => {
  const body = new URLSearchParams();
  for (const field of fields()) body.set(field.name, field.value);
  const asked = body.toString();
  try {
    const answer = await fetch(form.dataset.wording, { method: "POST", credentials: "same-origin", headers: { "X-CSRFToken": csrf() }, body });
    if (!answer.ok) return;
    const said = await answer.json();
    const now = new URLSearchParams(fields().map((field) => [field.name, field.value])).toString();
    if (now !== asked) return later();
    marks = said.marks;
    count(said.certainty);
    paint();
  } catch { /* without a connection there are no marks; the text is safe */ }
};

const count = ({ fact = 0, report = 0, opinion = 0 } = {}) => {
  const words = [[fact, "fact"], [report, "report"], [opinion, "opinion"]].filter(([n]) => n).map(([n, word]) => `${n} ${word}${n === 1 ? "" : "s"}`);
  document.querySelector("[data-certainty]").textContent = words.join(" · ");
};

// While the answer is on its way, marks behind the typed place move along, touched ones go.
const shift = (field) => {
  const known = marks[field.dataset.section] || [];
  const caret = field.selectionStart;
  const old = field.dataset.was ?? field.value;
  const moved = field.value.length - old.length;
  field.dataset.was = field.value;
  marks[field.dataset.section] = known.flatMap((mark) => {
    if (mark.end < caret - Math.max(moved, 0)) return [mark];
    const next = { ...mark, start: mark.start + moved, end: mark.end + moved };
    return field.value.slice(next.start, next.end) === mark.word ? [next] : [];
  });
  paint();
};

const paint = () => {
  for (const field of fields()) paintBehind(field);
  paintList();
};

const paintBehind = (field) => {
  field.dataset.was = field.value;
  const parts = [];
  let at = 0;
  for (const mark of marks[field.dataset.section] || []) {
    parts.push(field.value.slice(at, mark.start));
    const shown = Object.assign(document.createElement("mark"), { className: mark.kind + (same(mark, field) ? " here" : ""), textContent: field.value.slice(mark.start, mark.end) });
    parts.push(shown);
    at = mark.end;
  }
  parts.push(`${field.value.slice(at)}\n`);
  field.previousElementSibling.replaceChildren(...parts);
};

const same = (mark, field) => here && here.field === field && here.start === mark.start && here.kind === mark.kind;

const paintList = () => {
  const list = document.querySelector("[data-marks]");
  const found = flat();
  document.querySelector("[data-no-marks]").hidden = found.length > 0;
  const shown = new Map();
  found.forEach((mark, place) => {
    const name = `${mark.kind} ${mark.word.toLowerCase()}`;
    const known = shown.get(name);
    if (!known) shown.set(name, { mark, place, times: 1 });
    else shown.set(name, { ...known, times: known.times + 1, ...(same(mark, mark.field) ? { mark, place } : {}) });
  });
  list.replaceChildren(...[...shown.values()].slice(0, 30).map(({ mark, place, times }) => row(mark, place, times)));
};

const row = (mark, place, times) => {
  const item = document.createElement("li");
  item.classList.toggle("here", Boolean(same(mark, mark.field)));
  item.dataset.place = place;
  const main = Object.assign(document.createElement("button"), { type: "button", className: "word", textContent: `“${mark.word}”` });
  main.dataset.goes = place;
  const chip = Object.assign(document.createElement("span"), { className: `chip ${["judging", "speaker", "opinion"].includes(mark.kind) ? "stop" : "muted"}`, textContent: KINDS[mark.kind] });
  const why = Object.assign(document.createElement("span"), { className: "why" });
  why.append(mark.message);
  item.append(main, " ", chip, ...(times > 1 ? [` ${times} times`] : []), why);
  if (mark.suggestions.length) {
    const row = Object.assign(document.createElement("div"), { className: "row" });
    row.append(...mark.suggestions.map((text, index) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "btn small", textContent: text });
      button.dataset.puts = index;
      button.dataset.place = place;
      return button;
    }));
    item.append(row);
  }
  return item;
};

const onClick = (event) => {
  const puts = event.target.closest("[data-puts]");
  if (puts) return put(flat()[puts.dataset.place], Number(puts.dataset.puts));
  const goes = event.target.closest("[data-goes]");
  if (goes) go(flat()[goes.dataset.goes]);
};

const go = (mark) => {
  if (!mark) return;
  here = mark;
  mark.field.focus();
  mark.field.setSelectionRange(mark.start, mark.end);
  paint();
};

const put = (mark, index) => {
  const text = mark?.suggestions[index];
  if (!text) return;
  const { field } = mark;
  field.focus();
  field.setSelectionRange(mark.start, mark.end);
  // Keeps the field's own undo, which setting its value would throw away.
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, mark.start, mark.end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  here = null;
  later();
};

const follow = () => {
  const field = document.activeElement;
  if (!form || !field?.dataset?.section) return;
  const at = field.selectionStart;
  const found = flat().find((mark) => mark.field === field && mark.start <= at && at <= mark.end);
  if (found?.start === here?.start && found?.field === here?.field) return;
  here = found || null;
  paint();
};

const onKey = (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !form.contains(document.activeElement)) return;
  const number = ["Digit1", "Digit2", "Digit3"].indexOf(event.code);
  if (number >= 0) {
    const mark = here || nearest();
    if (!mark) return;
    event.preventDefault();
    put(mark, number);
  } else if (event.code === "ArrowDown" || event.code === "ArrowUp") {
    event.preventDefault();
    step(event.code === "ArrowDown" ? 1 : -1);
  }
};

const nearest = () => {
  const field = document.activeElement;
  const before = flat().filter((mark) => mark.field === field && mark.end <= field.selectionStart && mark.suggestions.length);
  return before.at(-1);
};

const step = (by) => {
  const found = flat();
  if (!found.length) return;
  const place = found.findIndex((mark) => same(mark, mark.field));
  go(found[(place + by + found.length) % found.length]);
};
