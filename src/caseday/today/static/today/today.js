// Cards are drawn again each minute, never the one in which somebody is working, never behind a hidden page.
const isBusy = (card) => Boolean(card && (card.contains(document.activeElement) || card.querySelector("details[open]")));
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

document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.target.matches?.("[data-then-refresh]")) return;
  document.activeElement?.blur?.();
  refresh();
});
