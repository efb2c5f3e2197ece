// Fields that choose among what stands in the same entry, which the CMS has not: a point's sources by their titles, and
// an update's point by its words.
"use strict";
(() => {
  const short = (text) => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

  function sources(entry) {
    return (entry.sources ?? []).map(({ id, title }) => [id, title || "…"]);
  }

  function points(entry) {
    const lists = [entry.background, ...(entry.sections ?? []).map((section) => section.points)];
    const all = lists.flatMap((list) => (list ?? []).flatMap((point) => [point, ...(point.points ?? [])]));
    return all.filter((point) => point.id).map(({ id, text, quotation }) => [id, text || quotation?.text || "…"]);
  }

  const data = (props) => props.entry?.get("data").toJS() ?? {};

  // What was chosen and is gone stays to be seen, so that it can be taken away.
  function known(options, chosen) {
    const ids = options.map(([id]) => id);
    return [...options, ...chosen.filter((id) => !ids.includes(id)).map((id) => [id, id])];
  }

  function Sources(props) {
    const chosen = (props.value || "").split(" ").filter(Boolean); // one text: see format.js
    const options = known(sources(data(props)), chosen);
    const toggled = (id) => (chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
    if (!options.length) return h("p", { className: "explainer-none" }, props.field.get("empty"));
    return h(
      "div",
      { className: "explainer-choices", role: "group", id: props.forID },
      options.map(([id, title]) =>
        h(
          "label",
          { key: id },
          h("input", { type: "checkbox", checked: chosen.includes(id), onChange: () => props.onChange(toggled(id).join(" ")) }),
          ` ${short(title)}`,
        ),
      ),
    );
  }

  function Points(props) {
    const options = known(points(data(props)), props.value ? [props.value] : []);
    return h(
      "select",
      { id: props.forID, className: props.classNameWrapper, value: props.value ?? "", onChange: (event) => props.onChange(event.target.value) },
      h("option", { value: "" }, "–"),
      options.map(([id, text]) => h("option", { key: id, value: id }, short(text))),
    );
  }

  CMS.registerFieldType("explainer-sources", Sources);
  CMS.registerFieldType("explainer-points", Points);
})();
