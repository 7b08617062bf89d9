// Papers of a packet in their order: dragged with a mouse, or moved by the arrows of each row. Without this script
// the arrows send the form, and the server answers in the new order.
let dragged = null;

const rowOf = (target) => target.closest?.("[data-orders] > li");

document.addEventListener("click", (event) => {
  const button = event.target.closest('[data-orders] button[name="up"], [data-orders] button[name="down"]');
  if (!button) return;
  event.preventDefault();
  const row = rowOf(button);
  const other = button.name === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  button.name === "up" ? other.before(row) : other.after(row);
  button.focus();
  moved(row);
});

document.addEventListener("keydown", (event) => {
  const row = rowOf(event.target);
  if (!row || !event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  event.preventDefault();
  const other = event.key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  event.key === "ArrowUp" ? other.before(row) : other.after(row);
  event.target.focus();
  moved(row);
});

document.addEventListener("pointerdown", (event) => {
  const row = rowOf(event.target);
  if (row) row.draggable = event.pointerType === "mouse" && !event.target.closest("a, button, input");
});

document.addEventListener("dragstart", (event) => {
  dragged = rowOf(event.target);
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  dragged.classList.add("dragged");
});

document.addEventListener("dragover", (event) => {
  const over = rowOf(event.target);
  if (!dragged || !over || over === dragged || over.parentNode !== dragged.parentNode) return;
  event.preventDefault();
  const box = over.getBoundingClientRect();
  event.clientY < box.top + box.height / 2 ? over.before(dragged) : over.after(dragged);
});

document.addEventListener("dragend", () => {
  if (!dragged) return;
  dragged.classList.remove("dragged");
  moved(dragged);
  dragged = null;
});

function moved(row) {
  const place = [...row.parentNode.children].indexOf(row) + 1;
  const says = row.closest("form").querySelector("[data-order-says]");
  if (says) says.textContent = `${row.querySelector(".main").textContent.trim()}: place ${place}`;
}
