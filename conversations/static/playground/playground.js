// Writes as the made-up customer: the server signs what Twilio would post, and this page posts it to the real webhook.
(() => {
  const page = document.body.dataset;
  const key = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const text = document.getElementById("text");
  const said = document.getElementById("said");
  const webhooks = [];

  async function signed(words, kind) {
    const answer = await fetch(page.sign, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": key },
      body: JSON.stringify({ text: words, kind }),
    });
    if (!answer.ok) throw new Error(`no se pudo firmar (${answer.status})`);
    return answer.json();
  }

  async function post(webhook) {
    const answer = await fetch(webhook.address, {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": webhook.signature },
      body: webhook.form,
    });
    if (!answer.ok) throw new Error(`el webhook contestó ${answer.status}`);
    webhooks.push(webhook);
  }

  async function tell(done, what) {
    try {
      await what();
      said.textContent = done;
    } catch (error) {
      said.textContent = `No llegó: ${error.message}.`;
    }
    look();
  }

  const write = (words, kind = "text") => tell("", async () => post(await signed(words, kind)));

  const ways = {
    twice: () =>
      webhooks.length
        ? tell("Se repitió el mismo mensaje: cuenta una sola vez.", () => post(webhooks[webhooks.length - 1]))
        : tell("Primero escribe algo.", async () => {}),
    swapped: () =>
      tell("Llegó primero lo que escribiste después.", async () => {
        const first = await signed("busco un versa", "text");
        const second = await signed("de menos de 250 mil", "text");
        await post(second);
        await post(first);
      }),
  };

  let last = "";
  async function look() {
    if (document.hidden) return;
    const answer = await fetch(page.chat);
    if (!answer.ok || answer.redirected) return;
    const html = await answer.text();
    if (html === last) return;
    last = html;
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const open = [...document.querySelectorAll("details[open]")].map((it) => it.id);
    for (const id of ["bubbles", "trace"]) document.getElementById(id).replaceWith(fresh.getElementById(id));
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  }

  function send() {
    const words = text.value.trim();
    text.value = "";
    if (words) write(words);
    text.focus();
  }

  if (text) {
    document.getElementById("write").addEventListener("submit", (event) => {
      event.preventDefault();
      send();
    });
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        send();
      }
    });
    document.querySelectorAll(".idea").forEach((it) => it.addEventListener("click", () => write(it.textContent)));
    document.querySelectorAll("[data-way]").forEach((it) => it.addEventListener("click", () => ways[it.dataset.way]()));
    document.querySelectorAll("[data-kind]").forEach((it) =>
      it.addEventListener("click", () => {
        const words = it.dataset.kind === "button" ? "Sí, me interesa" : text.value.trim();
        text.value = "";
        write(words, it.dataset.kind);
      }),
    );
  }
  look();
  setInterval(() => look().catch(() => {}), 1000);
})();
