// A button with data-copies="id" copies that field's value.
import { tell } from "../ui/page.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  const field = button && document.getElementById(button.dataset.copies);
  if (!field) return;
  try {
    await navigator.clipboard.writeText(field.value);
    tell("Copied.");
  } catch {
    field.select();
    tell("Copying is not allowed here: the address is selected, press Ctrl+C.");
  }
});
