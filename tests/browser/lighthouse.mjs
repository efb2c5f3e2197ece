// Prints Lighthouse's reports on one page as JSON: node lighthouse.mjs URL RUNS LEAST CHROMIUM ARGUMENT...
// One Chromium for all runs (Lighthouse empties its caches before each).
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [url, runs, least, chromePath, ...chromeFlags] = process.argv.slice(2);
const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", ...chromeFlags], logLevel: "silent" });
try {
  const reports = [];
  while (reports.length < Number(runs)) {
    const onlyCategories = reports.length ? ["performance"] : ["performance", "accessibility", "best-practices", "seo"];
    const { lhr } = await lighthouse(url, { port: chrome.port, onlyCategories, logLevel: "silent" });
    const { audits, categories, runtimeError } = lhr;
    reports.push({ audits, categories, runtimeError });
    // Once the median is settled, another run cannot change it.
    const quick = reports.filter(report => report.categories.performance.score >= least).length;
    if (Math.max(quick, reports.length - quick) > runs / 2) break;
  }
  console.log(JSON.stringify(reports));
} finally {
  chrome.kill();
}
