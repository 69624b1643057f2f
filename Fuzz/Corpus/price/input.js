// pureedge-fuzz target=price form=Handler seed=0 case=0
// costs at least 512
const u = new Uint8Array(65536);
new TextDecoder().decode(u);
