// Before the first paint: the reader's choice of light or dark, and that scripts run.
(function (root) {
  root.className = "js";
  try {
    var scheme = localStorage.getItem("scheme");
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
  } catch (error) {
    // Storage may be forbidden; the page then follows the system.
  }
})(document.documentElement);
