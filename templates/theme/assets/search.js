// The search page. Each language has an index of its own, made by Pagefind; they are asked in turn, and none is loaded
// before it is needed: first the languages written in the letters of the query, the page's own before the others.
"use strict";
(() => {
  const PAGE = 10;
  const form = document.querySelector(".x-finder");
  const { q: field, topic, year, lang } = form.elements;
  const status = document.querySelector(".x-found");
  const list = document.querySelector(".x-results");
  const further = document.querySelector(".x-further");
  const browse = document.querySelector(".x-browse");
  const words = form.dataset;
  const site = new URL(words.site, location.href);
  const page = document.documentElement;
  const languages = [...lang.options].slice(1);
  const asked = new URLSearchParams(location.search);
  const labels = new Map([...form.querySelectorAll("option")].map((option) => [option, option.text]));

  // --- Asking ---------------------------------------------------------------------------------------------------------

  const indexes = new Map();
  const index = (tag) => {
    if (!indexes.has(tag)) {
      const made = import(new URL(`pagefind/${tag}/pagefind.js`, site).href).then(async (pagefind) => {
        await pagefind.options({ baseUrl: site.pathname, ranking: { metaWeights: { title: 5, day: 0 } } });
        return pagefind;
      });
      indexes.set(tag, made);
    }
    return indexes.get(tag);
  };

  const written = (query, script) => {
    try {
      return new RegExp(`\\p{Script=${script}}`, "u").test(query);
    } catch (error) {
      return false; // no script of Unicode's: a mixture, as Japanese is
    }
  };

  // The languages to ask, and those to ask only if these know nothing or the reader wants more.
  const ordered = (query) => {
    if (lang.value) return [[lang.value], []];
    const preferred = [page.lang, asked.get("from")].map((tag) => tag?.toLowerCase());
    const all = [...languages].sort((one, other) => preferred.indexOf(other.value) - preferred.indexOf(one.value));
    const inQuery = all.filter((option) => written(query, option.dataset.script));
    const scripts = new Set((inQuery.length ? inQuery : all.slice(0, 1)).map((option) => option.dataset.script));
    const near = all.filter((option) => scripts.has(option.dataset.script)).map((option) => option.value);
    const far = all.map((option) => option.value).filter((tag) => !near.includes(tag));
    // A language costs about 100 kB when it is asked first.
    const first = navigator.connection?.saveData ? 1 : near.length;
    return [near.slice(0, first), [...near.slice(first), ...far]];
  };

  const filters = (...selects) =>
    Object.fromEntries(selects.filter((select) => select.value).map((select) => [select.name, select.value]));

  // What is being shown. A new search begins a new one, and what still comes in for the old one is dropped.
  let current = null;

  const begin = () => {
    const query = field.value.trim();
    const [near, far] = ordered(query);
    current = { query, near, far, waiting: [], found: new Map(), shown: 0 };
    const address = new URL(location.href);
    for (const control of [field, topic, year, lang]) {
      if (control.value) address.searchParams.set(control.name, control.value);
      else address.searchParams.delete(control.name);
    }
    history.replaceState(null, "", address);
    if (query || topic.value || year.value || lang.value) {
      run(current);
      return;
    }
    current = null;
    list.replaceChildren();
    status.textContent = "";
    further.hidden = true;
    browse.hidden = false;
    for (const [option, label] of labels) option.text = label;
  };

  const total = (search) => [...search.found.values()].reduce((sum, count) => sum + count, 0);

  // The next result, from the next language where one has no more; null where there is none.
  const next = async (search) => {
    while (!search.waiting.length) {
      if (!search.near.length && !total(search)) search.near = search.far.splice(0);
      if (!search.near.length) return null;
      const tag = search.near.shift();
      const pagefind = await index(tag);
      const { results } = await pagefind.search(search.query || null, { filters: filters(topic, year) });
      if (search !== current) return null;
      search.found.set(tag, results.length);
      search.waiting = results.map((result) => ({ tag, result }));
    }
    return search.waiting.shift();
  };

  // --- Showing --------------------------------------------------------------------------------------------------------

  const run = async (search) => {
    try {
      await show(search);
      if (search === current) await count(search);
    } catch (error) {
      if (search !== current) return;
      list.replaceChildren();
      status.textContent = words.unavailable;
      further.hidden = true;
      browse.hidden = false;
    }
  };

  const show = async (search) => {
    let shown = null;
    for (let number = 0; number < PAGE; number++) {
      const one = await next(search);
      if (!one || search !== current) break;
      // The first result comes by itself, before the texts of the others are asked for.
      const text = one.result.data();
      const before = shown;
      shown = (async () => {
        await before;
        const data = await text;
        if (search !== current) return;
        if (!search.shown++) list.replaceChildren();
        list.append(item(one.tag, data));
        browse.hidden = true;
      })();
      if (number === 0) {
        await shown;
        say(search);
      }
    }
    await shown;
    if (search !== current) return;
    if (!search.shown) list.replaceChildren();
    browse.hidden = Boolean(search.shown);
    say(search);
    const more = search.waiting.length || search.near.length;
    further.hidden = !more && !search.far.length;
    further.firstElementChild.textContent = more ? words.more : words.others;
  };

  const say = (search) => {
    const number = total(search);
    const forms = JSON.parse(words.count);
    const form = forms[new Intl.PluralRules(page.lang).select(number)] ?? forms.other;
    const text = number ? form.replace("{count}", number) : words.none;
    if (search === current && status.textContent !== text) status.textContent = text;
  };

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) if (value) made.setAttribute(attribute, value);
    made.append(...children);
    return made;
  };

  const item = (tag, data) => {
    const language = languages.find((option) => option.value === tag);
    const tongue = language.lang === page.lang ? {} : { lang: language.lang, dir: language.dir };
    const about = [element("time", { datetime: data.meta.day }, when(data.meta.day, language.lang))];
    for (const id of data.filters.topic ?? []) {
      const option = [...topic.options].find((one) => one.value === id);
      const link = { href: new URL(`topics/${id}/`, site).href, ...(tongue.lang && { lang: page.lang, dir: page.dir }) };
      if (option) about.push(" · ", element("a", link, labels.get(option)));
    }
    if (tongue.lang) about.push(" · ", labels.get(language));
    return element("li", { class: "x-card", ...tongue },
      element("h2", { class: "x-card-title" }, element("a", { href: data.url }, data.meta.title)),
      element("p", { class: "x-card-summary" }, ...marked(data.excerpt)),
      element("p", { class: "x-about" }, ...about));
  };

  // Pagefind writes `<mark>` around what it found, and `&lt;` for every `<` of the text.
  const marked = (excerpt) => excerpt.split(/<\/?mark>/).map((part, place) => {
    const text = part.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    return place % 2 ? element("mark", {}, text) : text;
  });

  // A year, a month or a day (ISO 8601) as the language writes it, in the digits of our texts.
  const when = (day, tag) => {
    if (!day) return "";
    const style = [{ year: "numeric" }, { year: "numeric", month: "long" }, { dateStyle: "long" }];
    const options = { ...style[day.split("-").length - 1], timeZone: "UTC", numberingSystem: "latn" };
    return new Intl.DateTimeFormat(tag, options).format(new Date(day));
  };

  // How many results each choice of a filter would have, in the languages that were asked.
  const count = async (search) => {
    const counts = new Map([...lang.options].map((option) => [option, search.found.get(option.value)]));
    for (const tag of search.found.keys()) {
      const pagefind = await index(tag);
      await pagefind.filters();
      for (const [select, other] of [[topic, year], [year, topic]]) {
        const found = await pagefind.search(search.query || null, { filters: filters(other) });
        for (const option of select.options) {
          counts.set(option, (counts.get(option) ?? 0) + (found.filters[select.name]?.[option.value] ?? 0));
        }
      }
    }
    if (search !== current) return;
    for (const [option, label] of labels) {
      const number = counts.get(option);
      option.text = number ? `${label} (${number})` : label;
    }
  };

  // --- What the reader does -------------------------------------------------------------------------------------------

  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(begin, 250);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    begin();
  });
  for (const select of [topic, year, lang]) select.addEventListener("change", begin);
  further.addEventListener("click", async () => {
    const search = current;
    const last = list.lastElementChild;
    if (!search.waiting.length && !search.near.length) search.near = search.far.splice(0);
    further.hidden = true;
    await run(search);
    // The button may be gone now, and what it brought is what the reader wants next.
    (last?.nextElementSibling?.querySelector("a") ?? last?.querySelector("a"))?.focus();
  });

  for (const control of [field, topic, year, lang]) {
    control.value = asked.get(control.name) ?? "";
    if (control.selectedIndex === -1) control.value = ""; // a choice that there is not
  }
  begin();
  if (!current) field.focus({ preventScroll: true });
})();
