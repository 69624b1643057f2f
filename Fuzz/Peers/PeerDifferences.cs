using System.Text.RegularExpressions;

namespace PureEdge.Fuzz.Peers;

/// <summary>A difference between us and Node.js that is understood.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Example">A minimal statement; a test holds that it still differs.</param>
/// <param name="Statement">Statements that it may be seen in.</param>
/// <param name="Ours">What is said here.</param>
/// <param name="Theirs">What Node.js says.</param>
/// <param name="Reason">Why they differ, and which of them follows the standard.</param>
internal sealed record PeerDifference(string Name, string Example, string Statement, string Ours, string Theirs, string Reason)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Whether a difference is this one.</summary>
    public bool Explains(string statement, string ours, string theirs) => Matches(statement, Statement) && Matches(ours, Ours) && Matches(theirs, Theirs);

    private static bool Matches(string text, string pattern) => Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, Patience);
}

/// <summary>All differences between us and Node.js (seen with version 20) that are understood, each with a minimal statement.</summary>
internal static class PeerDifferences
{
    public static IReadOnlyList<PeerDifference> All { get; } =
    [
        new("bytes that are no UTF-8 beside other characters", "await say(\"URLSearchParams\", () => new URLSearchParams(\"%ff\\ufeff\"));", "URL.*%", @"[^\x00-\x7f]|%[C-F]|""[0-9]{3,}", ".", "Node.js cuts every character to a byte when a percent-encoded text is no UTF-8; the standard encodes the text first (URL, application/x-www-form-urlencoded parsing)."),
        new("a port that begins with no digit", "await say(\"URL.port\", () => { const u = new URL(\"https://h:81/\"); u.port = \"non-special://h:99/p/../q\"; return [0, 0, 0, 0, 0, 0, u.port]; });", @"\bu\.(port|host) = ", "6: \"[0-9]+\"", "6: \"\"", "What begins with no digit leaves the port as it is (URL, port state with a state override); Node.js 20 takes it away when a digit comes later."),
        new("^ in a path", "await say(\"URL\", () => new URL(\"p:/^\"));", @"\^", "%5E|\"[0-9]{3,},", @"\^|""[0-9]{3,},", "The path percent-encode set has ^ now (URL, 1.3); Node.js 20 is older."),
        new("a space at the end of an opaque path", "await say(\"URL\", () => new URL(\"javascript:1 #x\").href);", " ", "%20[#?\"]", " [#?\"]", "It is percent-encoded now (URL, opaque path state); Node.js 20 is older, and cuts it off when the rest goes."),
        new("a path beside a fragment against an opaque base", "await say(\"URL-base\", () => new URL(\"x#\", \"to:a\").href);", @"(new URL|canParse)\(.*#", "threw TypeError|false", "#|true", "Against a base with an opaque path only a fragment is allowed (URL, no scheme state); Node.js 20 looks whether there is one."),
        new("two dots before a query", "await say(\"URL\", () => new URL(\"a:/..?\").href);", @"/\.\.[?#]", "/[?#]", ":[?#]", "An empty segment takes the place of two dots at the end (URL, path state), which is a path of one slash; Node.js 20 leaves none."),
        new("two dots behind a segment with one dot", "await say(\"URL\", () => new URL(\"special://h:99/p/.n-special://h:99/p/../q\").href);", @"\.\./", ".", @"/\.\./", "Two dots take the segment before them away (URL, path state); Node.js 20 leaves them behind some segments that begin with one."),
        new("two dots against a path of one slash", "await say(\"URL-base\", () => [new URL(\"..\", \"a://b/\").href]);", @"\.\.""", "/\"", "[^/]\"", "An empty segment takes the place of two dots at the end here too; Node.js 20 leaves none."),
        new("an empty host where there was none", "await say(\"URL.hostname\", () => { const u = new URL(\"a:/\"); u.hostname = \"/x\"; return u.href; });", @"\bu\.host(name)? = ", ":///", ":/(?!/)", "The host becomes the empty one (URL, host state with a state override); Node.js 20 leaves none."),
        new("xn-- twice", "await say(\"URL.host\", () => { const u = new URL(\"http://a/\"); u.host = \"xn--xn--a-bbd\"; return [u.href]; });", "xn--xn--", ".", "xn--xn--", "What a label encodes may not begin with xn-- itself (UTS #46, 4.1); Node.js 20 is older."),
        new("xn-- before ASCII", "await say(\"URL\", () => new URL(\"http://xn--a-/\").href);", "xn--", "threw TypeError|false", @"xn--|true|\[12: ", "A label that only encodes ASCII is an error (UTS #46, 4); Node.js 20 is older."),
        new("a fatal decoder of UTF-16 behind an error in a stream", "await say(\"TextDecoder.fatal-pieces\", () => { const d = new TextDecoder(\"utf-16le\", { fatal: true }), r = []; for (const b of [new Uint8Array([150, 163, 152, 240, 226, 191, 123, 160, 192, 239, 192, 216]), new Uint8Array([150, 163, 152, 240, 226, 191, 123, 160, 192, 239, 192, 216]).subarray(3), new Uint8Array([150, 163, 152, 240, 226, 191, 123, 160, 192, 239, 192, 216])]) try { r.push(d.decode(b, { stream: true })); } catch (e) { r.push(e.name); } return r; });", "fatal-pieces", "TypeError", "TypeError", "Both throw; Node.js goes on with the odd byte that it had, and we begin anew. The standard leaves the rest of the piece in its queue, which neither does."),
        new("a source and a strategy that are both wrong", "await say(\"stream\", () => new ReadableStream({ pull: 1 }, { highWaterMark: -1 }));", @"pull: 1|size: 1", "TypeError", "RangeError", "Both are converted before anything is asked of the numbers (Streams, 4.2.4; Web IDL); Node.js looks at the strategy first."),
        new("a write behind the end", "await say(\"stream\", async () => { const g = new WritableStream().getWriter(); await g.close(); await g.write(1); });", @"getWriter\(\)", "TypeError", @"\bError\b", "What is written to a stream that is closed is refused with a TypeError (Streams, 5.5.4); Node.js has an error with a code."),
        new("what cannot be transferred", "await say(\"clone\", () => structuredClone(0, { transfer: [new DataView(new ArrayBuffer(4))] }));", "transfer: ", "threw DOMException DataCloneError", "threw TypeError", "An object of the list that cannot be transferred is a DataCloneError (HTML, StructuredSerializeWithTransfer); Node.js throws a TypeError of its own."),
        new("a clone of a DOMException", "await say(\"clone\", () => structuredClone(new DOMException(\"m\", \"DataError\")));", "new DOMException", "DOMException", "Object", "A DOMException is serializable (Web IDL); Node.js 20 makes an empty object of it."),
    ];

    /// <summary>Whether the table has a difference.</summary>
    public static bool Explains(string statement, string ours, string theirs) => All.Any(known => known.Explains(statement, ours, theirs));
}
