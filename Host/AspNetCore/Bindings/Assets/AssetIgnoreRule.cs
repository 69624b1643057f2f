namespace PureEdge.AspNetCore.Bindings.Assets;

/// <summary>A line of <c>.assetsignore</c>. Immutable.</summary>
internal sealed class AssetIgnoreRule
{
    private const string AnyFolders = "**";

    private readonly string[] _parts;
    private readonly bool _isForFolders;
    private readonly bool _isAnchored;

    private AssetIgnoreRule(string pattern, bool isNegated)
    {
        IsNegated = isNegated;
        _isForFolders = pattern.EndsWith('/');
        var path = _isForFolders ? pattern[..^1] : pattern;
        // With a slash anywhere but at its end it is a path from the folder; without, a name anywhere in it.
        _isAnchored = path.Contains('/', StringComparison.Ordinal);
        _parts = path.TrimStart('/').Split('/');
    }

    /// <summary>Whether it takes back what a rule before it ignores.</summary>
    public bool IsNegated { get; }

    /// <summary>Reads a line.</summary>
    /// <returns>The rule, or <see langword="null"/> for a comment, an empty line, and what is no pattern.</returns>
    public static AssetIgnoreRule? From(string line)
    {
        var pattern = WithoutSpace(line);
        if (pattern.Length == 0 || pattern[0] == '#')
        {
            return null;
        }

        var isNegated = pattern[0] == '!';
        pattern = isNegated ? pattern[1..] : pattern;
        var escapes = pattern.Length - pattern.TrimEnd('\\').Length;
        return pattern.Trim('/').Length == 0 || escapes % 2 == 1 ? null : new(pattern, isNegated);
    }

    /// <summary>Whether it is about a file or folder.</summary>
    /// <param name="path">The parts of its path.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    public bool Matches(ReadOnlySpan<string> path, bool isFolder) =>
        (isFolder || !_isForFolders) && (_isAnchored ? MatchesPath(path) : MatchesName(_parts[0], path[^1]));

    // Space at the end counts only behind a backslash.
    private static string WithoutSpace(string line)
    {
        var text = line.TrimStart('\uFEFF').TrimEnd();
        return text.Length < line.Length && (text.Length - text.TrimEnd('\\').Length) % 2 == 1 ? text + " " : text;
    }

    // Of several ** only the last that was met has to be tried again: what came before has matched as early as it can.
    private bool MatchesPath(ReadOnlySpan<string> path)
    {
        var (part, at, star, from) = (0, 0, -1, 0);
        while (at < path.Length)
        {
            if (part < _parts.Length && _parts[part] == AnyFolders)
            {
                (star, from) = (part++, at);
            }
            else if (part < _parts.Length && MatchesName(_parts[part], path[at]))
            {
                part++;
                at++;
            }
            else if (star >= 0)
            {
                (part, at) = (star + 1, ++from);
            }
            else
            {
                return false;
            }

            if (part == _parts.Length && _parts[^1] == AnyFolders)
            {
                // What is in the folder, and not the folder itself.
                return true;
            }
        }

        return part == _parts.Length;
    }

    private static bool MatchesName(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var (p, n, star, from) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, from) = (p++, n);
            }
            else if (p < pattern.Length && MatchesOne(pattern, p, name[n], out var next))
            {
                (p, n) = (next, n + 1);
            }
            else if (star >= 0)
            {
                (p, n) = (star + 1, ++from);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, int p, char c, out int next)
    {
        next = p + 1;
        switch (pattern[p])
        {
            case '?':
                return true;
            case '[' when EndOfRange(pattern, p) is var end && end > 0:
                next = end + 1;
                return IsInRange(pattern[(p + 1)..end], c);
            case '\\' when p + 1 < pattern.Length:
                next = p + 2;
                return Same(pattern[p + 1], c);
            default:
                return Same(pattern[p], c);
        }
    }

    // A bracket that comes first is one of the characters.
    private static int EndOfRange(ReadOnlySpan<char> pattern, int begin)
    {
        var first = begin + 1 + (begin + 1 < pattern.Length && pattern[begin + 1] is '!' or '^' ? 1 : 0);
        for (var i = first; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case ']' when i > first:
                    return i;
            }
        }

        return -1;
    }

    private static bool IsInRange(ReadOnlySpan<char> range, char c)
    {
        var isNegated = range[0] is '!' or '^';
        var isIn = false;
        for (var i = isNegated ? 1 : 0; i < range.Length; i++)
        {
            var low = range[i] == '\\' && i + 1 < range.Length ? range[++i] : range[i];
            if (i + 2 < range.Length && range[i + 1] == '-')
            {
                i += 2;
                var high = range[i] == '\\' && i + 1 < range.Length ? range[++i] : range[i];
                isIn |= (low <= c && c <= high) || (low <= Other(c) && Other(c) <= high);
            }
            else
            {
                isIn |= Same(low, c);
            }
        }

        return isIn != isNegated;
    }

    private static bool Same(char a, char b) => a == b || char.ToUpperInvariant(a) == char.ToUpperInvariant(b);

    private static char Other(char c) => char.IsUpper(c) ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c);
}
