import { compressSync, decompressSync, deflateSync, gunzipSync, Gzip, gzipSync, inflateSync, strFromU8, strToU8, unzipSync, unzlibSync, Zip, ZipDeflate, zipSync, zlibSync } from "fflate";

const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
const sample = strToU8("the quick brown fox jumps over the lazy dog; ".repeat(40) + "é☃😀");
const date = { mtime: new Date(2020, 0, 2, 3, 4, 6) };

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    switch (pathname) {
      case "/gzip": {
        const packed = gzipSync(sample, { level: 9, mtime: 0 });
        return Response.json({ from: sample.length, to: packed.length, same: strFromU8(gunzipSync(packed)) === strFromU8(sample), head: hex(packed.subarray(0, 32)) });
      }
      case "/levels": return Response.json([0, 1, 3, 6, 9].map((level) => [level, deflateSync(sample, { level }).length, zlibSync(sample, { level }).length]));
      case "/zlib": return new Response(unzlibSync(zlibSync(sample, { dictionary: strToU8("the quick brown") }), { dictionary: strToU8("the quick brown") }));
      case "/zip": {
        const archive = zipSync({ "a.txt": [strToU8("A file"), date], dir: { "b.bin": [new Uint8Array([1, 2, 3]), { ...date, level: 0 }] } });
        const back = unzipSync(archive, { filter: (f) => f.originalSize < 100 });
        return Response.json({ length: archive.length, files: Object.fromEntries(Object.entries(back).map(([k, v]) => [k, hex(v)])) });
      }
      case "/stream": {
        const parts = [];
        const gzip = new Gzip({ level: 6, mtime: 0 }, (chunk) => parts.push(chunk));
        for (let i = 0; i < 5; i++) gzip.push(sample.subarray(i * 300, (i + 1) * 300), i === 4);
        const whole = new Uint8Array(await new Blob(parts).arrayBuffer());
        const names = [];
        const zip = new Zip((error, data, final) => { names.push(data.length); if (final) names.push("end"); });
        const file = new ZipDeflate("s.txt", { level: 9, ...date });
        zip.add(file); file.push(strToU8("streamed"), true); zip.end();
        return Response.json({ text: strFromU8(decompressSync(whole)).slice(0, 60), zip: names });
      }
      case "/native": {
        const packed = await new Response(new Blob([sample]).stream().pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
        const ours = new Blob([compressSync(sample, { mtime: 0 })]).stream().pipeThrough(new DecompressionStream("gzip"));
        return Response.json([strFromU8(gunzipSync(new Uint8Array(packed))).length, (await new Response(ours).text()).length]);
      }
      case "/bad":
        try { inflateSync(new Uint8Array([7, 7, 7, 7])); return new Response("accepted"); }
        catch (error) { return Response.json({ code: error.code, message: error.message }, { status: 400 }); }
      case "/echo": return new Response(gunzipSync(gzipSync(new Uint8Array(await request.arrayBuffer()))), { headers: { "content-type": "application/octet-stream" } });
      default: return new Response("?", { status: 404 });
    }
  },
};
