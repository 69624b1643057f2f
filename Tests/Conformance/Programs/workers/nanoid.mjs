import { customAlphabet, customRandom, nanoid, urlAlphabet } from "nanoid";
import { nanoid as weak } from "nanoid/non-secure";

// A generator of this test instead of random numbers.
const steady = (seed) => (size) => Uint8Array.from({ length: size }, () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) >> 8);

export default {
  fetch(request) {
    switch (new URL(request.url).pathname) {
      case "/steady":
        return Response.json([customRandom("abcdef", 12, steady(1))(), customRandom(urlAlphabet, 40, steady(2))(), customRandom("0123456789", 5, steady(3))(8)]);
      case "/random": {
        const ids = Array.from({ length: 200 }, () => nanoid());
        return Response.json([new Set(ids).size, ids.every((id) => /^[\w-]{21}$/.test(id)), nanoid(5).length, weak().length]);
      }
      case "/alphabet": {
        const hex = customAlphabet("0123456789abcdef", 10);
        return Response.json([/^[0-9a-f]{10}$/.test(hex()), /^[0-9a-f]{3}$/.test(hex(3)), urlAlphabet.length]);
      }
      default:
        return new Response("?", { status: 404 });
    }
  },
};
