// Sveltia CMS asks for a text without accents (NFD) in two places: to make an entry's address of its headline, and to
// compare words when somebody searches. Here both get Latin letters, so that an address is the one that `explainer new`
// would give (explainer/text/slugs.py), in Chinese too, and on a computer whose small I has no dot.
"use strict";
(() => {
  const { normalize } = String.prototype;
  const latin = new Map();
  for (const [first, run] of Object.entries(LETTERS)) {
    run.split("|").forEach((text, number) => latin.set(String.fromCharCode(Number(first) + number), text));
  }
  const inLatin = (sign) => latin.get(sign) ?? (/\p{L}/u.test(sign) ? `u${sign.codePointAt(0).toString(16)}` : " ");
  String.prototype.normalize = function (form) {
    if (form !== "NFD") return normalize.call(this, form);
    const plain = normalize.call(this, "NFKC").replace(/[^\0-\x7f]/gu, inLatin);
    return plain.replace(/[_~]/g, "-").toLowerCase();
  };
})();
