// Keys of the inbox: j and k go through the messages, f and 1 to 3 file the one that has the focus, a sets it aside.
import { tell } from "../ui/page.js";

const rows = () => [...document.querySelectorAll("[data-message]")];
const here = () => document.activeElement?.closest?.("[data-message]");
const go = (row) => {
  row?.querySelector(".words a")?.focus();
  row?.scrollIntoView({ block: "nearest" });
};

const beside = (step) => {
  const all = rows();
  const at = all.indexOf(here());
  return all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
};

const file = (place) => {
  const row = here() || rows()[0];
  const button = row?.querySelectorAll(".suggest button[name=case]")[place];
  if (button) return button.click();
  if (!row) return;
  if (place) return tell("There are fewer suggestions.");
  row.querySelector(".suggest a")?.click();
};

const DOES = {
  next: () => go(beside(1)),
  previous: () => go(beside(-1)),
  first: () => file(0),
  second: () => file(1),
  third: () => file(2),
  aside: () => (here() || rows()[0])?.querySelector(".aside")?.click(),
  undo: () => {
    const undo = [...document.querySelectorAll("#notices [data-undo] button")].at(-2);
    if (undo) undo.click();
    else tell("Nothing to undo.");
  },
};

document.addEventListener("click", (event) => DOES[event.target.closest?.("[data-inbox-does]")?.dataset.inboxDoes]?.());

// The focus stays in the list when a row goes.
let next;
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const row = detail.target.closest?.("[data-message]");
  if (!row || detail.isError) return;
  const all = rows();
  const at = all.indexOf(row);
  next = { row: all[at + 1] || all[at - 1], keeps: row.contains(document.activeElement) || document.activeElement === document.body };
});
// A row that goes leaves nothing to settle: the end of the request is waited for.
document.addEventListener("htmx:afterRequest", () => setTimeout(() => {
  if (!next) return;
  const { row, keeps } = next;
  next = undefined;
  if (!row && document.querySelector("[data-inbox]")) return location.reload();
  if (keeps) go(row);
}));
