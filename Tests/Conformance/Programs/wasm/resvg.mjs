// An SVG renderer (Rust, by wasm-bindgen): PNG files, byte for byte.
import { Resvg, initWasm } from "@resvg/resvg-wasm";
import module from "@resvg/resvg-wasm/index_bg.wasm";

await initWasm(module);

const pictures = {
  "/shapes": `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"><rect width="64" height="48" fill="#fed"/><circle cx="20" cy="24" r="14" fill="teal" stroke="black" stroke-width="1.5"/><path d="M34 40 C 40 0, 50 60, 60 8" fill="none" stroke="crimson" stroke-width="3" stroke-dasharray="5 2"/></svg>`,
  "/gradient": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><defs><radialGradient id="g"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#06c"/></radialGradient><clipPath id="c"><polygon points="20,0 40,20 20,40 0,20"/></clipPath></defs><g clip-path="url(#c)" opacity="0.75"><rect width="40" height="40" fill="url(#g)"/></g></svg>`,
  "/filter": `<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"><filter id="f"><feGaussianBlur stdDeviation="2"/><feOffset dx="2" dy="2"/></filter><rect x="6" y="6" width="16" height="16" filter="url(#f)"/><use href="#n"/></svg>`,
};

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    try {
      const picture = new Resvg(pictures[pathname] ?? (await request.text()), searchParams.has("width") ? { fitTo: { mode: "width", value: Number(searchParams.get("width")) }, background: "white" } : {});
      if (searchParams.has("box")) {
        const box = picture.getBBox();
        return Response.json({ width: picture.width, height: picture.height, box: [box.x, box.y, box.width, box.height], svg: picture.toString() });
      }
      const image = picture.render();
      return new Response(image.asPng(), { headers: { "content-type": "image/png", "x-size": `${image.width}x${image.height}` } });
    } catch (error) {
      return Response.json({ error: String(error.message ?? error) }, { status: 400 });
    }
  },
};
