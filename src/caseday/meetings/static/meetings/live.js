// What is typed in a meeting saves itself. Where it cannot be sent it stays in this tab (ui/keep.js) and is sent again
// (ui/offline.js); here it is said beside the text, and leaving a field saves it at once.
const autosaved = (target) => target?.closest?.("form[data-autosave]");

const failed = ({ detail }) => {
  const line = autosaved(detail.elt)?.querySelector("[role=status]");
  if (!line) return;
  line.textContent = "Not saved yet. It is kept on this phone, and sent when there is a connection.";
  line.classList.add("unsaved");
};

document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:timeout", failed);
document.addEventListener("focusout", ({ target }) => {
  const form = autosaved(target);
  const text = form?.elements.text;
  if (text && text.value !== form.elements.base.value) window.htmx.trigger(form, "retry");
});
