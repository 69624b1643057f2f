import busboy from "busboy";
import { Readable } from "node:stream";

export default {
  async fetch(request) {
    if (request.method !== "POST") return new Response("a form, please", { status: 405 });
    const parts = [];
    try {
      const form = busboy({ headers: Object.fromEntries(request.headers), limits: { fileSize: 20 } });
      form.on("field", (name, value, info) => parts.push({ name, value, ...info }));
      form.on("file", (name, file, info) => {
        const chunks = [];
        file.on("data", (chunk) => chunks.push(chunk));
        file.on("end", () => parts.push({ name, text: Buffer.concat(chunks).toString(), truncated: file.truncated, ...info }));
      });
      const done = new Promise((resolve, reject) => form.on("close", resolve).on("error", reject));
      Readable.fromWeb(request.body).pipe(form);
      await done;
    } catch (error) {
      return new Response(error.message, { status: 400 });
    }
    return Response.json(parts);
  },
};
