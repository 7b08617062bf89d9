// The usual length of a kind, until one is typed; all day needs no time.
const form = document.getElementById("appointment-form");
const sync = () => {
  const whole = form.elements.is_all_day.checked;
  for (const name of ["starts", "minutes"]) form.elements[name].closest(".field").hidden = whole;
  form.elements.last_day.closest(".field").hidden = !whole;
};
form?.addEventListener("change", sync);
if (form) sync();
