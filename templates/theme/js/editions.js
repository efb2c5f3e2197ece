// Where the site is one of several editions that mike published: a selector of these, and a note on an old one.
// mike puts each edition into a folder, and beside the folders `versions.json` and a page that leads to the default one.
"use strict";
(async () => {
  const words = document.currentScript.dataset;
  const site = new URL(words.site, location.href);
  const all = new URL("..", site);
  const here = decodeURIComponent(site.pathname.slice(all.pathname.length, -1));
  const page = location.pathname.startsWith(site.pathname) ? location.pathname.slice(site.pathname.length) : "";

  // Nobody keeps these: they change with each new edition, the pages of an old one do not.
  const read = async (address) => {
    const answer = await fetch(address, { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer;
  };
  let editions = [];
  const find = (name) => editions.find(({ version, aliases }) => version === name || aliases.includes(name));

  // The name that readers of the address above all editions are led to, by the server or by a page.
  const standard = async () => {
    const answer = await read(all);
    const led = decodeURIComponent(answer.url.slice(all.href.length).split("/")[0]);
    if (led && find(led)) return led;
    const links = [...(await answer.text()).matchAll(/(?:\bhref=["']?|\burl=)([^"'/<>\s]+)\//g)];
    return links.map((link) => decodeURIComponent(link[1])).find(find);
  };

  // The same page in another edition, else that edition's front page.
  const place = async (name) => {
    const front = new URL(`${encodeURIComponent(name)}/`, all);
    const same = new URL(location.href);
    same.pathname = front.pathname + page;
    try {
      if ((await fetch(same, { method: "HEAD" })).ok) return same;
    } catch (error) { /* the front page it is */ }
    return front;
  };

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) if (value) made.setAttribute(attribute, value);
    made.append(...children);
    return made;
  };

  let current;
  let name;
  try {
    if (here) editions = await (await read(new URL("versions.json", all))).json();
    if (editions.length < 2 || !find(here)) return;
    name = await standard();
    current = name && find(name);
  } catch (error) {
    if (!editions.length || !find(here)) return; // a site that lies alone
  }
  const own = find(here);

  const select = element("select", { autocomplete: "off" }, ...editions.map((edition) =>
    element("option", { value: edition === current ? name : edition.version }, edition.title)));
  const stay = () => { select.selectedIndex = editions.indexOf(own); };
  const go = async () => {
    if (editions[select.selectedIndex] !== own) location.assign(await place(select.value));
  };
  stay();
  // With the arrow keys one passes editions that one does not want: then the Enter key decides.
  let keyed = false;
  select.addEventListener("keydown", (event) => {
    keyed = event.key !== "Enter";
    if (event.key === "Enter") go();
    if (event.key === "Escape") stay();
  });
  select.addEventListener("pointerdown", () => { keyed = false; });
  select.addEventListener("change", () => { if (!keyed) go(); });
  select.addEventListener("blur", () => { if (keyed) stay(); });
  addEventListener("pageshow", stay);
  const top = document.querySelector(".x-top");
  top.querySelector(".x-tools").prepend(
    element("label", { class: "x-edition" }, element("span", { class: "x-hidden" }, words.name), select));

  if (!current || current === own) return;
  const titles = { "{edition}": own.title, "{current}": current.title };
  const said = words.old.split(/(\{\w+\})/).map((part) => (part in titles ? element("bdi", {}, titles[part]) : part));
  const link = element("a", { href: new URL(`${encodeURIComponent(name)}/`, all).href }, words.current);
  top.after(element("aside", { class: "x-old-edition", "aria-label": words.name, lang: top.lang },
    element("p", {}, ...said, " ", link)));
  link.href = (await place(name)).href;
})();
