/** Reads orders, adds a total to each, and writes them. */
export default {
  async fetch(request) {
    const orders = await request.json();
    for (const order of orders) {
      order.total = order.lines.reduce((sum, line) => sum + line.quantity * line.price, 0);
    }
    return Response.json(orders);
  },
};
