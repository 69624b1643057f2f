using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>The request of a preview, as somebody writes it into a form. Immutable.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path with its query.</param>
/// <param name="Headers">A header in each line.</param>
/// <param name="Body">The body; none when it is empty.</param>
internal sealed record PreviewRequest(string Method, string Path, string Headers, string Body)
{
    private const int MostMethod = 32;
    private const int MostPath = 4096;
    private const int MostHeaders = 64;
    private const int MostHeaderText = 16 << 10;

    // A token of RFC 9110 section 5.6.2.
    private static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>What the form has when nobody has written anything yet.</summary>
    public static PreviewRequest Default { get; } = new("GET", "/", "", "");

    /// <summary>The request.</summary>
    /// <param name="host">The host it goes to.</param>
    /// <exception cref="DashboardException">400: the method, the path, a header or the body cannot be sent; the message says which.</exception>
    public WorkerRequest ToWorkerRequest(string host)
    {
        if (Method.Length is 0 or > MostMethod || Method.AsSpan().ContainsAnyExcept(Token))
        {
            throw Wrong($"The method '{Short(Method)}' is none; it must be a word of at most {MostMethod} letters such as GET.");
        }

        if (Body.Length > 0 && Method is ("GET" or "HEAD"))
        {
            throw Wrong($"A {Method} request has no body; take POST or PUT, or empty the field.");
        }

        var body = Encoding.UTF8.GetBytes(Body);
        return new()
        {
            Method = Method,
            Url = $"http://{host}{Target()}",
            Headers = ReadHeaders(),
            Body = body.Length == 0 ? null : new MemoryStream(body, writable: false),
            ContentLength = body.Length == 0 ? null : body.Length,
            HttpProtocol = "HTTP/1.1",
        };
    }

    // As a browser would send it: what cannot stand in a URL is escaped, and what follows a '#' stays at home.
    private string Target()
    {
        if (!Path.StartsWith('/') || Path.Length > MostPath)
        {
            throw Wrong($"The path '{Short(Path)}' must begin with '/' and have at most {MostPath} characters.");
        }

        var target = new StringBuilder(Path.Length);
        foreach (var rune in Path.EnumerateRunes())
        {
            if (rune.Value == '#')
            {
                break;
            }

            target.Append(rune.Value is > ' ' and < 127 and not ('"' or '<' or '>') ? rune.ToString() : Uri.EscapeDataString(rune.ToString()));
        }

        return target.ToString();
    }

    private HeaderList ReadHeaders()
    {
        if (Headers.Length > MostHeaderText)
        {
            throw Wrong($"The headers have {Headers.Length} characters; at most {MostHeaderText} are allowed.");
        }

        var list = new HeaderList();
        foreach (var line in Headers.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var name = colon > 0 ? line[..colon] : "";
            var value = line[(colon + 1)..].Trim();
            if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(Token) || value.Any(static c => c > '\u00FF' || (char.IsControl(c) && c != '\t')))
            {
                throw Wrong($"The header '{Short(line)}' must be a name, a colon and a value without characters beyond U+00FF.");
            }

            if (list.Count == MostHeaders)
            {
                throw Wrong($"There are more than {MostHeaders} headers.");
            }

            list.Append(name, value);
        }

        return list;
    }

    private static string Short(string text) => text.Length > 64 ? text[..64] + "..." : text;

    private static DashboardException Wrong(string message) => new(StatusCodes.Status400BadRequest, message);
}
