// A clock that runs from the moment at which the card is opened, anew from dialing; its seconds go with the result.
import { whenReady, all } from "../ui/page.js";

whenReady((root) => {
  for (const form of all(root, "[data-call-timer]")) {
    let begun = Date.now();
    const shown = form.querySelector("[data-timer]");
    const tick = () => {
      if (!form.isConnected) return clearInterval(running);
      const seconds = Math.round((Date.now() - begun) / 1000);
      shown.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      form.elements.seconds.value = seconds;
    };
    const running = setInterval(tick, 1000);
    form.addEventListener("click", (event) => {
      if (event.target.closest("a[href^='tel:']")) begun = Date.now();
      tick();
    });
    document.addEventListener("visibilitychange", () => form.isConnected && tick());
    tick();
  }
});
