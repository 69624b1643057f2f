using System.Text;

namespace PureEdge.Engine.WebApi.Url.Idna;

/// <summary>
/// Domain to ASCII: UTS #46 processing, nontransitional, with CheckBidi and CheckJoiners, without CheckHyphens, length checks and
/// STD3 rules (beStrict is false).
/// </summary>
/// <remarks>https://url.spec.whatwg.org/#concept-domain-to-ascii and https://www.unicode.org/reports/tr46/#ToASCII</remarks>
internal static class DomainToAscii
{
    /// <summary>Punycode is quadratic in a label, and no name in the DNS is longer than 253 characters: longer ones are refused.</summary>
    public const int MaxUnicodeLength = 512;

    /// <returns>The ASCII domain, or <see langword="null"/> for failure.</returns>
    public static string? Convert(string domain)
    {
        if (Ascii.IsValid(domain) && !HasPunycodeLabel(domain))
        {
            return domain.ToLowerInvariant();
        }

        return domain.Length > MaxUnicodeLength ? null : Process(domain);
    }

    private static bool HasPunycodeLabel(string domain)
    {
        for (var i = domain.IndexOf("xn--", StringComparison.OrdinalIgnoreCase); i >= 0; i = domain.IndexOf("xn--", i + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (i == 0 || domain[i - 1] == '.')
            {
                return true;
            }
        }

        return false;
    }

    private static string? Process(string domain)
    {
        if (Map(domain) is not { } mapped)
        {
            return null;
        }

        var labels = Split(NormalizationFormC.Normalize(mapped));
        for (var i = 0; i < labels.Count; i++)
        {
            if (IsPunycode(labels[i]))
            {
                if (DecodeLabel(labels[i]) is not { } decoded)
                {
                    return null;
                }

                labels[i] = decoded;
            }
        }

        var isBidi = labels.Exists(IdnaLabel.HasRightToLeft);
        var output = new StringBuilder(domain.Length + 16);
        foreach (var label in labels)
        {
            if (label.Count > MaxUnicodeLength || !IdnaLabel.IsValid(label, isBidi))
            {
                return null;
            }

            output.Append(output.Length > 0 || !ReferenceEquals(label, labels[0]) ? "." : "");
            if (label.TrueForAll(static c => c < 128))
            {
                label.ForEach(c => output.Append((char)c));
            }
            else if (!Punycode.TryEncode(label, output.Append("xn--")))
            {
                return null;
            }
        }

        return output.ToString();
    }

    private static List<int>? Map(string domain)
    {
        var data = IdnaData.Instance;
        var output = new List<int>(domain.Length + 8);
        for (var i = 0; i < domain.Length; i++)
        {
            int codePoint = domain[i];
            if (char.IsHighSurrogate(domain[i]) && i + 1 < domain.Length && char.IsLowSurrogate(domain[i + 1]))
            {
                codePoint = char.ConvertToUtf32(domain[i], domain[++i]);
            }

            switch (data.Status(codePoint, out var mapping))
            {
                case IdnaStatus.Valid:
                    output.Add(codePoint);
                    break;
                case IdnaStatus.Mapped:
                    output.AddRange(mapping);
                    break;
                case IdnaStatus.Disallowed:
                    return null;
            }
        }

        return output;
    }

    private static List<List<int>> Split(List<int> text)
    {
        var labels = new List<List<int>> { new() };
        foreach (var codePoint in text)
        {
            if (codePoint == '.')
            {
                labels.Add([]);
            }
            else
            {
                labels[^1].Add(codePoint);
            }
        }

        return labels;
    }

    private static bool IsPunycode(List<int> label) => label is ['x', 'n', '-', '-', ..];

    private static List<int>? DecodeLabel(List<int> label)
    {
        Span<char> ascii = new char[label.Count - 4];
        for (var i = 0; i < ascii.Length; i++)
        {
            if (label[i + 4] >= 128)
            {
                return null;
            }

            ascii[i] = (char)label[i + 4];
        }

        // A label that says nothing beyond ASCII would be a second name of one domain.
        var decoded = Punycode.Decode(ascii);
        return decoded is null or [] || decoded.TrueForAll(static c => c < 128) ? null : decoded;
    }
}
