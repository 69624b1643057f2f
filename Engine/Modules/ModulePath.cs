namespace PureEdge.Engine.Modules;

/// <summary>Names of modules inside a bundle: relative paths with <c>/</c>.</summary>
internal static class ModulePath
{
    /// <summary>
    /// What a specifier means in a module: <c>./</c> and <c>../</c> against the directory of the importer, <c>/</c> against the
    /// root of the bundle, anything else as it stands. A path cannot leave the bundle.
    /// </summary>
    /// <param name="importer">The importing module's name, or <see langword="null"/> for the host.</param>
    /// <param name="specifier">The specifier.</param>
    public static string Resolve(string? importer, string specifier)
    {
        if (specifier.StartsWith('/'))
        {
            return Normalise([], specifier);
        }

        if (!specifier.StartsWith("./", StringComparison.Ordinal) && !specifier.StartsWith("../", StringComparison.Ordinal))
        {
            return specifier;
        }

        var directory = importer?.Split('/')[..^1] ?? [];
        return Normalise(directory, specifier);
    }

    private static string Normalise(IEnumerable<string> directory, string path)
    {
        var segments = new List<string>(directory);
        foreach (var segment in path.Split('/'))
        {
            switch (segment)
            {
                case "" or ".":
                    break;
                case "..":
                    if (segments.Count > 0)
                    {
                        segments.RemoveAt(segments.Count - 1);
                    }

                    break;
                default:
                    segments.Add(segment);
                    break;
            }
        }

        return string.Join('/', segments);
    }
}
