// Shows a saved change at once: the page anew, or what is wrong with it. Only the preview adds this script.
(() => {
  const place = new URL(document.currentScript.src);
  const follow = async () => {
    const answer = await fetch(new URL("problems", place));
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const said = holder.content.firstElementChild;
    const shown = document.getElementById("preview_problems");
    if (shown && said && shown.outerHTML !== said.outerHTML) shown.replaceWith(said);
  };
  const listen = () => {
    const events = new EventSource(new URL("events", place));
    let met = false;
    events.onmessage = (event) => {
      const { kind, run } = JSON.parse(event.data);
      if (kind === "hello") {
        // Another run of the preview, or changes while this page was not listening.
        if (met || run !== document.documentElement.dataset.run) location.reload();
        met = true;
      } else if (kind === "changed") {
        location.reload();
      } else if (kind === "problems") {
        follow();
      }
    };
  };
  document.documentElement.dataset.run = place.searchParams.get("run");
  listen();
})();
