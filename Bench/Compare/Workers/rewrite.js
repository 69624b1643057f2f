export const bench = { summary: "200 links of a page rewritten by HTMLRewriter", atLeast: 1 };

const page = `<!doctype html><title>Links</title><body>${Array.from({ length: 200 }, (_, i) => `<p class="row">Entry ${i}: <a href="/page/${i}">page ${i}</a></p>`).join("\n")}</body>`;

export default {
  fetch() {
    return new HTMLRewriter()
      .on("a[href]", { element: (e) => void e.setAttribute("href", "https://example.com" + e.getAttribute("href")) })
      .on("title", { element: (e) => void e.setInnerContent("Rewritten") })
      .transform(new Response(page, { headers: { "content-type": "text/html" } }));
  },
};
