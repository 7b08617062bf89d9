// Says in words why a passkey did not work; allauth's scripts only write to the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const problem = document.getElementById("passkey-problem");
  if (problem) problem.hidden = false;
});
// A tap before allauth listens would be lost: until then the button waits. Its listener was added before this one.
document.addEventListener("DOMContentLoaded", () => {
  const make = document.getElementById("mfa_webauthn_add");
  if (make) make.disabled = false;
});
