// A worker inside an ASP.NET Core application: it sees the whole URL of its route.
export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    return Response.json({ method: request.method, pathname, body: await request.text() });
  },
};
