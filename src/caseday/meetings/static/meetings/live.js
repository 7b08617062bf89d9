// What is typed in a meeting saves itself. Where it cannot be sent it stays in this tab (ui/keep.js) and is tried again.
const WAIT = 4000;
const waiting = new Set();

const form = (event) => event.detail?.elt?.closest?.("form[data-autosave]");
const say = (one, text) => {
  const line = one.querySelector("[role=status]");
  if (!line) return;
  line.textContent = text;
  line.classList.toggle("unsaved", Boolean(text));
};

const failed = (event) => {
  const one = form(event);
  if (!one) return;
  waiting.add(one);
  say(one, "Not saved yet. It is kept on this phone, and sent when there is a connection.");
};

const again = () => {
  for (const one of [...waiting]) {
    waiting.delete(one);
    if (one.isConnected) window.htmx.trigger(one, "retry");
  }
};

for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, failed);
document.addEventListener("htmx:responseError", (event) => { if (event.detail.xhr.status >= 500) failed(event); });
document.addEventListener("htmx:afterRequest", (event) => { const one = form(event); if (one && event.detail.successful) waiting.delete(one); });
addEventListener("online", again);
setInterval(again, WAIT);

// What waits to be sent goes at once when one leaves the field or the page.
document.addEventListener("focusout", (event) => {
  const one = event.target.closest?.("form[data-autosave]");
  const text = one?.elements.text;
  if (text && text.value !== one.elements.base.value) window.htmx.trigger(one, "retry");
});
