export const bench = { summary: "SHA-256 of 1 MB by crypto.subtle", atLeast: 1, references: true, method: "POST", body: () => new Uint8Array(1 << 20).fill(7) };

export default {
  async fetch(request) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await request.arrayBuffer()));
    return new Response(digest.reduce((text, byte) => text + byte.toString(16).padStart(2, "0"), ""));
  },
};
