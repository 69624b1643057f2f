using System.Net.Http.Headers;
using System.Text;

namespace PureEdge.Conformance.Tests.Programs;

/// <summary>What a server answered, as far as it is compared.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">The compared headers by their lower-case name; several values stay apart.</param>
/// <param name="Body">The body's bytes.</param>
internal sealed record ProgramAnswer(int Status, IReadOnlyDictionary<string, IReadOnlyList<string>> Headers, byte[] Body)
{
    private static readonly HashSet<string> ComparedHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "allow", "cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "etag", "last-modified", "link", "location",
        "set-cookie", "vary", "www-authenticate",
    };

    // One client for all: no redirects followed, no cookies kept, no proxy, nothing unpacked.
    private static readonly HttpClient Client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Sends a request of a program's list and reads the whole answer.</summary>
    /// <remarks>The host name sent is made from the program's name, so that an answer that repeats its URL is the same from every server.</remarks>
    public static async Task<ProgramAnswer> AskAsync(Uri server, string program, ProgramRequest request)
    {
        using HttpRequestMessage message = new(new HttpMethod(request.Method), new Uri(server, request.Path));
        message.Headers.Host = program + ".example";
        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body));
        }

        foreach ((string name, string value) in request.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            bool added = message.Headers.TryAddWithoutValidation(name, value) || (message.Content?.Headers.TryAddWithoutValidation(name, value) ?? false);
            if (!added)
            {
                throw new InvalidDataException($"\"{name}\" of {program}'s {request} cannot be sent: a header about a body needs a body.");
            }
        }

        using HttpResponseMessage response = await Client.SendAsync(message);
        Dictionary<string, IReadOnlyList<string>> headers = new(StringComparer.Ordinal);
        Add(headers, response.Headers.NonValidated);
        Add(headers, response.Content.Headers.NonValidated);
        return new ProgramAnswer((int)response.StatusCode, headers, await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>The answer of a worker in this process.</summary>
    public static ProgramAnswer Of(int status, IEnumerable<KeyValuePair<string, string>> headers, byte[] body) => new(
        status,
        headers.Where(x => IsCompared(x.Key)).GroupBy(x => x.Key.ToLowerInvariant(), x => x.Value, StringComparer.Ordinal)
            .ToDictionary(x => x.Key, x => (IReadOnlyList<string>)[.. x], StringComparer.Ordinal),
        body);

    private static bool IsCompared(string name) => ComparedHeaders.Contains(name)
        || name.StartsWith("access-control-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("x-", StringComparison.OrdinalIgnoreCase);

    private static void Add(Dictionary<string, IReadOnlyList<string>> headers, HttpHeadersNonValidated received)
    {
        foreach ((string name, HeaderStringValues values) in received)
        {
            if (IsCompared(name))
            {
                headers[name.ToLowerInvariant()] = [.. values];
            }
        }
    }
}
