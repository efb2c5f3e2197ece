// The search page. Each language has an index of its own, made by Pagefind. The one that the query is most likely
// written in is asked first; the others when its results are all shown.
"use strict";
(() => {
  const PAGE = 10;
  // Scripts without spaces between words, in which Pagefind counts characters.
  const UNSPACED = new Set(["Hans", "Hant", "Jpan", "Khmr", "Laoo", "Mymr", "Thai"]);
  const form = document.querySelector(".x-finder");
  const { q: field, topic, year, lang } = form.elements;
  const status = document.querySelector(".x-found");
  const suggested = document.querySelector(".x-suggested");
  const list = document.querySelector(".x-results");
  const further = document.querySelector(".x-further");
  const browse = document.querySelector(".x-browse");
  const words = form.dataset;
  const site = new URL(words.site, location.href);
  const page = form.closest(".x-page");
  const asked = new URLSearchParams(location.search);
  const languages = new Map([...lang.options].slice(1).map((option) => [option.value, option]));
  const labels = new Map([...form.querySelectorAll("option")].map((option) => [option, option.text]));

  // --- Asking ---------------------------------------------------------------------------------------------------------

  // Pagefind's script with the index of a language or, if whole, with all of them.
  const indexes = new Map();
  const index = (tag, whole) => {
    const bundle = (name) => new URL(`pagefind/${name}/`, site);
    const options = (name) => ({
      baseUrl: site.pathname,
      mergeFilter: { lang: name },
      excerptLength: UNSPACED.has(languages.get(name).dataset.script) ? 90 : 30,
      ranking: { metaWeights: { title: 5, day: 0 }, diacriticSimilarity: 0 },
    });
    const address = new URL(whole ? "pagefind.js?whole" : "pagefind.js", bundle(tag)).href;
    if (!indexes.has(address)) {
      indexes.set(address, import(address).then(async (pagefind) => {
        await pagefind.options(options(tag));
        const others = whole ? [...languages.keys()].filter((name) => name !== tag) : [];
        await Promise.all(others.map((name) =>
          pagefind.mergeIndex(bundle(name).pathname, { language: name, ...options(name) })));
        return pagefind;
      }));
    }
    return indexes.get(address);
  };

  // The languages in the order in which a query is most likely written in them: by its letters, then by the page that
  // the reader comes from, then by the page's own; where nothing tells them apart, the one with the most entries.
  const likely = (query) => {
    const written = ({ dataset }) => {
      try {
        return new RegExp(`\\p{Script=${dataset.script}}`, "u").test(query);
      } catch (error) {
        return false; // no script of Unicode's but a mixture, as Japanese is
      }
    };
    const signs = [page.lang, asked.get("from")].map((tag) => tag?.toLowerCase());
    const rank = (tag) => (written(languages.get(tag)) ? signs.length : -1) + signs.indexOf(tag);
    const ranks = new Map([...languages.keys()].map((tag) => [tag, rank(tag)]));
    return [...languages.keys()].sort((one, other) => ranks.get(other) - ranks.get(one));
  };

  const filters = (...selects) =>
    Object.fromEntries(selects.filter((select) => select.value).map((select) => [select.name, select.value]));

  // What a query is asked as in a language: the index holds its words in one spelling and without endings.
  const asks = async (pagefind, query, tag, filters) => {
    const { find } = await import(new URL(`pagefind/${tag}/words.js`, site).href);
    return find(pagefind, query, { ...filters, lang: tag });
  };

  // What is being shown. A new search begins a new one, and what still comes in for the old one is dropped.
  let current = null;

  const ask = async (search, tags) => {
    const pagefind = await index(search.primary, tags[0] !== search.primary);
    const answers = await Promise.all(tags.map(async (tag) => {
      const { results } = await asks(pagefind, search.query, tag, search.filters);
      return results;
    }));
    tags.forEach((tag, place) => {
      search.found.set(tag, answers[place].length);
      search.waiting.push(...answers[place].map((result) => ({ tag, result })));
    });
  };

  const total = (search) => [...search.found.values()].reduce((sum, number) => sum + number, 0);

  // How many results each choice of a filter would have, in the languages that were asked.
  const count = async (search) => {
    const counts = new Map([...languages].map(([tag, option]) => [option, search.found.get(tag)]));
    for (const [tag, number] of search.found) {
      if (!number) continue;
      const pagefind = await index(search.primary, tag !== search.primary);
      await pagefind.filters();
      for (const [select, other] of [[topic, year], [year, topic]]) {
        const answer = await asks(pagefind, search.query, tag, filters(other));
        for (const option of select.options) {
          counts.set(option, (counts.get(option) ?? 0) + (answer.filters[select.name]?.[option.value] ?? 0));
        }
      }
    }
    if (search !== current) return;
    for (const [option, label] of labels) option.text = counts.get(option) ? `${label} (${counts.get(option)})` : label;
  };

  // --- Showing --------------------------------------------------------------------------------------------------------

  // What the reader may have meant, in the first language that knows a word so near to what was typed.
  const suggest = async (search) => {
    for (const tag of [search.primary, ...languages.keys()].filter((tag) => search.found.has(tag))) {
      const answer = await fetch(new URL(`pagefind/${tag}/spellings.txt`, site));
      if (!answer.ok) continue;
      const known = (await answer.text()).split("\n");
      const { respelled } = await import(new URL(`pagefind/${tag}/words.js`, site).href);
      const pagefind = await index(search.primary, tag !== search.primary);
      const query = await respelled(pagefind, search.query, known, { lang: tag });
      if (search !== current) return;
      if (query) {
        const address = new URL(location.href);
        address.searchParams.set("q", query);
        const [before, after] = words.suggest.split("{query}");
        suggested.replaceChildren(before, element("a", { href: address.href, lang: languages.get(tag).lang }, query), after);
        suggested.hidden = false;
        return;
      }
    }
  };

  const begin = () => {
    suggested.hidden = true;
    const query = field.value.trim();
    const order = lang.value ? [lang.value] : likely(query);
    const address = new URL(location.href);
    for (const control of [field, topic, year, lang]) {
      if (control.value.trim()) address.searchParams.set(control.name, control.value.trim());
      else address.searchParams.delete(control.name);
    }
    history.replaceState(null, "", address);
    if (query || topic.value || year.value || lang.value) {
      const [primary, ...others] = order;
      current = { query, filters: filters(topic, year), primary, others, found: new Map(), waiting: [], shown: 0 };
      run(current);
    } else {
      current = null;
      for (const [option, label] of labels) option.text = label;
      end("");
    }
  };

  const run = async (search) => {
    list.setAttribute("aria-busy", "true");
    try {
      await show(search);
      if (search !== current) return;
      list.removeAttribute("aria-busy");
      await count(search);
    } catch (error) {
      if (search !== current) return;
      list.removeAttribute("aria-busy");
      if (!search.shown) end(words.unavailable);
    }
  };

  const end = (text) => {
    list.replaceChildren();
    list.removeAttribute("aria-busy");
    status.textContent = text;
    further.hidden = true;
    browse.hidden = false;
  };

  // Ten more results; where a language has no more, those of the others follow.
  const show = async (search) => {
    if (!search.found.size) await ask(search, [search.primary]);
    for (let room = PAGE; search === current; ) {
      const next = search.waiting.splice(0, room);
      await add(search, next);
      room -= next.length;
      if (!room || !search.others.length) break;
      await ask(search, search.others.splice(0));
    }
    if (search !== current) return;
    if (search.shown) say(search);
    else {
      end(words.none);
      if (search.query) await suggest(search).catch(() => {}); // without it, the answer is still that there is none
    }
    further.hidden = !search.waiting.length && !search.others.length;
  };

  const add = async (search, [first, ...rest]) => {
    const put = ({ tag }, data) => {
      if (search !== current) return;
      if (!search.shown++) list.replaceChildren();
      list.append(item(tag, data));
      browse.hidden = true;
    };
    if (!first) return;
    // The first comes by itself, before the texts of the others are asked for.
    put(first, await first.result.data());
    say(search);
    const texts = rest.map(({ result }) => result.data());
    for (const [place, one] of rest.entries()) put(one, await texts[place]);
  };

  const say = (search) => {
    const forms = JSON.parse(words.count);
    const form = forms[new Intl.PluralRules(page.lang).select(total(search))] ?? forms.other;
    const text = form.replace("{count}", total(search));
    if (search === current && status.textContent !== text) status.textContent = text;
  };

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) if (value) made.setAttribute(attribute, value);
    made.append(...children);
    return made;
  };

  const item = (tag, data) => {
    const language = languages.get(tag);
    const foreign = language.lang !== page.lang;
    const about = [element("time", { datetime: data.meta.day }, when(data.meta.day, language.lang))];
    for (const id of data.filters.topic ?? []) {
      const option = [...topic.options].find((one) => one.value === id);
      const attributes = { href: new URL(`topics/${id}/`, site).href, ...(foreign && { lang: page.lang, dir: page.dir }) };
      if (option) about.push(" · ", element("a", attributes, labels.get(option)));
    }
    if (foreign) about.push(" · ", labels.get(language));
    return element("li", { class: "x-card", ...(foreign && { lang: language.lang, dir: language.dir }) },
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
    const last = list.lastElementChild;
    further.hidden = true;
    await run(current);
    // The button may be gone now, and what it brought is what the reader wants next.
    const next = last.nextElementSibling ?? last;
    if (last.isConnected) next.querySelector("a").focus();
  });

  // `/` goes to the field.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      field.focus();
    }
  }, { signal: window.explainer?.signal });

  for (const control of [field, topic, year, lang]) {
    control.value = asked.get(control.name) ?? "";
    if (control.selectedIndex === -1) control.value = ""; // a choice that there is not
  }
  begin();
  if (!current) field.focus({ preventScroll: true });
})();
