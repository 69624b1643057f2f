using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Encodings;

public class TextEncoderAndDecoderTests
{
    [Fact]
    public void An_encoder_gives_UTF_8_and_replaces_lone_surrogates() => Assert.Equal(
        """["utf-8",[104,195,169,239,191,189],[],true]""",
        TestRealm.Json("""const e = new TextEncoder(), b = e.encode("hé\ud800"); return [e.encoding, [...b], [...e.encode()], b instanceof Uint8Array];"""));

    [Fact]
    public void Encoding_into_an_array_stops_at_the_last_character_that_fits() => Assert.Equal(
        """[{"read":2,"written":4},[97,226,130,172,0],{"read":0,"written":0},"TypeError"]""",
        TestRealm.Json("""
            const e = new TextEncoder(), b = new Uint8Array(5);
            let name = "none"; try { e.encodeInto("x", new Uint16Array(2)); } catch (x) { name = x.constructor.name; }
            return [e.encodeInto("a€😀", b), [...b], e.encodeInto("😀", new Uint8Array(3)), name];
            """));

    [Fact]
    public void A_decoder_tells_its_settings_in_the_standard_s_words() => Assert.Equal(
        """["utf-8",false,false,"windows-1252",true,true]""",
        TestRealm.Json("""
            const a = new TextDecoder(), b = new TextDecoder(" Latin1 ", { fatal: true, ignoreBOM: 1 });
            return [a.encoding, a.fatal, a.ignoreBOM, b.encoding, b.fatal, b.ignoreBOM];
            """));

    [Fact]
    public void Unknown_labels_and_the_replacement_encoding_are_RangeErrors() => Assert.Equal(
        """["RangeError","RangeError","TypeError","TypeError"]""",
        TestRealm.Json("""
            const name = f => { try { f(); return "none"; } catch (e) { return e.constructor.name; } };
            return [name(() => new TextDecoder("klingon")), name(() => new TextDecoder("iso-2022-kr")), name(() => new TextDecoder("utf-8", 1)), name(() => new TextDecoder().decode("x"))];
            """));

    [Fact]
    public void Buffers_and_views_of_every_kind_decode() => Assert.Equal(
        """["abcd","bc","cd","","AB"]""",
        TestRealm.Json("""
            const b = new TextEncoder().encode("abcd").buffer, d = new TextDecoder();
            return [d.decode(b), d.decode(new Uint8Array(b, 1, 2)), d.decode(new DataView(b, 2)), d.decode(), new TextDecoder("utf-16le").decode(new Uint16Array([65, 66]))];
            """));

    [Fact]
    public void A_byte_order_mark_is_dropped_once_even_when_it_comes_in_pieces() => Assert.Equal(
        """["a","\ufeffa","\ufeffa","a","a"]""".Replace("\\ufeff", "\uFEFF", StringComparison.Ordinal),
        TestRealm.Json("""
            const bom = new Uint8Array([0xef, 0xbb, 0xbf, 97]), d = new TextDecoder();
            const pieces = x => x.decode(bom.subarray(0, 2), { stream: true }) + x.decode(bom.subarray(2), { stream: true }) + x.decode();
            return [d.decode(bom), new TextDecoder("utf-8", { ignoreBOM: true }).decode(bom), d.decode(new Uint8Array([...bom.subarray(0, 3), ...bom])), pieces(d), pieces(d)];
            """));

    [Fact]
    public void A_fatal_decoder_throws_and_works_again() => Assert.Equal(
        """["TypeError","TypeError","ok"]""",
        TestRealm.Json("""
            const d = new TextDecoder("utf-8", { fatal: true }), out = [];
            for (const bytes of [[0xff], [0xe2, 0x82], [111, 107]]) try { out.push(d.decode(new Uint8Array(bytes))); } catch (e) { out.push(e.constructor.name); }
            return out;
            """));

    [Fact]
    public void Options_that_detach_the_buffer_find_it_empty() => Assert.Equal(
        "\"\"",
        TestRealm.Json("""
            const b = new TextEncoder().encode("abcd").buffer;
            return new TextDecoder().decode(b, { get stream() { b.transfer(); return false; } });
            """));
}
