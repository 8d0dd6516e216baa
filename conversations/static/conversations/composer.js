// Puts a canned reply into the composer, to be read and changed before it is sent.
document.addEventListener("click", (event) => {
  const pick = event.target.closest("[data-pick]");
  const text = document.getElementById("chat-text");
  if (!pick || !text) return;
  const before = text.value.trim();
  text.value = before ? `${before}\n\n${pick.dataset.pick}` : pick.dataset.pick;
  pick.closest("details").open = false;
  const blank = /\{\s*\w+\s*\}/.exec(text.value);
  text.focus();
  if (blank) text.setSelectionRange(blank.index, blank.index + blank[0].length);
});
