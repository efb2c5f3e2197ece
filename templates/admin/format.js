// Between an entry's file and the form: the form is given its fields, and on saving only what was changed is written
// anew. Comments, line breaks and brackets stay, which a file that is written from its fields alone would lose.
"use strict";
(() => {
  const FILE = "_file"; // The form hands on what it has no field for: here the text that an entry was read from.
  const ID = /^[a-z0-9][a-z0-9-]*$/;
  const SPAN = /^([\dQTXZ:+~?%-]+) ?\/ ?([\dQTXZ:+~?%-]+)$/;
  const IN_WORDS = /^(.+) \(([\dQTXZ:+~?%-]+)\)$/;

  const isRecord = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

  // Lists whose items are ids or records: the form has records only, and says of each which of the two it is.
  const EITHER = ["authors", "contributors", "related"];
  const opened = (value) => (isRecord(value) ? { type: "record", ...shown(value) } : { type: "id", id: value });
  const closed = ({ type, ...value }) => (type === "id" ? value.id : kept(value));

  // A row is a record in the form; in the file it is a list of its cells, if it has no sources of its own.
  const asRecord = (value, name) => (name === "rows" && Array.isArray(value) ? { cells: value } : value);
  const asList = (value, name) => (name === "rows" && isRecord(value) && !value.sources?.length ? value.cells ?? [] : value);

  // A span of time is one text in the form, `2019-12/2020-02` (ISO 8601), as a date is, and so is a time in words with
  // its deadline, `before the summer break (2026-07-15)`; a picture's file is an address.
  function told(value) {
    const names = isRecord(value) ? Object.keys(value).sort().join() : "";
    if (names === "from,to") return `${value.from}/${value.to}`;
    return names === "by,text" ? `${value.text} (${value.by})` : value;
  }

  // The ids of a point's sources are one text, as the form loses a list of a field of ours (choices.js).
  const areIds = (value, name) => name === "sources" && Array.isArray(value) && value.every((id) => typeof id === "string");
  const ids = (value) => value.split(" ").filter(Boolean);

  function shown(value, name) {
    if (areIds(value, name)) return value.join(" ");
    if (Array.isArray(value)) return value.map((below) => (EITHER.includes(name) ? opened(below) : shown(asRecord(below, name))));
    if (!isRecord(told(value))) return name === "file" ? `/${value}` : told(value);
    return Object.fromEntries(Object.entries(value).map(([key, below]) => [key, shown(below, key)]));
  }

  function kept(value, name) {
    if (Array.isArray(value)) return value.map((below) => (EITHER.includes(name) ? closed(below) : kept(asList(below, name))));
    if (isRecord(value)) {
      // Items of lists that were there from the start come with empty texts, and with a mark of the form's own.
      const isFilled = ([key, below]) => (key === "sources" || below !== "") && below !== null && !key.startsWith("__sc_");
      const filled = Object.entries(value).filter(isFilled);
      return Object.fromEntries(filled.map(([key, below]) => [key, kept(below, key)]));
    }
    if (name === "sources" && typeof value === "string") return ids(value);
    const text = name === "file" ? value.replace(/^\//, "") : plain(value);
    const span = ["when", "expected"].includes(name) && SPAN.exec(text);
    if (span) return { from: span[1], to: span[2] };
    const words = name === "expected" && IN_WORDS.exec(text);
    return words ? { text: words[1], by: words[2] } : text;
  }

  // Texts are single paragraphs: where their lines break says nothing.
  const plain = (value) => (typeof value === "string" ? value.replace(/\s+/g, " ").trim() : value);

  // The form says of each box whether it is ticked, and of each list that it is empty; a file does not.
  const isSaid = (value) => value !== false && !(Array.isArray(value) && !value.length);
  const said = (record) => {
    const names = Object.keys(record).filter((name) => isSaid(record[name]));
    return names.includes("id") ? ["id", ...names.filter((name) => name !== "id")] : names;
  };

  // The form makes a text of a year that the file has as a number, and a record of a span that the file has as a text.
  function same(...sides) {
    const [one, other] = sides.map(told);
    if (Array.isArray(one) || isRecord(one)) {
      if (Array.isArray(one) !== Array.isArray(other) || other === null || typeof other !== "object") return false;
      const names = said(one);
      return names.length === said(other).length && names.every((name) => name in other && same(one[name], other[name]));
    }
    return String(plain(one)) === String(plain(other));
  }

  // ---- writing anew

  const indented = (lines, spaces) => lines.map((line) => (line ? " ".repeat(spaces) + line : line));

  // 120 columns for one line, 100 for those of a longer text: as `explainer fmt` has it.
  const DAY = /^\d{4}-\d\d(-\d\d(T[\d:]+([+-][\d:]+|Z)?)?)?$/; // which would get quotation marks, as YAML once had dates

  function scalar(value, spaces, column) {
    const whole = DAY.test(value) ? value : jsyaml.dump(value, { lineWidth: -1 }).trimEnd();
    if (column + whole.length <= 120) return [whole];
    const lines = jsyaml.dump(value, { lineWidth: 102 - spaces }).trimEnd().split("\n");
    return lines.map((line, number) => (number ? line.trimStart() : line));
  }

  function field(name, value, spaces) {
    if (Array.isArray(value) && !value.every((item) => typeof item === "string" && ID.test(item))) {
      return [`${name}:`, ...indented(items(value, spaces + 2), 2)];
    }
    if (Array.isArray(value)) return [`${name}: [${value.map((item) => scalar(item, 0, 0)[0]).join(", ")}]`];
    if (isRecord(value) && Object.keys(value).join() === "from,to") return [`${name}: {from: ${value.from}, to: ${value.to}}`];
    if (isRecord(value)) return [`${name}:`, ...indented(fields(value, spaces + 2), 2)];
    const [first, ...rest] = scalar(value, spaces + 2, spaces + name.length + 2);
    return [`${name}: ${first}`, ...indented(rest, 2)];
  }

  const fields = (record, spaces) => said(record).flatMap((name) => field(name, record[name], spaces));

  function item(value, spaces) {
    if (Array.isArray(value)) return [`- ${jsyaml.dump(value, { flowLevel: 0, lineWidth: -1 }).trimEnd()}`];
    const [first, ...rest] = isRecord(value) ? fields(value, spaces + 2) : scalar(value, spaces + 2, spaces + 2);
    return [`- ${first}`, ...indented(rest, 2)];
  }

  const items = (list, spaces) => list.flatMap((value) => item(value, spaces));

  // ---- writing into what stands there

  // The lines of a record's fields or of a list's items, each with the comments above it.
  function parts(lines, isList) {
    const first = lines.find((line) => /^ *[^ #]/.test(line)) ?? "";
    const spaces = first.length - first.trimStart().length;
    const starts = new RegExp(`^ {${spaces}}${isList ? "-( |$)" : "[\\w-]+:( |$)"}`);
    const found = [];
    let above = [];
    for (const line of lines) {
      if (starts.test(line)) {
        found.push([...above, line]);
        above = [];
      } else if (/^ *(#|$)/.test(line)) above.push(line);
      else if (!found.length) throw new Error("a form of YAML that is left to the writer");
      else {
        found.at(-1).push(...above, line);
        above = [];
      }
    }
    if (found.length) found.at(-1).push(...above);
    return { found, spaces, start: (part) => part.findIndex((line) => starts.test(line)) };
  }

  function record(lines, old, value) {
    const { found, spaces, start } = parts(lines, false);
    const written = new Map();
    for (const part of found) {
      const at = start(part);
      const name = part[at].trim().split(":")[0];
      if (!(name in value)) continue;
      if (same(old[name], value[name])) written.set(name, part);
      else written.set(name, [...part.slice(0, at), ...changed(part.slice(at), name, old[name], value[name], spaces)]);
    }
    const order = [...written.keys()];
    said(value).forEach((name, number, names) => {
      if (written.has(name)) return;
      written.set(name, indented(field(name, value[name], spaces), spaces));
      order.splice(number ? order.indexOf(names[number - 1]) + 1 : 0, 0, name);
    });
    return order.flatMap((name) => written.get(name));
  }

  function changed(lines, name, old, value, spaces) {
    const isBlock = /^ *[\w-]+:\s*(#.*)?$/.test(lines[0]);
    if (isBlock && Array.isArray(old) && Array.isArray(value)) return [lines[0], ...list(lines.slice(1), old, value)];
    if (isBlock && isRecord(old) && isRecord(value)) return [lines[0], ...record(lines.slice(1), old, value)];
    const below = lines.findLastIndex((line) => !/^ *(#|$)/.test(line)) + 1;
    return [...indented(field(name, value, spaces), spaces), ...lines.slice(below)];
  }

  function list(lines, old, value) {
    const { found, spaces, start } = parts(lines, true);
    if (found.length !== old.length) throw new Error("a form of YAML that is left to the writer");
    // Which item is which: by its id, else one that says the same, else the one that stood at its place.
    const free = new Set(old.keys());
    const take = (number) => (free.delete(number) ? number : undefined);
    const find = (test) => [...free].find((number) => test(old[number]));
    const partners = value.map((one) => take(find((other) => (one?.id && other?.id ? one.id === other.id : same(other, one)))));
    value.forEach((one, number) => {
      const other = old[number];
      const alike = isRecord(one) ? isRecord(other) && !(one.id && other.id) : Array.isArray(one) && Array.isArray(other);
      if (partners[number] === undefined && alike) {
        partners[number] = take(number);
      }
    });
    return value.flatMap((one, number) => {
      const other = partners[number];
      if (other === undefined) return indented(item(one, spaces), spaces);
      const part = found[other];
      if (same(old[other], one)) return part;
      const at = start(part);
      const opened = part.slice(at);
      if (/^ *- +[\w-]+:/.test(opened[0]) && isRecord(one)) {
        opened[0] = opened[0].replace("-", " ");
        const inner = record(opened, old[other], one);
        const first = inner.findIndex((line) => !/^ *(#|$)/.test(line));
        inner[first] = `${" ".repeat(spaces)}-${inner[first].slice(spaces + 1)}`;
        return [...part.slice(0, at), ...inner];
      }
      return [...part.slice(0, at), ...indented(item(one, spaces), spaces)];
    });
  }

  // ---- what comes by itself

  const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
  const given = new Map(); // what the form's long ids have become: the form keeps them until it is loaded again

  const everything = (value) => (value && typeof value === "object" ? [value, ...Object.values(value).flatMap(everything)] : []);

  function shorter(long, record, taken) {
    const name = (text) => text.normalize("NFD").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    const [, month, day] = /^\d{4}-(\d\d)(?:-(\d\d))?/.exec(record.published ?? "") ?? [];
    const readable = [record.publisher ?? name(record.title ?? "").split("-").slice(0, 3).join("-"), month && month + (day ?? "")];
    const first = "title" in record ? readable.filter(Boolean).join("-") : "";
    const digits = long.replaceAll("-", "");
    const others = Array.from({ length: 28 }, (_, at) => `${first ? `${first}-` : "p"}${digits.slice(at, at + 3)}`);
    return [...(first ? [first] : []), ...others].find((id) => !taken.has(id)) ?? long;
  }

  // A source or point has a long id while it is written. In the file it has a short one, and whoever names it too.
  function identified(data) {
    const records = everything(data).filter((value) => typeof value.id === "string");
    const taken = new Set(records.map(({ id }) => given.get(id) ?? id));
    for (const record of records) {
      if (!UUID.test(record.id) || given.has(record.id)) continue;
      given.set(record.id, shorter(record.id, record, taken));
      taken.add(given.get(record.id));
    }
    const renamed = [...given].reduce((text, [long, id]) => text.replaceAll(long, id), JSON.stringify(data));
    return JSON.parse(renamed);
  }

  function now() {
    const time = new Date();
    const offset = -time.getTimezoneOffset();
    const two = (number) => String(Math.trunc(Math.abs(number))).padStart(2, "0");
    const local = new Date(time.getTime() + offset * 60_000).toISOString().slice(0, 16);
    return `${local}${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(offset % 60)}`;
  }

  function dated(data) {
    const updates = data.updates?.map(({ at, ...update }) => ({ at: at || now(), ...update }));
    return updates ? { ...data, updates } : data;
  }

  // ---- a file as a whole

  function into(text, data) {
    if (text) {
      try {
        const old = jsyaml.load(text);
        const result = record(text.split("\n"), old, data).join("\n");
        if (same(jsyaml.load(result), data)) return result;
      } catch {
        // What cannot be written into is written anew.
      }
    }
    return fields(data, 0).join("\n");
  }

  const written = ({ [FILE]: text, ...value }) => into(text, identified(dated(kept(value))));

  // Records that entries share are a map in the file, by id, and a list in the form. Of a name in several languages the
  // form has the one in the site's.
  const language = globalThis.document?.documentElement.lang ?? "en";
  const spoken = (texts) => [language, language.split("-")[0], "en", ...Object.keys(texts)].find((tag) => tag in texts);
  const TEXTS = ["name", "description"];

  function listed(text) {
    const one = (key, value) => (TEXTS.includes(key) && isRecord(value) ? value[spoken(value)] : value);
    const records = Object.entries(jsyaml.load(text) ?? {}).map(([id, fields]) => ({
      id,
      ...Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, one(key, value)])),
    }));
    return { records, [FILE]: text };
  }

  function mapped({ [FILE]: text, records }) {
    const old = (text && jsyaml.load(text)) || {};
    const several = (texts, key, value) => (TEXTS.includes(key) && isRecord(texts) ? { ...texts, [spoken(texts)]: value } : value);
    const data = (records ?? []).map(({ id, ...fields }) => [
      id,
      Object.fromEntries(said(fields).map((key) => [key, several(old[id]?.[key], key, plain(fields[key]))])),
    ]);
    return into(text, Object.fromEntries(data));
  }

  CMS.registerCustomFormat("explainer-records", "yml", { fromFile: listed, toFile: mapped });
  CMS.registerCustomFormat("explainer", "yml", {
    fromFile: (text) => ({ ...shown(jsyaml.load(text)), [FILE]: text }),
    toFile: async (value) => {
      const text = written(value);
      await globalThis.refuse?.(jsyaml.load(text));
      return text;
    },
  });
  globalThis.asText = ({ [FILE]: _, ...value }) => fields(dated(kept(value)), 0).join("\n"); // for preview.js
})();
