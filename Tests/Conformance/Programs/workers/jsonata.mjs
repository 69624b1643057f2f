import jsonata from "jsonata";

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const { expression, input, bindings } = await request.json();
    try {
      const compiled = jsonata(expression);
      if (pathname === "/ast") return Response.json(compiled.ast());
      compiled.registerFunction("twice", async (x) => (await Promise.resolve(x)) * 2, "<n:n>");
      compiled.assign("rate", 1.2);
      const value = await compiled.evaluate(input, bindings);
      return Response.json({ value: value ?? null });
    } catch (error) {
      return Response.json({ code: error.code, position: error.position, token: error.token, message: error.message }, { status: 400 });
    }
  },
};
