// Node's own http server in front of a worker's fetch handler: node node-server.mjs WORKER. Serves until its input ends.
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const { default: worker } = await import(pathToFileURL(process.argv[2]));
const server = createServer(async (incoming, outgoing) => {
  const parts = [];
  for await (const part of incoming) parts.push(part);
  const body = parts.length ? Buffer.concat(parts) : undefined;
  const response = await worker.fetch(new Request(`http://${incoming.headers.host}${incoming.url}`, { method: incoming.method, headers: incoming.headers, body }), {}, {});
  const bytes = Buffer.from(await response.arrayBuffer());
  outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), "content-length": bytes.length });
  outgoing.end(bytes);
});
server.listen(0, "127.0.0.1", () => console.log(`ready http://127.0.0.1:${server.address().port}`));
process.stdin.on("end", () => process.exit()).resume();
