// What a page gains where scripts run. Everything here is an addition: without it every word, source and link is there.
"use strict";
(() => {
  // A theme that loads only the content of the next page runs this again for it (Material's instant navigation).
  window.explainer?.abort();
  const { signal } = (window.explainer = new AbortController());

  // A citation opens a card with its source: on hover, focus or tap.
  let card = null;
  let owner = null;
  const close = () => {
    if (!card) return;
    card.remove();
    owner.removeAttribute("aria-describedby");
    card = owner = null;
  };
  const open = (cite) => {
    if (owner === cite) return;
    close();
    const source = document.getElementById(decodeURIComponent(cite.hash.slice(1)));
    if (!source) return;
    card = document.createElement("div");
    card.className = "x-source-card";
    card.id = "source_card";
    card.setAttribute("role", "note");
    for (const part of source.children) {
      if (!part.classList.contains("x-backlinks")) card.append(part.cloneNode(true));
    }
    owner = cite;
    cite.setAttribute("aria-describedby", card.id);
    cite.closest(".x-cites").append(card);
    const edge = card.getBoundingClientRect();
    const over = Math.max(0, edge.right - document.documentElement.clientWidth + 8);
    const under = Math.max(0, 8 - edge.left);
    card.style.translate = `${under - over}px 0`;
    if (edge.bottom > innerHeight && cite.getBoundingClientRect().top > edge.height) card.classList.add("x-source-card--above");
  };
  let touched = false;
  document.addEventListener("pointerdown", (event) => { touched = event.pointerType !== "mouse"; }, { capture: true, signal });
  for (const cite of document.querySelectorAll(".x-cite")) {
    cite.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") open(cite); });
    cite.addEventListener("focus", () => { if (!touched) open(cite); });
    cite.addEventListener("click", (event) => {
      if (touched && owner !== cite) {
        event.preventDefault();
        open(cite);
      } else close();
    });
    const holder = cite.closest(".x-cites");
    holder.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") close(); });
  }
  document.addEventListener("focusin", (event) => { if (owner && !owner.closest(".x-cites").contains(event.target)) close(); }, { signal });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); }, { signal });
  document.addEventListener("click", (event) => { if (owner && !owner.closest(".x-cites").contains(event.target)) close(); }, { signal });

  // What a button says when it has copied something.
  const said = (button, words, say, back) => {
    say(words);
    button.dataset.said = words;
    setTimeout(() => {
      say(back);
      delete button.dataset.said;
    }, 2000);
  };

  // A citation of this version can be copied.
  for (const button of document.querySelectorAll(".x-copy")) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
        said(button, button.dataset.copied, (text) => { button.textContent = text; }, label);
      } catch (error) { /* not allowed: it can be selected */ }
    });
  }

  // The link to a point can be shared or copied.
  for (const link of document.querySelectorAll(".x-permalink")) {
    const label = link.getAttribute("aria-label");
    const words = link.closest("[data-copied]").dataset;
    link.title = words.copy;
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      const address = new URL(link.getAttribute("href"), location.href).href;
      const text = link.closest(".x-point").querySelector(".x-claim").textContent.trim();
      try {
        if (touched && navigator.share) await navigator.share({ text, url: address });
        else await navigator.clipboard.writeText(address);
        said(link, words.copied, (text) => link.setAttribute("aria-label", text), label);
      } catch (error) { /* not allowed: the address is in the address bar */ }
    });
  }
})();
