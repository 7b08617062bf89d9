// The text of the day is read sentence by sentence by the browser's own voice; without one the text stands there.
import { whenReady, all } from "../ui/page.js";

const voice = window.speechSynthesis;

const readable = (box) => {
  const [reads, stops] = [box.querySelector("[data-reads]"), box.querySelector("[data-stops]")];
  const sentences = all(box, "[data-sentence]");
  box.querySelector("[data-voice]").hidden = false;
  const quiet = () => {
    voice.cancel();
    for (const one of sentences) one.removeAttribute("aria-current");
    reads.disabled = false;
    stops.disabled = true;
  };
  const say = (place) => {
    const one = sentences[place];
    if (!one || !box.isConnected) return quiet();
    for (const other of sentences) other.removeAttribute("aria-current");
    one.setAttribute("aria-current", "true");
    const words = new SpeechSynthesisUtterance(one.textContent);
    words.lang = "en-US";
    words.onend = () => { if (stops.disabled === false) say(place + 1); };
    words.onerror = quiet;
    voice.speak(words);
  };
  reads.addEventListener("click", () => {
    voice.cancel();
    reads.disabled = true;
    stops.disabled = false;
    say(0);
    stops.focus();
  });
  stops.addEventListener("click", () => { quiet(); reads.focus(); });
  addEventListener("pagehide", quiet);
  box.closest("dialog")?.addEventListener("close", quiet, { once: true });
};

if (voice && window.SpeechSynthesisUtterance) whenReady((root) => all(root, "[data-aloud]").forEach(readable));
