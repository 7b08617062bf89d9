// Chosen files stay in the page until they are stored: dropped, picked or photographed one after the other, in an order that
// can be changed. What is too large is said before it is sent.
import { whenReady } from "../ui/page.js";

const PICTURE = /\.(jpe?g|png|heic|heif|tiff?)$/i;
const size = (bytes) => (bytes < 1048576 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
const make = (tag, fields = {}) => Object.assign(document.createElement(tag), fields);

const begin = (form) => {
  const input = form.querySelector("[data-files]");
  const list = form.querySelector("[data-chosen]");
  const onePaper = form.querySelector("[data-one-paper]");
  const problems = form.querySelector("#upload-problems");
  const largest = Number(form.dataset.largest);
  let files = [];

  const isTooLarge = (file) => file.size > largest;
  const row = (file, place) => {
    const li = make("li");
    const buttons = make("div", { className: "do" });
    const button = (label, text, act) => {
      const one = make("button", { type: "button", className: "btn quiet small", textContent: label });
      one.append(make("span", { className: "sr", textContent: ` ${text}` }));
      one.addEventListener("click", () => { act(); show(); });
      buttons.append(one);
    };
    if (place) button("Up", file.name, () => files.splice(place - 1, 2, file, files[place - 1]));
    button("Remove", file.name, () => files.splice(place, 1));
    const why = make("div", { className: "why", textContent: size(file.size) });
    if (isTooLarge(file)) {
      why.classList.add("stop");
      why.textContent = `${size(file.size)}: larger than ${form.dataset.largestWords}. Scan it in black and white, or split it.`;
    } else if (!file.size) {
      why.classList.add("stop");
      why.textContent = "It is empty. Save it again where it comes from.";
    }
    li.append(make("div", { className: "main", textContent: file.name }), why, buttons);
    return li;
  };
  const show = () => {
    const chosen = new DataTransfer();
    for (const file of files) chosen.items.add(file);
    input.files = chosen.files;
    list.hidden = !files.length;
    list.replaceChildren(...files.map(row));
    onePaper.hidden = files.length < 2 || !files.every((file) => PICTURE.test(file.name));
  };
  const take = (more) => {
    const known = new Set(files.map((file) => `${file.name} ${file.size} ${file.lastModified}`));
    files = [...files, ...[...more].filter((file) => !known.has(`${file.name} ${file.size} ${file.lastModified}`))];
    problems.replaceChildren();
    show();
  };

  input.addEventListener("change", () => take(input.files));
  const camera = form.querySelector("[data-camera]");
  camera.addEventListener("change", () => { take(camera.files); camera.value = ""; });
  const zone = form.querySelector("[data-drop]");
  for (const name of ["dragover", "dragenter"]) document.addEventListener(name, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    zone.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) zone.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    zone.classList.remove("over");
    take(event.dataTransfer.files);
  });

  const refuse = (text) => {
    const box = make("div", { className: "error-summary", tabIndex: -1 });
    box.setAttribute("role", "alert");
    box.append(make("h2", { textContent: "Not sent yet" }), make("p", { textContent: text }));
    problems.replaceChildren(box);
    box.focus();
  };
  form.addEventListener("htmx:configRequest", (event) => {
    if (event.target !== form) return;
    if (!files.length) { event.preventDefault(); return refuse("Choose a file or take a photo first."); }
    const large = files.find(isTooLarge);
    if (large) { event.preventDefault(); refuse(`${large.name} is larger than ${form.dataset.largestWords}, the most that a paper may have. Scan it in black and white, or split it, and add the parts.`); }
  });
  const meter = form.querySelector("[data-sending]");
  const bar = meter.querySelector("progress");
  form.addEventListener("htmx:beforeSend", (event) => { if (event.target === form) { bar.value = 0; meter.hidden = false; } });
  form.addEventListener("htmx:xhr:progress", ({ detail }) => {
    if (!detail.lengthComputable) return;
    bar.value = (100 * detail.loaded) / detail.total;
    meter.querySelector("[data-sending-words]").textContent = detail.loaded < detail.total ? `Sending, ${size(detail.loaded)} of ${size(detail.total)}` : "Sent; the pages are being looked at";
  });
  form.addEventListener("htmx:afterRequest", (event) => { if (event.target === form) meter.hidden = true; });
  onePaper.hidden = true;
  if (input.files.length) take(input.files);
};

whenReady((root) => { const form = root.querySelector("#upload"); if (form && !form.dataset.ready) { form.dataset.ready = "1"; begin(form); } });
