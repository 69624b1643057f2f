/** So many orders, always the same; about 128 bytes of JSON each. */
export const orders = (count) =>
  Array.from({ length: count }, (_, i) => ({
    id: 1000 + i,
    customer: `customer-${(i * 7) % 53}`,
    tags: ["new", i % 2 ? "paid" : "open"],
    lines: [{ sku: `A${i % 17}`, quantity: 1 + (i % 5), price: 9.95 + (i % 11) }],
  }));
