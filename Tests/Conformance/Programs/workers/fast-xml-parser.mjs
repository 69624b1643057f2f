import { XMLBuilder, XMLParser, XMLValidator } from "fast-xml-parser";

const options = { ignoreAttributes: false, attributeNamePrefix: "@", allowBooleanAttributes: true, isArray: (name) => name === "item", cdataPropName: "__cdata", commentPropName: "#comment" };

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const text = await request.text();
    switch (pathname) {
      case "/parse": return Response.json(new XMLParser(options).parse(text));
      case "/plain": return Response.json(new XMLParser({ removeNSPrefix: true, ignoreAttributes: false, parseAttributeValue: true }).parse(text));
      case "/ordered": return Response.json(new XMLParser({ ...options, preserveOrder: true, trimValues: false }).parse(text));
      case "/validate": return Response.json(XMLValidator.validate(text, { allowBooleanAttributes: false }));
      case "/build": return new Response(new XMLBuilder({ ...options, format: true, suppressEmptyNode: true }).build(JSON.parse(text)), { headers: { "content-type": "application/xml" } });
      case "/round": return new Response(new XMLBuilder({ ...options, preserveOrder: true }).build(new XMLParser({ ...options, preserveOrder: true }).parse(text)), { headers: { "content-type": "application/xml" } });
      default: return new Response("?", { status: 404 });
    }
  },
};
