// What the checks would refuse is not saved: the rules and their words come from the same place as those of the checks.
"use strict";
globalThis.refuse = (() => {
  const FEW = 6; // of what is wrong; the rest can wait until these are mended
  const read = (name) => fetch(name).then((answer) => answer.json());
  const loaded = Promise.all([read("rules.json"), read("config.json")]);

  const choice = (field, value) => field?.options?.find((option) => option.value === value)?.label;

  // A place in the words of the form: `Sections › What happened? › Points 2 › Sources`.
  function placed({ path, wanted }, entry, config) {
    const words = [];
    let fields = config.collections[0].fields;
    let field;
    let value = entry;
    for (const part of path) {
      value = value?.[part];
      if (typeof part === "string") {
        field = fields?.find((one) => one.name === part);
        fields = field?.fields ?? field?.types?.at(-1).fields;
        words.push(field?.label ?? part);
      } else {
        const kind = choice(fields?.find((one) => one.name === "kind"), value?.kind);
        if (kind) words.push(kind);
        else words.push(`${words.pop()} ${part + 1}`);
      }
    }
    const kind = wanted?.properties?.kind?.pattern?.slice(1, -1);
    if (kind) words.push(choice(fields.find((one) => one.name === "kind"), kind));
    return words.join(" › ");
  }

  const DAY = 24 * 60 * 60 * 1000;
  const isRecent = (moment) => Date.parse(moment) > Date.now() - DAY;

  // Old pieces have updates of which nobody knows what they said; one that is made now says it.
  const silent = (entry) =>
    (entry.updates ?? []).flatMap(({ at, note }, number) =>
      note?.trim() || !isRecent(at) ? [] : [{ path: ["updates", number, "note"], missing: true }],
    );

  return async (entry) => {
    const [{ schema, words }, config] = await loaded;
    const faults = [...faultsOf(schema)(entry), ...silent(entry)];
    const lines = faults.map((fault) =>
      words[fault.missing ? "missing" : "wrong"].replace("{place}", placed(fault, entry, config)),
    );
    if (!lines.length) return;
    // Of an error by this name the CMS shows the cause to the editor.
    const isOut = ["published", "withdrawn"].includes(entry.status);
    const isNew = !entry.updates?.length && isRecent(entry.published); // what readers have read stays published
    const why = isOut ? [words.refused, ...(isNew || !entry.published ? [words.as_draft] : [])] : [];
    const cause = new Error([...why, `${[...new Set(lines)].slice(0, FEW).join(". ")}.`].join(" "));
    throw new Error("saving_failed", { cause });
  };
})();
