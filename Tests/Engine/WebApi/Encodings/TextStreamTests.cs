using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Encodings;

public class TextStreamTests
{
    private const string Helpers = """
        const all = async (stream, chunks) => {
            const out = [], writer = stream.writable.getWriter();
            const written = (async () => { for (const chunk of chunks) await writer.write(chunk); await writer.close(); })();
            written.catch(() => {});
            try { for await (const chunk of stream.readable) out.push(chunk); await written; } catch (e) { out.push(e.constructor.name); }
            return out;
        };
        const bytes = (...numbers) => new Uint8Array(numbers);

        """;

    [Fact]
    public void An_encoder_stream_gives_a_byte_array_for_each_chunk_that_has_characters() => Assert.Equal(
        """["utf-8",true,[[104,195,169],[226,130,172],[49]]]""",
        TestRealm.Json(Helpers + """
            const chunks = await all(new TextEncoderStream(), ["hé", "", "€", 1]);
            return [new TextEncoderStream().encoding, chunks.every(c => c instanceof Uint8Array), chunks.map(c => [...c])];
            """));

    [Fact]
    public void A_surrogate_pair_split_over_chunks_is_one_character_and_a_lone_half_is_replaced() => Assert.Equal(
        """[[[240,159,152,128]],[[97],[240,159,152,128,98]],[[239,191,189,97]],[[239,191,189],[239,191,189]],[[239,191,189]]]""",
        TestRealm.Json(Helpers + """
            const plain = async (...chunks) => (await all(new TextEncoderStream(), chunks)).map(c => [...c]);
            return [await plain("\ud83d", "\ude00"), await plain("a\ud83d", "", "\ude00b"), await plain("\ud83d", "a"),
                await plain("\ud83d", "\ud83d"), await plain("\ude00")];
            """));

    [Fact]
    public void A_chunk_that_is_no_string_and_becomes_none_errors_an_encoder_stream() => Assert.Equal(
        """["TypeError"]""",
        TestRealm.Json(Helpers + """return await all(new TextEncoderStream(), [Symbol()]);"""));

    [Fact]
    public void A_decoder_stream_puts_characters_together_that_are_split_over_chunks() => Assert.Equal(
        """[["a","€b"],["�"],["A","B"],["x"]]""",
        TestRealm.Json(Helpers + """
            return [await all(new TextDecoderStream(), [bytes(97, 0xe2), bytes(0x82), bytes(0xac, 98), bytes()]),
                await all(new TextDecoderStream(), [bytes(0xe2, 0x82)]),
                await all(new TextDecoderStream("utf-16le"), [bytes(65), bytes(0, 66), bytes(0)]),
                await all(new TextDecoderStream(), [new DataView(bytes(1, 120).buffer, 1)])];
            """));

    [Fact]
    public void A_decoder_stream_drops_a_byte_order_mark_once_unless_told_otherwise() => Assert.Equal(
        """[[97],[65279,97],[65279]]""",
        TestRealm.Json(Helpers + """
            const codes = async (stream, ...chunks) => [...(await all(stream, chunks)).join("")].map(c => c.charCodeAt(0));
            const bom = [0xef, 0xbb, 0xbf];
            return [await codes(new TextDecoderStream(), bytes(...bom.slice(0, 1)), bytes(...bom.slice(1)), bytes(97)),
                await codes(new TextDecoderStream("utf-8", { ignoreBOM: true }), bytes(...bom, 97)),
                await codes(new TextDecoderStream(), bytes(...bom, ...bom))];
            """));

    [Fact]
    public void A_fatal_decoder_stream_errors_at_bad_bytes_and_at_an_end_inside_a_character() => Assert.Equal(
        """[["a","TypeError"],["TypeError"],["TypeError"]]""",
        TestRealm.Json(Helpers + """
            const fatal = () => new TextDecoderStream("utf-8", { fatal: true });
            return [await all(fatal(), [bytes(97), bytes(0xff)]), await all(fatal(), [bytes(0xe2)]), await all(fatal(), ["text"])];
            """));

    [Fact]
    public void A_decoder_stream_tells_its_settings_and_refuses_unknown_labels() => Assert.Equal(
        """["windows-1252",true,true,"RangeError","[object TextDecoderStream]",false]""",
        TestRealm.Json("""
            const d = new TextDecoderStream("latin1", { fatal: true, ignoreBOM: true });
            let name = "none"; try { new TextDecoderStream("klingon"); } catch (e) { name = e.constructor.name; }
            return [d.encoding, d.fatal, d.ignoreBOM, name, String(d), d instanceof TransformStream];
            """));

    [Fact]
    public void Text_goes_through_both_streams_of_a_pipe_unchanged() => Assert.Equal(
        "\"grüße €😀\"",
        TestRealm.Json("""
            const source = new ReadableStream({ start(c) { for (const unit of "grüße €😀".split("")) c.enqueue(unit); c.close(); } });
            let text = "";
            for await (const part of source.pipeThrough(new TextEncoderStream()).pipeThrough(new TextDecoderStream())) text += part;
            return text;
            """));
}
