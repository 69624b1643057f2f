// pureedge-fuzz target=binary form=Handler seed=0 case=0
// A block of stored bytes whose length does not match its complement, and a length that reaches back before the first byte.
for (const hex of ["78010100000000", "78014b04820400", "1f8b0800000000000003030000000000000000"]) for (const format of ["deflate", "gzip"]) try {
  note((await new Response(new Blob([Uint8Array.fromHex(hex)]).stream().pipeThrough(new DecompressionStream(format))).bytes()).length);
} catch (e) { failed(e); }
