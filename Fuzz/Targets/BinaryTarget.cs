using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Targets;

/// <summary>Binary formats that a script can hand to the platform, nearly right: compressed data and keys; with laws.</summary>
internal sealed class BinaryTarget : IFuzzTarget
{
    // Made for this file: they protect nothing.
    private static readonly (string Format, string Bytes, string Algorithm, string Use)[] Keys =
    [
        ("pkcs8", "308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b02010104201da5294468c737b04f3e77008baf8c30e42ad3a948424f637e95b7cd19f12043a14403420004b7bc14617ef675c5b78fb715ab34b72ebb44d540053d3ada99c23933708f2b22725da299ba7b76a6f151a0f16b0877ffb0b4324647fe0b67d23949653bb9fba4", "{ name: \"ECDSA\", namedCurve: \"P-256\" }", "sign"),
        ("spki", "3059301306072a8648ce3d020106082a8648ce3d03010703420004b7bc14617ef675c5b78fb715ab34b72ebb44d540053d3ada99c23933708f2b22725da299ba7b76a6f151a0f16b0877ffb0b4324647fe0b67d23949653bb9fba4", "{ name: \"ECDSA\", namedCurve: \"P-256\" }", "verify"),
        ("raw", "04b7bc14617ef675c5b78fb715ab34b72ebb44d540053d3ada99c23933708f2b22725da299ba7b76a6f151a0f16b0877ffb0b4324647fe0b67d23949653bb9fba4", "{ name: \"ECDSA\", namedCurve: \"P-256\" }", "verify"),
        ("pkcs8", "302e020100300506032b657004220420c5e640d3f9a5ac9a3930ac2026de31d46e1ce44b305122e113b0a5fd32a36349", "{ name: \"Ed25519\" }", "sign"),
        ("spki", "305c300d06092a864886f70d0101010500034b003048024100c27704c3e2c20feb0ee5cbbd97a2c0982e9c85022fe3fc0b20e2cb6af187b0a0dab35072c9bbc9efc7e5a3606e38a597154050654edd26d9b8cedb69c8d035a90203010001", "{ name: \"RSASSA-PKCS1-v1_5\", hash: \"SHA-256\" }", "verify"),
        ("pkcs8", "30820153020100300d06092a864886f70d01010105000482013d30820139020100024100c27704c3e2c20feb0ee5cbbd97a2c0982e9c85022fe3fc0b20e2cb6af187b0a0dab35072c9bbc9efc7e5a3606e38a597154050654edd26d9b8cedb69c8d035a902030100010240161207fa6b6bf6fe888c50194e726c455954ee4b973fdac530904ce1f053a41a0a86ea5cb72b4601336c3acfd2c7a828cce9da00d611509b12fc232874941599022100f89a706c55136988af1325b0f3fb59dd30f340abadf1707f2cd31e51d777af6f022100c84037f0ed1edf0b4a32709ad7411e47618f3ff48cad87ceafce187ca891606702207fa34b755378d406495d1b4ceef76dfc12d5d1ae537052c1f8d1ac0f79010a21022010efd58b6c12cb5ca216e80d409d825919384b797c9884bf07818ff2a333408b02207b2a28d061ed39edddacfa732c0eb938bd2f9dfd725f04e95333fa7b4f72cf28", "{ name: \"RSA-PSS\", hash: \"SHA-256\" }", "sign"),
        ("jwk", Convert.ToHexStringLower("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"t7wUYX72dcW3j7cVqzS3LrtE1UAFPTrancI5M3CPKyI\",\"y\":\"cl2imbp7dqbxUaDxawh3_7C0MkZH_gtn0jlJZTu5-6Q\",\"ext\":true,\"key_ops\":[\"verify\"]}"u8), "{ name: \"ECDSA\", namedCurve: \"P-256\" }", "verify"),
        ("jwk", Convert.ToHexStringLower("{\"kty\":\"oct\",\"k\":\"AAECAwQFBgcICQoLDA0ODw\",\"alg\":\"HS256\",\"ext\":true}"u8), "{ name: \"HMAC\", hash: \"SHA-256\" }", "sign"),
        ("raw", "000102030405060708090a0b0c0d0e0f", "{ name: \"AES-GCM\" }", "encrypt"),
    ];

    private static readonly string[] Contents = ["", "a", "hello hello hello hello", "<p>\u00e9\ud83d\ude00</p>", new string('x', 5_000), string.Join(',', Enumerable.Range(0, 600))];
    private static readonly string[] Formats = ["gzip", "deflate", "deflate-raw"];

    private static readonly byte[] Likely = [0x00, 0x01, 0x02, 0x03, 0x04, 0x06, 0x08, 0x1f, 0x20, 0x22, 0x30, 0x78, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x8b, 0x9c, 0xa0, 0xff];

    private const string Decompress = "(await new Response(new Blob([Uint8Array.fromHex($0)]).stream().pipeThrough(new DecompressionStream($1))).bytes())";

    // Ours reads what the class library writes; and the class library's, behind fetch, may accept more, but gives nothing else.
    private const string Differential = $$"""
        { let ours, theirs; try { ours = {{Decompress}}; } catch (e) { failed(e); } try { theirs = await (await fetch("http://outside.example/?h=content-encoding:" + $1 + "&b=" + $0)).bytes(); } catch (e) { failed(e); }
        if (ours && theirs && (ours.length !== theirs.length || ours.some((b, i) => b !== theirs[i]))) line("ESCAPE law: two decoders of " + $1 + " give different bytes");
        if (ours && !theirs) line("ESCAPE law: the class library refuses " + $1 + " that is accepted"); }
        """;

    private const string Import = """
        { const b = Uint8Array.fromHex($0), a = $1, key = await crypto.subtle.importKey($2, $2 === "jwk" ? JSON.parse(new TextDecoder().decode(b)) : b, a, true, [$3]); k[0] = key; note(JSON.stringify(key.algorithm));
        const out = await crypto.subtle.exportKey($2, key), again = await crypto.subtle.importKey($2, out, a, true, [$3]), twice = await crypto.subtle.exportKey($2, again);
        const text = (x) => x instanceof ArrayBuffer ? new Uint8Array(x).toHex() : JSON.stringify(x); if (text(out) !== text(twice)) line("ESCAPE law: a key that is exported and imported is another"); }
        """;

    public string Name => "binary";

    public string About => "compressed data and keys, nearly right, with laws";

    public ExecutionLimits Limits { get; } = Running.Arena.Tight with { CpuMilliseconds = 5 };

    public Gen<FuzzProgram> Programs(ApiSurface surface)
    {
        var edits = from count in Gen.Choose(0, 3) from some in ByteEdits.Any(Likely).ArrayOf(count) select some;
        var packed = from content in Gen.Elements(Contents) from format in Gen.Elements(Formats) from level in Gen.Elements(CompressionLevel.Optimal, CompressionLevel.NoCompression, CompressionLevel.Fastest) from change in edits
                     select (Hex: Hex(ByteEdits.Apply(Pack(Encoding.UTF8.GetBytes(content), format, level), change)), Format: Text(format));
        var unpacking = from p in packed select Term.Any($"note({Decompress}.length);", p.Hex, p.Format);
        var compared = from p in packed where p.Format.Template != "\"deflate-raw\"" select Term.Any(Differential, p.Hex, p.Format);
        var pieces = from p in packed select Term.Any("{ const d = new DecompressionStream($1), w = d.writable.getWriter(), b = Uint8Array.fromHex($0); (async () => { for (let i = 0; i < b.length; i += 1 + i % 5) await w.write(b.subarray(i, i + 1 + i % 5)); await w.close(); })().catch(failed); note((await new Response(d.readable).bytes()).length); }", p.Hex, p.Format);
        var imported = from key in Gen.Elements(Keys) from change in edits from other in Gen.Frequency((8, Gen.Constant(key)), (1, Gen.Elements(Keys)))
                       select Term.Any(Import, Hex(ByteEdits.Apply(Convert.FromHexString(key.Bytes), change)), Term.Any(other.Algorithm), Text(key.Format), Text(other.Use));
        return
            from steps in Gen.Frequency((2, unpacking), (2, compared), (1, pieces), (4, imported)).ArrayOf(2)
            select FuzzProgram.Handler(steps.Select(FuzzProgram.Try));
    }

    private static Term Hex(byte[] bytes) => Text(Convert.ToHexStringLower(bytes));

    private static Term Text(string ascii) => Term.Of(Kind.Text, $"\"{ascii}\"");

    private static byte[] Pack(byte[] bytes, string format, CompressionLevel level)
    {
        using var to = new MemoryStream();
        using (Stream encoder = format switch { "gzip" => new GZipStream(to, level), "deflate" => new ZLibStream(to, level), _ => new DeflateStream(to, level) })
        {
            encoder.Write(bytes);
        }

        return to.ToArray();
    }
}
