namespace PureEdge.AspNetCore.Configuration;

/// <summary>Names of workers. A name is a label of a host name, so it has a label's alphabet and length, in small letters: two names are the same when their characters are.</summary>
internal static class WorkerName
{
    private const int MaxLength = 63;

    /// <summary>Makes a name out of a file's or folder's.</summary>
    public static string From(string text)
    {
        var label = new string([.. text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]).Trim('-');
        return label.Length == 0 ? "worker" : label[..Math.Min(label.Length, MaxLength)].TrimEnd('-');
    }

    /// <summary>Checks a name that somebody chose.</summary>
    /// <exception cref="PureEdgeException">It is no label.</exception>
    public static string Require(string name, string where)
    {
        var valid = name.Length is > 0 and <= MaxLength
            && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_')
            && name[0] != '-' && name[^1] != '-';
        return valid
            ? name
            : throw new PureEdgeException(
                "name_invalid", $"'{where}' has the name '{name}'; a name has 1 to {MaxLength} letters (a to z), digits, '-' and '_', and no '-' at either end.");
    }
}
