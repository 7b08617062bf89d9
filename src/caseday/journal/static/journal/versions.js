// Takes one version of a section, or both, into what stays.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-take]");
  if (!button) return;
  const slug = button.dataset.take;
  const text = (from) => document.querySelector(`[data-source="${from}-${slug}"]`).value;
  const kept = document.getElementById(`merged-${slug}`);
  kept.value = button.dataset.from === "both" ? [text("saved"), text("other")].filter((t) => t.trim()).join("\n\n") : text(button.dataset.from);
  kept.focus();
});
