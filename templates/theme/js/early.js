// Before the first paint: the reader's choice of light or dark.
try {
  const scheme = localStorage.getItem("scheme");
  if (scheme === "light" || scheme === "dark") document.documentElement.dataset.scheme = scheme;
} catch (error) {
  // Storage may be forbidden; the page then follows the system.
}
