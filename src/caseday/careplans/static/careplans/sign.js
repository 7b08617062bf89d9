// Signing with a finger, pen or mouse: strokes become an SVG path of moves and lines in a hidden field. What is not a
// drawn signature hides the box.
import { whenReady, all } from "../ui/page.js";

const LONGEST = 20000;
const NEAR = 3;

const ready = (ink) => {
  if (ink.dataset.ready) return;
  ink.dataset.ready = "yes";
  const canvas = ink.querySelector("canvas");
  const field = document.getElementById(ink.dataset.for);
  const state = ink.querySelector("[data-ink-state]");
  const pen = canvas.getContext("2d");
  const width = Number(ink.dataset.width);
  const height = Number(ink.dataset.height);
  let last = null;
  let path = field.value;

  const within = (value, most) => Math.min(Math.max(Math.round(value), 0), most);
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [within((event.clientX - box.left) * width / box.width, width), within((event.clientY - box.top) * height / box.height, height)];
  };
  const put = () => {
    field.value = path;
    state.textContent = path ? "Drawn" : "Nothing drawn yet";
  };
  const stroke = ([x, y], [toX, toY]) => {
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(toX, toY);
    pen.stroke();
  };
  const redraw = () => {
    pen.clearRect(0, 0, width, height);
    Object.assign(pen, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: "#000" });
    let from = null;
    for (const [, kind, x, y] of path.matchAll(/([ML])(\d+) (\d+)/g)) {
      const to = [Number(x), Number(y)];
      if (kind === "L" && from) stroke(from, to);
      from = to;
    }
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (path.length > LONGEST - 20) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    path += `M${last[0]} ${last[1]}`;
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const to = at(event);
    const isNear = Math.hypot(to[0] - last[0], to[1] - last[1]) < NEAR;
    if (isNear || path.length > LONGEST - 20) return;
    path += `L${to[0]} ${to[1]}`;
    stroke(last, to);
    last = to;
  });
  for (const name of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(name, () => { last = null; put(); });
  }
  ink.querySelector("[data-ink-clears]").addEventListener("click", () => { path = ""; redraw(); put(); });

  const form = ink.closest("form");
  const show = () => {
    const method = form.elements.method.value;
    ink.hidden = method !== "drawn";
    const reason = form.elements.declined_reason?.closest(".field");
    if (reason) reason.hidden = method !== "declined";
  };
  form.addEventListener("change", show);
  redraw();
  put();
  show();
};

whenReady((root) => all(root, "[data-ink]").forEach(ready));
