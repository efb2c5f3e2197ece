// What the frame gains where scripts run: the choice of light and dark, a table of contents that follows, menus that close.
"use strict";
(() => {
  const root = document.documentElement;
  const scheme = document.querySelector(".x-scheme");
  const name = scheme.querySelector(".x-scheme-name");
  const show = () => {
    const said = scheme.dataset[root.dataset.scheme || "system"];
    name.textContent = said;
    scheme.setAttribute("aria-label", said);
  };
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

  const menus = [...document.querySelectorAll(".x-nav > ul > li > details")];
  document.addEventListener("click", (event) => {
    for (const menu of menus) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && menus.find((menu) => menu.open);
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  // The row shows where the reader is.
  document.querySelector(".x-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

  const entries = [...document.querySelectorAll(".x-toc a")];
  if (!entries.length || !("IntersectionObserver" in window)) return;
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
})();
