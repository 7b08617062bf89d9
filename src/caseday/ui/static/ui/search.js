// The search box of the frame: what is found drops down (#found holds links with role="option"), arrow keys choose.
const box = document.getElementById("find-q");
const found = document.getElementById("found");

if (box && found) {
  let chosen = -1;
  const options = () => [...found.querySelectorAll("[role=option]")];

  const show = (on) => {
    found.hidden = !on;
    box.setAttribute("aria-expanded", String(on));
    if (!on) choose(-1);
  };
  const choose = (index) => {
    const list = options();
    chosen = index;
    list.forEach((option, i) => {
      option.id ||= `found-${i}`;
      option.setAttribute("aria-selected", String(i === index));
    });
    if (list[index]) {
      box.setAttribute("aria-activedescendant", list[index].id);
      list[index].scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  };

  found.addEventListener("htmx:afterSwap", () => {
    options().forEach((option) => { option.tabIndex = -1; });
    show(box.value.trim() !== "" && found.childElementCount > 0 && document.activeElement === box);
    choose(-1);
  });
  box.addEventListener("input", () => { if (!box.value.trim()) show(false); });
  box.addEventListener("focus", () => { if (box.value.trim() && found.childElementCount) show(true); });
  box.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "Escape") {
      if (found.hidden && !box.value) box.blur();
      show(false);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count) {
      event.preventDefault();
      show(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((chosen === -1 && step < 0 ? 0 : chosen) + step + count) % count);
    } else if (event.key === "Enter" && chosen >= 0 && options()[chosen]) {
      event.preventDefault();
      options()[chosen].click();
    }
  });
  box.form.addEventListener("focusout", (event) => { if (!box.form.contains(event.relatedTarget)) setTimeout(show, 150, false); });
  box.form.addEventListener("submit", (event) => { if (!box.value.trim()) event.preventDefault(); });

  const toggle = document.querySelector("[data-find-toggle]");
  toggle?.addEventListener("click", () => {
    const on = box.form.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(on));
    if (on) box.focus();
  });
}
