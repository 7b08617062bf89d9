// The plan on the line of the day: rows are dragged by their grip, menus do the same by key and thumb; a better plan is
// put in place without moving what one looks at.
const card = () => document.getElementById("line-card");
const rowOf = (element) => element?.closest?.("#line-card [data-plan]");
const rows = () => [...document.querySelectorAll("#line-card .line > [data-plan]")];

// A tap on a button of a row: its menu closes, so that the card may be drawn again; then the same row has the focus.
let chosen = "";
document.addEventListener("submit", (event) => {
  if (event.target.id !== "plan-form") return;
  // htmx does not see buttons outside of their form.
  const field = event.target.querySelector("input[name=choice]") || Object.assign(document.createElement("input"), { type: "hidden", name: "choice" });
  field.value = event.submitter?.value || "";
  event.target.append(field);
  const row = rowOf(event.submitter);
  chosen = row?.dataset.plan || chosen;
  for (const menu of card().querySelectorAll("details.menu[open]")) menu.open = false;
  // What was asked before the tap would show the day as it was.
  for (const asking of document.querySelectorAll("#refresher, #line-card .looking")) window.htmx.trigger(asking, "htmx:abort");
  card().querySelector(".looking")?.remove();
}, true);

// What was decided is planned at once; the rest of the page is drawn again in its own time.
const draw = () => window.htmx.ajax("GET", card().dataset.line, { target: "#line-card", swap: "none" });
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target.id !== "plan-form" || !event.detail.successful) return;
  document.activeElement?.blur?.();
  draw();
});

// What stands at the top of the window stays there, whatever grows or goes above it.
let kept = null;
let isUnfolded = [];
const root = document.documentElement;
const bottomOf = () => card().getBoundingClientRect().bottom;
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (event.detail.target?.id !== "line-card" || event.detail.shouldSwap === false) return;
  const row = rowOf(touched) || rows().find((one) => one.getBoundingClientRect().bottom > 0);
  const isAbove = bottomOf() <= 0;
  chosen ||= rowOf(document.activeElement)?.dataset.plan || (card().contains(document.activeElement) ? "head" : "");
  isUnfolded = [...card().querySelectorAll("details.left-out")].map((one) => one.open);
  kept = isAbove ? { bottom: bottomOf() } : row && { key: row.dataset.plan, top: row.getBoundingClientRect().top };
  root.style.overflowAnchor = "none";
});
document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target?.id !== "line-card") return;
  card().querySelectorAll("details.left-out").forEach((one, at) => { one.open = isUnfolded[at] ?? one.open; });
  const find = (key) => rows().find((row) => row.dataset.plan === key);
  const row = kept?.key && find(kept.key);
  const by = kept?.bottom !== undefined ? bottomOf() - kept.bottom : row ? row.getBoundingClientRect().top - kept.top : 0;
  if (by) scrollBy({ top: by, behavior: "instant" });
  requestAnimationFrame(() => requestAnimationFrame(() => { root.style.overflowAnchor = ""; }));
  if (chosen) (find(chosen) || card()).querySelector("summary")?.focus({ preventScroll: true });
  chosen = "";
});

// While a finger or the mouse is down on the card, or a menu of it is open, nothing is swapped under it: the card is
// asked for again when it is let go.
let touched = null;
let released = 0;
let isMissed = false;
const drawMissed = () => {
  if (!isMissed || touched || card().querySelector("details.menu[open]")) return;
  isMissed = false;
  draw();
};
document.addEventListener("pointerdown", (event) => { clearTimeout(released); touched = event.target.closest("#line-card") ? event.target : null; });
for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => { released = setTimeout(() => { touched = null; drawMissed(); }, 250); });
document.addEventListener("toggle", (event) => { if (event.target.matches?.("#line-card details.menu")) drawMissed(); }, true);
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (event.detail.target?.id !== "line-card") return;
  if (touched) event.detail.shouldSwap = false;
  isMissed = Boolean(touched || card().querySelector("details.menu[open]"));
}, true);

let drag = null;
const place = (y) => rows().find((row) => { const box = row.getBoundingClientRect(); return y < box.top + box.height / 2; });
const unmark = () => rows().forEach((row) => row.classList.remove("drop-before", "drop-after", "dragged"));
const end = () => { unmark(); drag = null; };

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button) return;
  event.preventDefault();
  grip.setPointerCapture(event.pointerId);
  drag = { row: rowOf(grip), moved: false };
  drag.row.classList.add("dragged");
});
document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  drag.moved = true;
  unmark();
  drag.row.classList.add("dragged");
  const before = place(event.clientY);
  if (before) before.classList.add("drop-before");
  else rows().at(-1)?.classList.add("drop-after");
});
document.addEventListener("pointerup", (event) => {
  if (!drag) return;
  const { row, moved } = drag;
  const before = place(event.clientY);
  const at = before ? before.dataset.at : rows().at(-1)?.dataset.until;
  end();
  if (!moved || before === row || before === row.nextElementSibling || !at) return;
  const choice = new URLSearchParams({ verb: "move", key: row.dataset.plan, title: row.dataset.moves, at });
  chosen = row.dataset.plan;
  const form = document.getElementById("plan-form");
  const button = Object.assign(document.createElement("button"), { name: "choice", value: String(choice), hidden: true });
  form.append(button);
  form.requestSubmit(button);
  button.remove();
});
document.addEventListener("pointercancel", () => drag && end());
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && drag) end(); });

// What opens a dialog from a menu leaves no menu behind it.
document.addEventListener("click", ({ target }) => {
  const menu = target.closest?.("#line-card details.menu [data-opens]")?.closest("details");
  if (menu) menu.open = false;
});
