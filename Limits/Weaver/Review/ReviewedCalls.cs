namespace PureEdge.Weaver.Review;

/// <summary>
/// The reviewed list of library members: the argument that no call of the class library escapes the meter. A folder of text
/// files by area; a line is <c>class reference</c>, the reason stands above its group after <c>#</c>.
/// </summary>
internal sealed class ReviewedCalls
{
    private const string UnreviewedFile = "Unreviewed.txt";

    private readonly SortedDictionary<string, CallClass> _calls = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];

    public static ReviewedCalls Read(string folder)
    {
        var calls = new ReviewedCalls();
        foreach (var file in Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal))
        {
            calls.Read(Path.GetFileName(file), File.ReadAllLines(file));
        }

        return calls;
    }

    /// <summary>Whether the interpreter may call the member itself.</summary>
    public static bool IsFree(CallClass value) => value is CallClass.Constant or CallClass.Probed or CallClass.Host;

    public CallClass this[string reference] => _calls.GetValueOrDefault(reference);

    public void Read(string file, IEnumerable<string> lines)
    {
        var number = 0;
        var hasReason = false;
        foreach (var line in lines)
        {
            number++;
            if (line.Length == 0)
            {
                hasReason = false;
                continue;
            }

            if (line[0] == '#')
            {
                hasReason = true;
                continue;
            }

            var parts = line.Split(' ', 2);
            if (parts.Length != 2 || !Enum.TryParse<CallClass>(parts[0], ignoreCase: true, out var value))
            {
                _problems.Add($"{file}({number}): '{line}' is not 'class reference'.");
            }
            else if (!hasReason && value != CallClass.Unreviewed)
            {
                _problems.Add($"{file}({number}): no reason stands above '{parts[1]}'.");
            }
            else if (!_calls.TryAdd(parts[1], value))
            {
                _problems.Add($"{file}({number}): '{parts[1]}' is listed twice.");
            }
        }
    }

    /// <summary>What keeps these references from being woven.</summary>
    public IEnumerable<string> Compare(IReadOnlyCollection<string> references)
    {
        var used = references.ToHashSet(StringComparer.Ordinal);
        return _problems
            .Concat(references.Where(reference => this[reference] == CallClass.Unreviewed)
                .Select(reference => $"The library call '{reference}' is not reviewed: give it a class and a reason."))
            .Concat(_calls.Keys.Where(reference => !used.Contains(reference))
                .Select(reference => $"The reviewed library call '{reference}' is used no more: remove it."));
    }

    /// <summary>Adds what is unknown as unreviewed and says what is unused: the diff of an upgrade.</summary>
    /// <returns>The tool's exit status.</returns>
    public int Update(string folder, IReadOnlyCollection<string> references)
    {
        var unknown = references.Where(reference => !_calls.ContainsKey(reference)).ToList();
        var used = references.ToHashSet(StringComparer.Ordinal);
        if (unknown.Count > 0)
        {
            File.AppendAllLines(Path.Combine(folder, UnreviewedFile), unknown.Select(reference => $"unreviewed {reference}"));
        }

        foreach (var reference in unknown)
        {
            Console.WriteLine($"+ {reference}");
        }

        foreach (var reference in _calls.Keys.Where(reference => !used.Contains(reference)))
        {
            Console.WriteLine($"- {reference}");
        }

        return unknown.Count == 0 ? 0 : 1;
    }
}
