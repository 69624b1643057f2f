using System.Buffers;
using PureEdge.Engine.WebApi.Url.Idna;

namespace PureEdge.Engine.WebApi.Url;

/// <summary>Parses hosts and serialises them at once: a host is a string from then on.</summary>
/// <remarks>https://url.spec.whatwg.org/#host-parsing</remarks>
internal static class HostParser
{
    private const string ForbiddenHost = "\0\t\n\r #/:<>?@[\\]^|";

    private static readonly SearchValues<char> ForbiddenHostCodePoint = SearchValues.Create(ForbiddenHost);

    private static readonly SearchValues<char> ForbiddenDomainCodePoint = SearchValues.Create(
        ForbiddenHost + "%\u007f\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000b\u000c\u000e\u000f\u0010\u0011\u0012\u0013\u0014"
        + "\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    /// <returns>The serialised host, or <see langword="null"/> for failure.</returns>
    public static string? Parse(ReadOnlySpan<char> input, bool isOpaque)
    {
        if (input.Length > 0 && input[0] == '[')
        {
            return input[^1] == ']' && IPv6Address.TryParse(input[1..^1], out var address) ? "[" + address.Serialize() + "]" : null;
        }

        if (isOpaque)
        {
            return input.IndexOfAny(ForbiddenHostCodePoint) >= 0 ? null : PercentEncoding.Encode(input, PercentEncodeSet.C0Control);
        }

        var domain = PercentEncoding.Decode(input);
        if (DomainToAscii.Convert(domain) is not { Length: > 0 } ascii || ascii.AsSpan().IndexOfAny(ForbiddenDomainCodePoint) >= 0)
        {
            return null;
        }

        if (!IPv4Address.EndsInNumber(ascii))
        {
            return ascii;
        }

        return IPv4Address.TryParse(ascii, out var number) ? IPv4Address.Serialize(number) : null;
    }
}
