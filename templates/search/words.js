// The words that a query asks the index for, prepared as the program has prepared those of the texts
// (explainer/engine/search/words.py). `rules`, what a language needs, and `Stemmer` stand above.

const pattern = (source) => (source ? new RegExp(source, "u") : null);
const joined = pattern(rules.joined);
const elided = pattern(rules.elided);
const possessive = pattern(rules.possessive);
const unspaced = pattern(rules.unspaced);
const endings = (rules.endings ?? []).map(pattern);
const stemmer = typeof Stemmer === "undefined" ? null : new Stemmer.default();
const APOSTROPHES = new RegExp(`[${rules.apostrophes}]`, "gu");
const LETTERS = new RegExp(`[${Object.keys(rules.letters).join("")}]`, "gu");
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "");

const fold = (text) =>
  plain(text.replace(APOSTROPHES, "'").normalize("NFKC").toLowerCase()).replace(LETTERS, (letter) => rules.letters[letter]);

const words = (token) => {
  const text = fold(token)
    .replace(/(?<!\d)(?<!\d[.,'])(\d{1,3}(?:[.,']\d{3})+)(?![.,']?\d)/g, (number) => number.replace(/\D/g, ""))
    .replace(/(?<!\d)(?<!\d[.,:])(\d+)[.,](\d{1,2})(?![.,:]?\d)/g, "$1ꞏ$2");
  return text.match(/[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu) ?? [];
};

const base = (word) => {
  const parts = word.split("'");
  while (parts.length > 1 && elided?.test(parts[0])) parts.shift();
  if (parts.length > 1 && possessive?.test(parts.at(-1))) parts.pop();
  return parts.join("");
};

const stem = (word) => {
  if (/^\d/.test(word) || word.length > 60) return word.replace(/^(\d+)s$/, "$1"); // the 1990s
  if (joined) word = word.replace(joined, "");
  const pair = (rules.respelled ?? []).find(([ending]) => word.endsWith(ending));
  if (pair) word = word.slice(0, -pair[0].length) + pair[1];
  if (stemmer) word = plain(stemmer.stemWord(word)) || word;
  for (let longer = ""; longer !== word; ) {
    longer = word;
    for (const ending of endings) word = word.replace(ending, "$1");
  }
  const last = rules.softened?.[word.at(-1)];
  return last ? word.slice(0, -1) + last : word;
};

// Two neighbouring characters at a time where no spaces part words, in letters that nothing takes apart again.
const code = (character) => character.codePointAt(0).toString(36).padStart(4, "0");
const pairs = (word) => {
  const found = [];
  for (const run of word.match(new RegExp(`${rules.unspaced}+|(?:(?!${rules.unspaced})[^])+`, "gu"))) {
    const all = [...run];
    if (!unspaced.test(run)) found.push(stem(run));
    else if (all.length === 1) found.push(code(run));
    else for (let place = 1; place < all.length; place++) found.push(code(all[place - 1]) + code(all[place]));
  }
  return found;
};

const termsOf = (token) => {
  let found = words(token).map(base);
  const spaced = found.every((word) => !unspaced.test(word));
  const short = found.every((word) => /^[^\d]{1,2}$/u.test(word)); // EE.UU.
  if (found.length > 1 && spaced && (short || found.some((word) => /^[^\d]$/u.test(word)))) found = [found.join("")];
  return found.flatMap((word) => (unspaced.test(word) ? pairs(word) : [stem(word)]));
};

/** What Pagefind is asked for: all of these words, or if the query stands in quotation marks, these in a row. */
export const terms = (query) => {
  const text = query.trim().replace(/(?<!\d)\d{1,3}(?:\s\d{3})+(?!\d)/gu, (number) => number.replace(/\s/gu, ""));
  const found = text.split(/\s+/u).flatMap(termsOf);
  if (/^["“„«].+["”“»]$/su.test(text)) return `"${found.map((word) => `${word}_`).join(" ")}"`;
  return found.map((word) => (/^\D$/u.test(word) ? `${word}_` : word)).join(" "); // a letter alone begins too much
};

// How many letters differ: one that is missing, one too many, another one, or two that changed places (optimal string
// alignment); more than `most` are not counted.
const distance = (one, other, most) => {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [], last = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + cost);
      if (cost && i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last.at(-1);
};

/** A query in which each word that no page has is the nearest that one has; empty if there is none for one of them. */
export const respelled = async (pagefind, query, known, filters) => {
  const tokens = await Promise.all(query.trim().split(/\s+/u).map(async (token) => {
    const asked = termsOf(token).join(" ");
    if (!asked || (await pagefind.search(asked, { filters })).results.length) return token;
    const word = fold(token).replace(/[^\p{L}\p{N}]/gu, "");
    const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
    let found = "", best = most + 1;
    for (const one of known) {
      const far = distance(word, fold(one), best - 1);
      if (far < best) [found, best] = [one, far];
      if (best === 1) break;
    }
    return found;
  }));
  return tokens.every(Boolean) && tokens.join(" ") !== query.trim() ? tokens.join(" ") : "";
};

/** What Pagefind finds for a query: pages that have all of its words. Pagefind itself leaves out words that no page has. */
export const find = async (pagefind, query, filters) => {
  const asked = terms(query);
  const none = { results: [], filters: {} };
  if (query && !asked) return none;
  const found = await pagefind.search(asked || null, { filters });
  const each = /^"|^\S*$/.test(asked) || !found.results.length ? [] : [...new Set(asked.split(" "))];
  const known = await Promise.all(each.map((word) => pagefind.search(word, { filters: { lang: filters.lang } })));
  return known.every(({ results }) => results.length) ? found : none;
};
