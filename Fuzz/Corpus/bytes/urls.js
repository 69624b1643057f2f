// pureedge-fuzz target=bytes form=Handler seed=0 case=0
// Hosts, ports and paths at the edge, and a URL that is parsed again.
for (const t of ["http://0x7f.1/", "http://[::ffff:1.2.3.4]/", "file:///C:/a|b/../", "http://a.b.%63/\t\n", "//\\a@b:c/%2e%2e/"]) {
try { const u = new URL(t, "http://b.example/c"); note(u.href); if (new URL(u.href).href !== u.href) line("ESCAPE law"); } catch (e) { failed(e); }
}
try { note(atob("YWJj\nZA==")); note(new TextDecoder("shift_jis").decode(new Uint8Array([0x81, 0x30, 0xff]))); } catch (e) { failed(e); }
