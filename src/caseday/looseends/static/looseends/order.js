// Rows of an ordered list can be dragged with a mouse; the menu of each row does the same without one.
let dragged = null;

document.addEventListener("pointerdown", (event) => {
  const row = event.target.closest("[data-order] > li[data-move]");
  if (row) row.draggable = event.pointerType === "mouse" && !event.target.closest("a, button, summary, form");
});

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest("[data-order] > li[data-move]");
  if (dragged) event.dataTransfer.effectAllowed = "move";
});

document.addEventListener("dragover", (event) => {
  const over = event.target.closest("[data-order] > li[data-move]");
  if (!dragged || !over || over === dragged || over.parentNode !== dragged.parentNode) return;
  event.preventDefault();
  const box = over.getBoundingClientRect();
  over.parentNode.insertBefore(dragged, event.clientY < box.top + box.height / 2 ? over : over.nextSibling);
});

document.addEventListener("dragend", () => {
  if (!dragged) return;
  const list = dragged.parentNode;
  const isLike = (row) => row && row.dataset.pinned === dragged.dataset.pinned;
  const place = (row) => Number(row.dataset.place);
  const [above, below] = [dragged.previousElementSibling, dragged.nextElementSibling];
  let to = place(dragged);
  if (isLike(above) && place(above) > to) to = place(above);
  else if (isLike(below) && place(below) < to) to = place(below);
  const surface = list.closest("[data-ends]").dataset.surface;
  window.htmx.ajax("POST", dragged.dataset.move, { target: "#ends", swap: "outerHTML", values: { to, surface } });
  dragged = null;
});
