using Mono.Cecil;

namespace PureEdge.Weaver.Graph;

/// <summary>
/// The methods of the interpreter that programs enter most often, as counted over the programs of the benchmark. It decides
/// about speed alone: a method that is missing, or is there no more, costs a little time and no safety.
/// </summary>
internal sealed class HotMethods
{
    private const string Resource = "HotMethods.txt";

    private readonly Dictionary<string, int> _ranks = new(StringComparer.Ordinal);

    /// <summary>Reads the list that is part of the weaver.</summary>
    public static HotMethods Read()
    {
        using var reader = new StreamReader(typeof(HotMethods).Assembly.GetManifestResourceStream(Resource)!);
        return new HotMethods(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static line => line[0] != '#'));
    }

    public HotMethods(IEnumerable<string> hottestFirst)
    {
        foreach (var name in hottestFirst)
        {
            _ranks.TryAdd(name, _ranks.Count);
        }
    }

    /// <summary>Lower for hotter methods.</summary>
    public int Rank(MethodDefinition method) => _ranks.GetValueOrDefault(method.FullName, int.MaxValue);
}
