// What the modules share.
export const whenReady = (act) => {
  act(document.body);
  document.body.addEventListener("htmx:load", (event) => {
    if (event.detail.elt !== document.body) act(event.detail.elt);
  });
};

export const all = (root, selector) => [
  ...(root.matches?.(selector) ? [root] : []),
  ...root.querySelectorAll(selector),
];

export const cookie = (name) => document.cookie.split("; ").find((c) => c.startsWith(`${name}=`))?.slice(name.length + 1);

// The cookie is younger than the page: signing in elsewhere renews it.
export const csrf = () =>
  cookie("__Host-csrftoken") || cookie("csrftoken") || document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";

export const send = (url, fields = {}, options = {}) =>
  fetch(url, {
    method: "POST",
    credentials: "same-origin",
    headers: { "X-CSRFToken": csrf(), "X-Requested-With": "fetch", Accept: "application/json" },
    body: new URLSearchParams(fields),
    ...options,
  });

export const tell = (text, more = {}) =>
  document.dispatchEvent(new CustomEvent("caseday:say", { detail: { text, ...more } }));

export const isLocked = () => document.documentElement.hasAttribute("data-locked");
