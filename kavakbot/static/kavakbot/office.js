// What unfold's pages lack for who uses no mouse or no eyes: icons are pictures and not words, and what can be clicked
// can be reached and pressed by keyboard. The page works without it.
(() => {
  const NAMES = { more_horiz: "Más acciones", dock_to_right: "Menú", close: "Cerrar", unfold_more: "Cuenta", search: "Buscar" };

  function name(icon) {
    const word = icon.textContent.trim();
    icon.setAttribute("aria-hidden", "true");
    const owner = icon.closest("a, button, [role=button]");
    if (!owner || owner.title || owner.ariaLabel || owner.textContent.trim() !== word) return;
    owner.setAttribute("aria-label", NAMES[word] ?? word);
  }

  function reach(element) {
    if (element.closest("a[href], button") || element.querySelector("a, button, input")) return;
    element.setAttribute("role", "button");
    element.setAttribute("tabindex", "0");
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      element.click();
    });
  }

  const mend = (root) => {
    root.querySelectorAll("[x-on\\:click]").forEach(reach);
    root.querySelectorAll(".material-symbols-outlined").forEach(name);
  };

  document.addEventListener("DOMContentLoaded", () => {
    mend(document);
    // Unfold writes a file's name beside its own inputs; of a plain one it would look for a place that is not there.
    for (const input of document.querySelectorAll("input[type=file]")) {
      if (!input.closest(".opacity-0")) input.hasChangeListener = true;
    }
  });
  document.addEventListener("htmx:afterSettle", (event) => mend(event.detail.target));
})();
