import assert from "node:assert";
import { AsyncLocalStorage } from "node:async_hooks";
import { Buffer } from "node:buffer";
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { channel } from "node:diagnostics_channel";
import EventEmitter, { once } from "node:events";
import path from "node:path";
import querystring from "node:querystring";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as wait } from "node:timers/promises";
import url from "node:url";
import util from "node:util";
import zlib from "node:zlib";

const code = (f) => {
  try {
    return f() ?? null;
  } catch (error) {
    return [error.name, error.code];
  }
};

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    switch (pathname) {
      case "/buffer":
        return Response.json([Buffer.from("héllo").toString("base64"), Buffer.concat([Buffer.from("a"), Buffer.alloc(2)]).toString("hex"), Buffer.from("ff", "hex").readInt8(0), globalThis.Buffer === Buffer, code(() => Buffer.from(5))]);
      case "/crypto":
        return Response.json([createHash("sha256").update("x").digest("hex"), createHmac("sha1", "k").update("x").digest("base64"), randomBytes(8).length, timingSafeEqual(Buffer.from("a"), Buffer.from("a"))]);
      case "/events": {
        const emitter = new EventEmitter();
        setTimeout(() => emitter.emit("go", 1, 2), 1);
        return Response.json([await once(emitter, "go"), code(() => emitter.emit("error", new TypeError("x"))), emitter.eventNames()]);
      }
      case "/stream": {
        const upper = new Transform({ transform(chunk, encoding, callback) { callback(null, chunk.toString().toUpperCase()); } });
        const parts = [];
        await pipeline(Readable.from(["a", "b"]), upper, zlib.createGzip(), zlib.createGunzip(), async (source) => { for await (const chunk of source) parts.push(chunk); });
        return new Response(Buffer.concat(parts));
      }
      case "/text":
        return Response.json([path.join("/a", "../b"), querystring.parse("a=1&a=2"), url.parse("http://a:1/b?c#d").pathname, util.format("%s %d %j", "a", 1, { b: 2 }), new StringDecoder("utf8").write(Buffer.from([0xe2, 0x82])), util.inspect({ a: [1, { b: 2 }] })]);
      case "/assert":
        return Response.json([code(() => assert.strictEqual(1, 2)), code(() => assert.deepStrictEqual({ a: [1] }, { a: [1] })), code(() => assert.throws(() => {})), code(() => assert(0))]);
      case "/context": {
        const storage = new AsyncLocalStorage();
        const seen = [];
        const events = channel("test");
        events.subscribe((message) => seen.push(message));
        events.publish("sent");
        return Response.json([await storage.run(7, async () => { await wait(1); return storage.getStore(); }), seen]);
      }
      default:
        return Response.json([typeof process.env, process.platform, typeof process.nextTick, await new Promise((resolve) => process.nextTick(resolve, "ticked"))]);
    }
  },
};
