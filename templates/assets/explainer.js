// What a page gains where scripts run. Everything here is an addition: without it every word, source and link is there.
"use strict";
(() => {
  const root = document.documentElement;
  const words = document.body.dataset;

  // Light, dark, or as the system is.
  const scheme = document.querySelector(".x-scheme");
  if (scheme) {
    const name = scheme.querySelector(".x-scheme-name");
    const show = () => { name.textContent = scheme.dataset[root.dataset.scheme || "system"]; };
    scheme.hidden = false;
    show();
    scheme.addEventListener("click", () => {
      const next = { undefined: "dark", dark: "light", light: undefined }[root.dataset.scheme];
      if (next) root.dataset.scheme = next; else delete root.dataset.scheme;
      try {
        if (next) localStorage.setItem("scheme", next); else localStorage.removeItem("scheme");
      } catch (error) { /* the choice then lasts for this page */ }
      show();
    });
  }

  // `/` goes to the search field.
  const field = document.getElementById("search_field");
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && field) {
      event.preventDefault();
      field.focus();
    }
  });

  // The table of contents follows.
  const entries = [...document.querySelectorAll(".x-toc a")];
  if (entries.length && "IntersectionObserver" in window) {
    const headings = entries.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    const mark = () => {
      let current = -1;
      headings.forEach((heading, index) => {
        if (heading && heading.getBoundingClientRect().top < innerHeight * 0.4) current = index;
      });
      entries.forEach((link, index) => {
        if (index === current) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
      });
    };
    const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -60% 0px", threshold: [0, 1] });
    headings.forEach((heading) => heading && observer.observe(heading));
  }

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
  document.addEventListener("pointerdown", (event) => { touched = event.pointerType !== "mouse"; }, true);
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
  document.addEventListener("focusin", (event) => { if (owner && !owner.closest(".x-cites").contains(event.target)) close(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  document.addEventListener("click", (event) => { if (owner && !owner.closest(".x-cites").contains(event.target)) close(); });

  // What a button says when it has copied something.
  const said = (button, say, back) => {
    say(words.copied);
    button.dataset.said = words.copied;
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
        said(button, (text) => { button.textContent = text; }, label);
      } catch (error) { /* not allowed: it can be selected */ }
    });
  }

  // The link to a point can be shared or copied.
  for (const link of document.querySelectorAll(".x-permalink")) {
    const label = link.getAttribute("aria-label");
    link.title = words.copy;
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      const address = new URL(link.getAttribute("href"), location.href).href;
      const text = link.closest(".x-point").querySelector(".x-claim").textContent.trim();
      try {
        if (touched && navigator.share) await navigator.share({ text, url: address });
        else await navigator.clipboard.writeText(address);
        said(link, (text) => link.setAttribute("aria-label", text), label);
      } catch (error) { /* not allowed: the address is in the address bar */ }
    });
  }
})();
