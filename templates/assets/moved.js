// On a page that has moved: what stands behind `?`, and the link to a point, go on with the reader. Without scripts the
// page's own refresh leads on.
const target = new URL(document.querySelector("link[rel=canonical]").href);
target.search = location.search || target.search;
target.hash = location.hash || target.hash;
location.replace(target);
