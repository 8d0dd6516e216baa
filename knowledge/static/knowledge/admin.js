// Shows what a running ingestion changes while it runs, and counts the characters of an answer. Pages work without it.
(() => {
  const SLOWEST = 20000;
  let wait = 2000;

  const isRunning = (page) => page.querySelector("[data-running]") !== null;

  async function look() {
    if (document.hidden) return true;
    const response = await fetch(location.href, { credentials: "same-origin" });
    if (!response.ok || response.redirected) return false;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const runs = isRunning(fresh);
    for (const old of document.querySelectorAll("[data-live]")) {
      const now = fresh.getElementById(old.id);
      if (now && (old.dataset.live === "always" || !runs)) old.replaceWith(now);
    }
    return runs;
  }

  async function follow() {
    wait = Math.min(wait * 1.15, SLOWEST);
    let again = true;
    try {
      again = await look();
    } catch {
      // the server is being restarted, or the network is gone: ask again later
    }
    if (again) setTimeout(follow, wait);
  }

  function count(field) {
    const shown = document.createElement("div");
    shown.className = "kn-count";
    shown.setAttribute("aria-live", "polite");
    (field.closest(".flex-container") ?? field).after(shown);
    const show = () => {
      const length = [...field.value.trim()].length;
      const isOver = length > Number(field.dataset.countTo);
      shown.textContent = (isOver ? field.dataset.countOver : field.dataset.count).replace("{}", length.toLocaleString("es-MX"));
      shown.classList.toggle("kn-warning", isOver);
    };
    field.addEventListener("input", show);
    show();
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-count-to]").forEach(count);
    if (isRunning(document)) setTimeout(follow, wait);
  });
})();
