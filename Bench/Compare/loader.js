// workerd's side of a cold start: every request gets a worker that the Worker Loader makes for it, or for its number.
// The first path segment names the text binding with the code, the second is the number of an isolate that is kept, or "-" for one that
// is not, and the rest is the path for the worker.
export default {
  async fetch(request, env) {
    const [, code, number, ...path] = new URL(request.url).pathname.split("/");
    const make = () => ({ compatibilityDate: "2026-10-20", mainModule: "worker.js", modules: { "worker.js": env[code] } });
    const worker = number === "-" ? env.LOADER.load(make()) : env.LOADER.get(code + number, make);
    return worker.getEntrypoint().fetch(new Request("http://worker.localhost/" + path.join("/"), request));
  },
};
