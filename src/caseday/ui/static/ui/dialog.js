// data-opens="id" opens a dialog, data-closes closes it; the answer header HX-Trigger: caseday:close closes it too.
const plainClick = (event) => !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener && plainClick(event)) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (!dialog) return;
    event.preventDefault();
    opener.closest("dialog[open]")?.close();
    open(dialog);
    return;
  }
  const closer = event.target.closest("[data-closes]");
  if (closer) closer.closest("dialog")?.close();
  else if (isVeil(event)) event.target.close();
});

// A click beside the dialog closes it, unless something is being typed in it.
const isVeil = (event) => {
  if (event.target.tagName !== "DIALOG" || !event.target.classList.contains("box") || event.target.querySelector("form[data-keep], form.form")) return false;
  const box = event.target.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
};

export const open = (dialog) => {
  if (!dialog.open) dialog.showModal();
};

document.addEventListener("caseday:close", (event) => {
  (event.target.closest?.("dialog[open]") || [...document.querySelectorAll("dialog.box[open]")].at(-1))?.close();
});

// Later, so that keep.js has read what was typed.
document.addEventListener("close", ({ target }) => {
  if (target.matches?.("[data-empties]")) setTimeout(() => { if (!target.open) target.querySelector(".dialog-body").replaceChildren(); });
}, true);

document.addEventListener("htmx:afterSettle", (event) => {
  const dialog = event.target.closest?.("dialog[open]");
  if (!dialog || event.target.querySelector("[data-error-summary]")) return;
  if (dialog.contains(document.activeElement) && document.activeElement.matches("input, textarea, select")) return;
  (event.target.querySelector("[autofocus]") || event.target.querySelector("textarea, input:not([type=hidden]), select"))?.focus();
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
