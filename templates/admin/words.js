// Sveltia CMS asks unpkg.com for its words in each language but American English, and hangs when it does not get them.
// Here those of the site's languages lie beside the page; in all others the form speaks English.
"use strict";
(() => {
  const HERE = ["ar", "de", "es-CO", "fr", "ru", "tr"];
  const WORDS = /^https:\/\/unpkg\.com\/@sveltia\/cms@[^/]+\/locales\/([\w-]+)\.json$/;
  const { fetch } = window;
  window.fetch = (resource, options) => {
    const [, language] = WORDS.exec(resource) ?? [];
    if (!language) return fetch(resource, options);
    return HERE.includes(language) ? fetch(`locales/${language}.json`, options) : Promise.resolve(Response.json({}));
  };
})();
