using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;

namespace PureEdge.Fuzz.Targets;

/// <summary>Inputs of the host's own parsers (<see cref="Running.HostParsers"/>): what a deployment, a configuration or a damaged file may bring.</summary>
internal sealed class HostTarget : IFuzzTarget
{
    private const string Form =
        "--b\r\ncontent-disposition: form-data; name=\"metadata\"\r\ncontent-type: application/json\r\n\r\n{\"main_module\":\"a.js\",\"bindings\":[{\"name\":\"V\",\"type\":\"plain_text\",\"text\":\"x\"}],\"limits\":{\"cpu_ms\":5}}\r\n"
        + "--b\r\nContent-Disposition: form-data; name=\"a.js\"; filename=\"a.js\"\r\nContent-Type: application/javascript+module\r\n\r\nexport default {}\r\n--b--\r\n";

    private static readonly (string Parser, string[] Seeds)[] Parsers =
    [
        ("cron", ["* * * * *", "*/5 0-12/2 1,15 JAN-MAR MON#2", "0 0 L * *", "30 6 15W 2 7L", "59 23 LW 12 SUN", "0 0 L-3 2 2#5", "1-2,3-4/5 * 31 4 1-7"]),
        ("route", ["example.com/*", "*.example.com/api/*", "https://*example.com/", "a.example/x?y", "*/*", "http://a.example"]),
        ("wrangler.toml", ["name = \"a\"\nmain = \"a.js\"\n[vars]\nA = 1\nB = { c = [1, \"x\", 2026-01-02T03:04:05Z] }\n[limits]\ncpu_ms = 50\n[triggers]\ncrons = [\"* * * * *\"]\n[[rules]]\ntype = \"Text\"\nglobs = [\"**/*.txt\"]\n"]),
        ("wrangler.jsonc", ["{ \"name\": \"a\", /* c */ \"main\": \"a.js\", \"vars\": { \"A\": [1e3, null, {}] }, \"limits\": { \"cpu_ms\": 50 }, \"triggers\": { \"crons\": [\"0 0 * * *\"] }, \"pureedge\": { \"isolation\": \"request\" }, }"]),
        ("form", [Form, Form.Replace("a.js", "../a.js", StringComparison.Ordinal), Form.Replace("application/javascript+module", "application/wasm", StringComparison.Ordinal)]),
        ("archive", ["PEB1\u0000\u0004\u0000\u0001\u0000\u0000\u0000a.js;", "PEB1\u00ff\u0001\u0000\u0002\u0000\u0000\u0000m{}\u0000\u0001\u0000\u0000\u0000\u0000\u0000b", "PEB1\u0001\u00ff\u00ff\u00ff\u00ff\u00ff\u007f"]),
    ];

    private static readonly (string Parser, string[] Seeds)[] More =
    [
        ("assets", ["[{\"Path\":\"/a.html\",\"Hash\":\"0123\",\"ContentType\":\"text/html\",\"Blob\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"Length\":0}]", "[{}]", "[null]", "null"]),
        ("range", ["bytes=0-1", "bytes=-5", "bytes=999-", "bytes=1-0", "bytes=0-9223372036854775807", "BYTES= 5 - 7", "bytes=-9223372036854775807"]),
        ("_redirects", ["/a /b 301\n/old/* /new/:splat 302 # c\n/:x/y https://a.example/:x 308", "/* /index.html 200"]),
        ("_headers", ["/a\n  X-A: b\n  ! X-B\n/*\n  Cache-Control: max-age=1", "https://:h.example/*\n  Link: </a>; rel=preload"]),
    ];

    public string Name => "host";

    public string About => "cron expressions, routes, wrangler configurations, upload forms, archives of versions, rules of assets, and files of the store, nearly right";

    public Gen<FuzzProgram> Programs(ApiSurface surface) =>
        Gen.Frequency((10, Texts), (1, Damages));

    private static Gen<FuzzProgram> Texts =>
        from parser in Gen.Elements([.. Parsers, .. More])
        from text in Gen.Frequency((5, Edits.Of(parser.Seeds)), (1, Gen.Elements(parser.Seeds)))
        select FuzzProgram.Input(parser.Parser, text);

    // A file of the store, a place in it, what is done there, and a byte.
    private static Gen<FuzzProgram> Damages =>
        from count in Gen.Choose(1, 2)
        from damages in Gen.Choose(0, 1 << 20).ArrayOf(4).ArrayOf(count)
        select FuzzProgram.Input("store", string.Join('\n', damages.Select(static numbers => string.Join(' ', numbers))));
}
