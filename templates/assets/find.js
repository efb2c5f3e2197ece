// Suggestions below the search field in the header: the best of Pagefind's results, which is loaded when a reader goes
// into the field. Without them, the field leads to the search page.
"use strict";
(() => {
  const form = document.querySelector(".x-find");
  if (!form || form.querySelector("ul")) return;
  const MOST = 6;
  const field = form.elements.q;
  const site = new URL(form.dataset.site, location.href);
  const action = form.action; // whole: under instant navigation the address changes, and this header stays
  form.action = action;
  const list = document.createElement("ul");
  list.id = "x_found";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.placeholder);
  form.append(list);
  const combobox = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" };
  for (const [name, value] of Object.entries(combobox)) field.setAttribute(name, value);

  const indexes = new Map();
  const index = (tag) => {
    const bundle = new URL(`pagefind/${tag}/`, site);
    if (!indexes.has(tag)) {
      indexes.set(tag, import(new URL("pagefind.js", bundle).href).then(async (pagefind) => {
        const ranking = { metaWeights: { title: 5, day: 0 }, diacriticSimilarity: 0 };
        await pagefind.options({ baseUrl: site.pathname, mergeFilter: { lang: tag }, ranking });
        const words = await import(new URL("words.js", bundle).href);
        return async (query) => (await words.find(pagefind, query, { lang: tag })).results;
      }).catch(() => null));
    }
    return indexes.get(tag);
  };

  const find = async (query) => {
    for (const tag of new Set(form.dataset.lang.split(" "))) {
      const search = await index(tag);
      const results = (await search?.(query)) ?? [];
      const found = await Promise.all(results.slice(0, MOST).map((result) => result.data()));
      if (found.length) return found.map((one) => ({ ...one, tag }));
    }
    return [];
  };

  let chosen = -1;
  const choose = (place) => {
    chosen = place;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === chosen)));
    if (chosen < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", list.children[chosen].id);
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
  };
  const show = (found) => {
    list.replaceChildren(...found.map(({ url, meta, tag }, number) => {
      const item = document.createElement("li");
      Object.assign(item, { id: `x_found_${number}`, lang: tag, dir: "auto", textContent: meta.title });
      item.setAttribute("role", "option");
      item.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
      item.addEventListener("click", () => location.assign(url));
      item.dataset.url = url;
      return item;
    }));
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(Boolean(found.length)));
    choose(-1);
  };

  let asked = "";
  field.addEventListener("focus", () => index(form.dataset.lang.split(" ")[0]));
  field.addEventListener("input", async () => {
    const query = field.value.trim();
    asked = query;
    if (query.length < 2) return show([]);
    await new Promise((done) => setTimeout(done, 150));
    if (query !== asked) return;
    const found = await find(query);
    if (query === asked) show(found);
  });
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const rows = list.children.length;
    if (step && rows) {
      event.preventDefault();
      choose(((chosen + step + 1 + rows + 1) % (rows + 1)) - 1);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.url);
    } else if (event.key === "Escape" && !list.hidden) show([]);
  });
  field.addEventListener("blur", () => show([]));

  // `/` goes to the field.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && field.offsetParent) {
      event.preventDefault();
      field.focus();
    }
  });
})();
