// Cards are drawn again each minute, never the one in which somebody is working, never behind a hidden page.
// On the line of the day a bare focus comes back to its row (plan.js).
const isBusy = (card) => Boolean(card && ((card.id !== "line-card" && card.contains(document.activeElement)) || card.querySelector("details.menu[open]")));
const refresher = () => document.getElementById("refresher");
const refresh = () => refresher() && window.htmx.trigger(refresher(), "refresh");

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id !== "refresher") return;
  const isOpen = document.querySelector("dialog[open]");
  if (document.hidden || isOpen) event.preventDefault();
});

for (const name of ["htmx:oobBeforeSwap", "htmx:beforeSwap"]) {
  document.addEventListener(name, (event) => {
    const target = event.detail.target;
    const isCard = name === "htmx:oobBeforeSwap" || target?.id === "refresher";
    if (isCard && isBusy(target)) event.detail.shouldSwap = false;
  });
}

document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });

// A call logged, hours noted: the list is another one. Later, so that the dialog is empty and focus is back.
document.addEventListener("close", ({ target }) => {
  if (["call", "hours", "capture"].includes(target.id)) setTimeout(() => { document.activeElement?.blur?.(); refresh(); }, 50);
}, true);

// The row that was tapped is gone: who works by keyboard goes on with the card's first button.
const focusAgain = (id) => setTimeout(() => document.querySelector(`#${id} .sides a, #${id} .sides button, #${id} a`)?.focus({ preventScroll: true }), 60);

// Not before the cards are drawn again: a card that holds the focus is left as it is.
let tappedIn = "";
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target.id === "refresher" && tappedIn) {
    focusAgain(tappedIn);
    tappedIn = "";
  }
  if (!event.target.matches?.("[data-then-refresh]")) return;
  tappedIn = event.target.closest("section").id;
  document.activeElement?.blur?.();
  refresh();
});

// After a call's result the next one is at hand: whoever is open now and was not called from this page yet.
const called = new Set();
const queryOf = (link) => link.getAttribute("hx-get");
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.('[data-opens="call"][hx-get]');
  if (link) called.add(queryOf(link));
});
document.addEventListener("htmx:afterSettle", ({ target }) => {
  const done = target.closest?.("#call")?.querySelector("[data-captured]");
  const links = [...document.querySelectorAll('.rows.calls > li:has(.st.open) a[data-opens="call"][hx-get]')];
  const next = links.find((link) => !called.has(queryOf(link)));
  if (!done || !next || done.querySelector("[data-next-call]")) return;
  const row = next.closest("li");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn go" });
  button.dataset.nextCall = "";
  button.textContent = `Next: ${row.querySelector(".main").firstChild.textContent.trim()}`;
  button.addEventListener("click", () => {
    called.add(queryOf(next));
    window.htmx.ajax("GET", queryOf(next), { target: "#call-body" });
  });
  done.querySelector(".row:last-child").prepend(button);
});
