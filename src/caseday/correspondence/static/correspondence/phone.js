// The newest text is in view: at first, and whenever another came.
const texts = document.getElementById("phone-texts");
let count = 0;

function follow() {
  if (texts && texts.children.length !== count) {
    count = texts.children.length;
    texts.scrollTop = texts.scrollHeight;
  }
}

follow();
texts?.addEventListener("htmx:afterSwap", follow);
