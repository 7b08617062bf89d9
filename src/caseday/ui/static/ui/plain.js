// Pages without the frame: sign-in, errors.
import "./forms.js";

for (const button of document.querySelectorAll("[data-back]")) {
  button.hidden = history.length < 2;
  button.addEventListener("click", () => history.back());
}
