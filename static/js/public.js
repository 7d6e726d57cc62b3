// The pages of a public form on a shared device: what a person wrote must not come back when somebody presses Back later.
// Browsers keep whole pages in memory for that, whatever the headers say, so the page hides itself and asks the server anew.

if (document.body.hasAttribute("data-private")) {
  window.addEventListener("pagehide", (event) => {
    if (event.persisted) document.body.hidden = true;
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
}
