// Shows what is saved at once: the page anew if it is another now, and what is wrong with the content. Only previews
// add this script. Without `data-state` (below `mkdocs serve`, which looks after new pages itself) it only folds.
(() => {
  const script = document.currentScript;
  const overlay = document.getElementById("preview_problems");

  // Storage may be forbidden; nothing is remembered then.
  const remember = (name, value) => {
    try { sessionStorage.setItem(`preview.${name}`, JSON.stringify(value)); } catch (error) { /* see above */ }
  };
  const remembered = (name) => {
    try { return JSON.parse(sessionStorage.getItem(`preview.${name}`)); } catch (error) { return null; }
  };

  // Folded stays folded, and open stays open, until there is an error that was not there then.
  const settle = () => {
    const details = overlay.querySelector("details");
    const errors = [...overlay.querySelectorAll("[data-error]")].map((one) => one.dataset.error);
    const left = remembered("folding");
    if (left && errors.every((error) => left.errors.includes(error))) details.open = left.open;
    overlay.querySelector("summary").addEventListener("click", () => {
      remember("folding", { open: !details.open, errors }); // it has not changed yet
    });
  };

  // The way to what has the keyboard's focus, for the page that takes this one's place. Browsers keep the scrolling.
  const way = (element) => {
    const steps = [];
    for (; element && element !== document.body; element = element.parentElement) {
      if (element.id) return [`#${CSS.escape(element.id)}`, ...steps].join(" > ");
      steps.unshift(`:nth-child(${[...element.parentElement.children].indexOf(element) + 1})`);
    }
    return ["body", ...steps].join(" > ");
  };
  const reload = () => {
    const focused = document.activeElement;
    if (focused && focused !== document.body) remember("focus", { page: location.pathname, way: way(focused) });
    location.reload();
  };
  const refocus = () => {
    const left = remembered("focus");
    remember("focus", null);
    if (left?.page === location.pathname) document.querySelector(left.way)?.focus({ preventScroll: true });
  };

  // Where a search's results would stand, its page says what becomes of the search, and not that there are none.
  const tellOfSearch = () => {
    const form = document.querySelector(".x-finder");
    if (!form || !overlay.dataset.search) return;
    let told = document.querySelector(".p-search");
    if (!told) {
      told = document.createElement("p");
      for (const [name, value] of [["class", "p-search"], ["role", "status"], ["lang", "en"], ["dir", "ltr"]]) {
        told.setAttribute(name, value);
      }
      form.after(told);
      const found = document.querySelector(".x-found");
      if ([form.dataset.none, form.dataset.unavailable].includes(found.textContent)) found.textContent = "";
      form.dataset.none = form.dataset.unavailable = "";
    }
    told.textContent = overlay.dataset.search;
  };

  // What is wrong now, and whether this page is still the one that the files give.
  const look = async () => {
    const place = new URL("problems", script.src);
    place.searchParams.set("at", location.pathname);
    const answer = await fetch(place);
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(overlay.id);
    if (fresh.dataset.page !== overlay.dataset.page) {
      reload();
      await new Promise(() => {}); // once: the next page looks for itself, and a second time would lose the place
    }
    const [said, list, now] = [".p-said", "details", "summary"].map((name) => overlay.querySelector(name));
    const focused = document.activeElement === now;
    overlay.className = fresh.className;
    overlay.hidden = fresh.hidden;
    overlay.dataset.search = fresh.dataset.search;
    tellOfSearch();
    if (list.outerHTML.replace(" open", "") !== fresh.querySelector("details").outerHTML.replace(" open", "")) {
      list.replaceWith(document.adoptNode(fresh.querySelector("details")));
      settle();
      if (focused) overlay.querySelector("summary").focus({ preventScroll: true });
      said.textContent = overlay.hidden ? "No problems" : overlay.querySelector("summary").textContent;
    }
  };

  // One look at a time; what changes meanwhile is looked at afterwards.
  let state = script.dataset.state;
  let looking = false;
  const follow = async (told) => {
    if (looking || told === state) return;
    looking = true;
    state = told;
    try {
      await look();
    } catch (error) {
      state = ""; // the preview has ended; it says hello when it is there again
    }
    looking = false;
    if (latest !== told) follow(latest);
  };

  // Pages in the background do not listen: browsers keep only six connections to one place.
  let latest = state;
  let events = null;
  const listen = () => {
    if (document.hidden) {
      events?.close();
      events = null;
    } else if (!events) {
      events = new EventSource(new URL("events", script.src));
      events.onmessage = ({ data }) => {
        latest = data;
        follow(data);
      };
    }
  };

  settle();
  tellOfSearch();
  if (state) {
    addEventListener("DOMContentLoaded", refocus);
    addEventListener("pagehide", () => { events?.close(); events = null; });
    addEventListener("pageshow", listen);
    document.addEventListener("visibilitychange", listen);
    listen();
  }
})();
