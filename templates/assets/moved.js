// On a page that has moved: the link to a point goes on to the point. Without scripts the page's own refresh leads on.
location.replace(document.querySelector("link[rel=canonical]").href + location.hash);
