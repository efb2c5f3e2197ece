// Prints Lighthouse's report on one page as JSON: node lighthouse.mjs URL CATEGORY,CATEGORY CHROMIUM ARGUMENT...
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [url, categories, chromePath, ...chromeFlags] = process.argv.slice(2);
const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", ...chromeFlags], logLevel: "silent" });
try {
  const { lhr } = await lighthouse(url, { port: chrome.port, onlyCategories: categories.split(","), logLevel: "silent" });
  console.log(JSON.stringify({ audits: lhr.audits, categories: lhr.categories, runtimeError: lhr.runtimeError }));
} finally {
  chrome.kill();
}
