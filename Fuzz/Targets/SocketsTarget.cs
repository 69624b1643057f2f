using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;

namespace PureEdge.Fuzz.Targets;

/// <summary>Both ends of WebSockets in one worker: messages, closing and handshakes in every order, with listeners that go on.</summary>
internal sealed class SocketsTarget : IFuzzTarget
{
    private static readonly string[] Steps =
    [
        "$E.accept();", "$E.send($0);", "$E.send(new Uint8Array($N));", "$E.send(new ArrayBuffer($N));", "$E.send(\"x\".repeat($N));", "$E.send(new Blob([$0]));", "$E.close();", "$E.close($C, $0);", "$E.close(1000, \"r\".repeat($N));", "$E.binaryType = \"blob\";", "note($E.readyState + $E.url + $E.protocol + $E.extensions);",
        "$E.addEventListener(\"message\", (e) => { note(e.data); });", "$E.addEventListener(\"message\", (e) => { if (n++ < 50) $E.send(e.data); });", "$E.addEventListener(\"close\", (e) => { note(e.code); note(e.reason); $E.close(); });", "$E.addEventListener(\"message\", () => { throw new Error(\"hook\"); });", "$E.onmessage = async (e) => { await null; $E.close(3000, $0); };",
        "await null;", "await new Promise((r) => setTimeout(r, 1));", "note(new Response(null, { status: 101, webSocket: $E }).status);", "new Response($0, { status: 200, webSocket: $E });", "structuredClone($E);", "$E.dispatchEvent(new MessageEvent(\"message\", { data: $0 }));", "$E.serializeAttachment?.({ a: $0 });", "new WebSocketPair();", "$E.accept({ allowHalfOpen: true });",
        "new WebSocket($0);", "new WebSocket(\"wss://a.example/\", [$0, \"p\"]);", "await fetch(\"http://a.example/\", { headers: { upgrade: $0 } });", "for (let i = 0; i < $N; i++) $E.send($0);", "new CloseEvent(\"close\", { code: $C, reason: $0 });",
    ];

    private static readonly string[] Texts = ["", "a", "\ud800", "websocket", "ws://a.example/", "http://a.example/#x", "\0", "\u00e9", "a,b", "permessage-deflate"];

    public string Name => "sockets";

    public string About => "both ends of WebSocket pairs: messages, closing and handshakes in every order";

    public Gen<FuzzProgram> Programs(ApiSurface surface)
    {
        var step =
            from text in Gen.Elements(Steps)
            from end in Gen.Elements("k[0]", "k[1]")
            from number in Gen.Elements("0", "1", "125", "126", "65536", "1048577")
            from code in Gen.Elements("1000", "1005", "3000", "4999", "5000", "0", "-1", "NaN", "65536")
            from data in Gen.Elements(Texts)
            select FuzzProgram.Try(Term.Any(
                text.Replace("$E", end, StringComparison.Ordinal).Replace("$N", number, StringComparison.Ordinal).Replace("$C", code, StringComparison.Ordinal), Term.Of(Kind.Text, FuzzCase.Quote(data))));
        return
            from count in Gen.Choose(2, 9)
            from steps in step.ArrayOf(count)
            from call in Calls.Any(surface, Gen.Elements("k[0]", "k[1]").Select(static text => Term.Any(text)))
            select FuzzProgram.Handler([Term.Any("let n = 0; ({ 0: k[0], 1: k[1] } = new WebSocketPair());"), .. steps, FuzzProgram.Keep(2, call)]);
    }
}
