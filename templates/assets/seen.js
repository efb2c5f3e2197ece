// Tells a reader who returns what is new since. Which version they saw is kept in their own browser and goes nowhere.
"use strict";
(() => {
  const MOST = 300; // entries that are remembered; who has seen more is told nothing of the first
  const READ_AFTER = 3000; // milliseconds in view after which a page counts as seen
  const head = document.querySelector(".x-head[data-entry]");
  if (!head) return; // a site's own template may leave it out
  const names = head.dataset.entry.split(" "); // its own, then those that it had before
  const version = Number(head.dataset.version);

  // By entry: the version that was seen last, and the one before. Storage may be forbidden, full, or hold anything.
  const load = () => {
    try {
      const rows = JSON.parse(localStorage.getItem("seen"));
      const number = (one) => Number.isSafeInteger(one) && one > 0;
      const sound = ([name, pair]) => typeof name === "string" && pair.length === 2 && pair.every(number);
      return new Map(rows.filter(sound));
    } catch (error) {
      return new Map();
    }
  };
  const find = (rows) => names.map((name) => rows.get(name)).find(Boolean);
  const save = (known) => {
    const rows = load();
    const [seen] = find(rows) || [0];
    if (seen > version) return; // this is an old tab, or an old edition
    for (const name of names) rows.delete(name);
    rows.set(names[0], [version, known]); // the last of all: the first are those that go
    try {
      localStorage.setItem("seen", JSON.stringify([...rows].slice(-MOST)));
    } catch (error) { /* then nothing is told next time */ }
  };

  // Who comes back from one of the links goes on with the same visit.
  const [seen, before] = find(load()) || [version, version];
  const back = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  const known = version === seen && back ? before : seen;

  // A tab that was opened behind others is not seen before someone looks at it.
  let timer;
  const watch = () => {
    clearTimeout(timer);
    if (document.visibilityState !== "visible") return;
    timer = setTimeout(() => {
      document.removeEventListener("visibilitychange", watch);
      save(known);
    }, READ_AFTER);
  };
  document.addEventListener("visibilitychange", watch);
  watch();

  const template = document.getElementById("news_template");
  if (!template || known >= version) return;
  const news = document.importNode(template.content.firstElementChild, true);
  const missed = (number) => Number(number) > known;
  for (const one of news.querySelectorAll("h2 [data-version]")) {
    if (Number(one.dataset.version) !== known) one.remove();
  }
  for (const one of news.querySelectorAll("li[data-version]")) {
    if (!missed(one.dataset.version)) one.remove();
  }
  const removed = news.querySelector(".x-news-removed");
  if (removed && !removed.dataset.removed.split(" ").some((one) => {
    const [added, gone] = one.split("-");
    return !missed(added) && missed(gone);
  })) removed.remove();

  const shortened = (text) => (text.length > 90 ? `${text.slice(0, Math.max(text.lastIndexOf(" ", 90), 60))} …` : text);
  const list = news.querySelector(".x-news-points");
  const marks = [];
  for (const point of document.querySelectorAll(".x-point[data-since]")) {
    const { since, added, corrected } = point.dataset;
    if (!missed(since)) continue;
    const mark = document.createElement("strong");
    mark.className = "x-new";
    mark.textContent = list.dataset[missed(added) ? "new" : missed(corrected) ? "corrected" : "changed"];
    const link = document.createElement("a");
    link.href = `#${point.id}`;
    link.textContent = shortened(point.querySelector(".x-claim").textContent);
    const item = document.createElement("li");
    item.append(mark.cloneNode(true), " ", link);
    list.append(item);
    point.querySelector(".x-point-text").prepend(mark, " ");
    marks.push(mark);
  }
  if (!marks.length) list.remove();

  news.querySelector("button").addEventListener("click", () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", watch);
    save(version);
    for (const mark of [news, ...marks]) mark.remove();
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
  });
  head.after(news);
})();
