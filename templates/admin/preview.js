// The pane beside the form: the page as readers will see it, which the preview makes with the site's own templates of
// what stands in the form. It is asked at the entry's own address, so that styles, pictures and links are found.
"use strict";
(() => {
  const PAUSE = 400; // milliseconds after the last key
  const home = new URL("..", location.href).pathname;

  const Pane = createClass({
    componentDidMount() {
      this.ask();
    },
    componentDidUpdate() {
      const text = this.text();
      if (text === this.asked) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), PAUSE);
    },
    componentWillUnmount() {
      clearTimeout(this.timer);
    },
    text() {
      return asText(this.props.entry.get("data").toJS());
    },
    ask() {
      this.asked = this.text();
      this.top = this.frame.contentWindow?.scrollY ?? 0;
      const slug = (this.props.entry.get("slug") || "new-entry").split("/").at(-1);
      this.form.action = `${location.origin}${home}explainers/${slug}/`;
      this.form.elements.text.value = this.asked;
      this.form.submit();
    },
    render() {
      const fills = { border: 0, position: "fixed", inset: 0, width: "100%", height: "100%" };
      return [
        h(
          "form",
          { key: "form", ref: (form) => (this.form = form), method: "post", target: "page", hidden: true },
          h("textarea", { name: "text", defaultValue: "" }),
        ),
        h("iframe", {
          key: "page",
          ref: (frame) => (this.frame = frame),
          name: "page",
          title: document.title,
          style: fills,
          onLoad: () => this.frame.contentWindow.scrollTo(0, this.top ?? 0),
        }),
      ];
    },
  });

  CMS.registerPreviewTemplate("entries", Pane);
})();
