// Keeps the inbox and a chat usable after htmx has put fresh lines in the place of old ones. They work without it.
(() => {
  let isFresh = false;

  // The session ended, or a proxy answered: show the whole of what came.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { id } = event.detail.target;
    if (["inbox", "bubbles"].includes(id) && !event.detail.xhr.responseText.includes(`id="${id}"`)) {
      event.preventDefault();
      location.reload();
    }
  });

  document.addEventListener("htmx:afterSwap", () => {
    isFresh = true;
  });

  // The admin's script ties itself to the rows that are there when it runs: it runs again when somebody chooses one.
  function choose(event) {
    if (!isFresh || !event.target.closest("#inbox [type=checkbox]")) return;
    isFresh = false;
    const list = document.querySelector(".result-list-wrapper");
    window.Actions?.(list.querySelectorAll("tr input.action-select"), { parent: list });
  }
  document.addEventListener("click", choose, { capture: true });
})();
