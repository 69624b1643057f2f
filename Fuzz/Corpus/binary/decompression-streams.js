// pureedge-fuzz target=binary form=Handler seed=19 case=182705
// Each has a window of 32 KB, which was counted with the next slice only.
while (true) { new DecompressionStream("gzip"); }
