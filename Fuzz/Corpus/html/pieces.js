// pureedge-fuzz target=html form=Handler seed=0 case=0
// A page that is cut in the middle of its tags and characters comes out as it went in.
const page = "<p a='1>2'>\u00e9<script>'</scrip' + 't>'</script><!-- - -->&amp;</p>", bytes = new TextEncoder().encode(page);
let at = 0;
const cut = new ReadableStream({ pull(c) { if (at >= bytes.length) c.close(); else c.enqueue(bytes.slice(at, ++at)); } });
const text = await new HTMLRewriter().on("p[a]", { element(e) { note(e.getAttribute("a")); } }).transform(new Response(cut)).text();
note(text);
note(text === page);
