import iconv from "iconv-lite";

const texts = ["Grüße, Jürgen €", "Привет", "こんにちは世界", "你好"];

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    switch (pathname) {
      case "/encode":
        return Response.json(["win1252", "koi8-r", "utf16-be", "utf7"].map((encoding) => texts.map((text) => iconv.encode(text, encoding).toString("hex"))));
      case "/decode":
        return Response.json(["win1251", "latin1", "utf-16"].map((encoding) => iconv.decode(Buffer.from("c0e1e2e3a4b3a4f3", "hex"), encoding)));
      case "/pieces": {
        const decoder = iconv.getDecoder("shift_jis");
        let text = "";
        for (const byte of iconv.encode(texts[2], "shift_jis")) text += decoder.write(Buffer.from([byte]));
        return new Response(text + (decoder.end() ?? ""));
      }
      default:
        return Response.json([iconv.encodingExists("latin1"), iconv.encodingExists("nope")]);
    }
  },
};
