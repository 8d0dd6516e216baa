// What unfold's pages lack for who uses no mouse or no eyes: icons are pictures and not words, and what can be clicked
// can be reached and pressed by keyboard. The page works without it.
(() => {
  const NAMES = { more_horiz: "Más acciones", dock_to_right: "Menú", close: "Cerrar", unfold_more: "Cuenta", search: "Buscar" };

  function name(icon) {
    const word = icon.textContent.trim();
    const owner = icon.closest("a, button, [role=button]");
    if (owner !== icon) icon.setAttribute("aria-hidden", "true");
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

  // A field in a table has no label but its column's name.
  function label(field) {
    if (!field.labels.length) field.setAttribute("aria-label", field.closest("[data-label]").dataset.label);
  }

  const mend = (root) => {
    root.querySelectorAll("[x-on\\:click]").forEach(reach);
    root.querySelectorAll(".material-symbols-outlined").forEach(name);
    root.querySelectorAll(".results, pre").forEach((wide) => wide.setAttribute("tabindex", "0")); // to scroll by keyboard
    root.querySelectorAll("td[data-label] :is(input, select, textarea):not([type=hidden], [aria-label])").forEach(label);
  };

  document.addEventListener("DOMContentLoaded", () => {
    mend(document);
    // Django draws the two halves of a choice of many once everything is loaded, with hints that are pictures.
    window.addEventListener("load", () => {
      document.querySelectorAll(".help-tooltip").forEach((hint) => hint.setAttribute("role", "img"));
    });
    // Unfold writes a file's name beside its own inputs; of a plain one it would look for a place that is not there.
    for (const input of document.querySelectorAll("input[type=file]")) {
      if (!input.closest(".opacity-0")) input.hasChangeListener = true;
    }
  });
  document.addEventListener("htmx:afterSettle", (event) => mend(event.detail.target));
})();
