// Tabs inside a page: [role=tablist] > button[role=tab][aria-controls]; arrows move between them.
import { all, whenReady } from "./page.js";

const select = (tab) => {
  for (const other of tab.closest("[role=tablist]").querySelectorAll("[role=tab]")) {
    const on = other === tab;
    other.setAttribute("aria-selected", String(on));
    other.tabIndex = on ? 0 : -1;
    const panel = document.getElementById(other.getAttribute("aria-controls"));
    if (panel) panel.hidden = !on;
  }
};

document.addEventListener("click", (event) => {
  const tab = event.target.closest("[role=tab]");
  if (tab) select(tab);
});
document.addEventListener("keydown", (event) => {
  const tab = event.target.closest?.("[role=tab]");
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!tab || !step) return;
  const list = [...tab.closest("[role=tablist]").querySelectorAll("[role=tab]")];
  const next = list[(list.indexOf(tab) + step + list.length) % list.length];
  next.focus();
  select(next);
});

whenReady((root) => all(root, "[role=tab][aria-selected=true]").forEach(select));
