namespace PureEdge.Engine.WebApi.HtmlRewriter;

/// <summary>
/// Matches selectors while elements open and close, without a document: each open element knows which steps of which selectors end at
/// it or around it, so that an element costs one look at each step.
/// </summary>
/// <remarks>Immutable.</remarks>
internal sealed class SelectorMatcher
{
    /// <summary>The most steps and conditions of all selectors of a rewriter.</summary>
    public const int MaxWeight = 8_192;

    private readonly List<(SelectorStep Step, bool IsFirst, int Registration)> _steps = [];

    /// <summary>A matcher.</summary>
    /// <param name="selectors">The selectors of each registration.</param>
    public SelectorMatcher(IEnumerable<IReadOnlyList<ComplexSelector>> selectors)
    {
        var registration = 0;
        foreach (var list in selectors)
        {
            foreach (var selector in list)
            {
                for (var i = 0; i < selector.Steps.Count; i++)
                {
                    _steps.Add((selector.Steps[i], i == 0, i == selector.Steps.Count - 1 ? registration : -1));
                }
            }

            registration++;
        }

        Weight = _steps.Sum(static s => s.Step.Weight);
        CountsTypes = _steps.Exists(static s => Array.Exists(s.Step.Conditions, AsksForType));
    }

    /// <summary>Steps and conditions: what an element costs.</summary>
    public int Weight { get; }

    /// <summary>Whether a selector asks which element of its name one is.</summary>
    public bool CountsTypes { get; }

    /// <summary>Matches an element that opens in <paramref name="parent"/>, and notes in it what it matched.</summary>
    public void Match(OpenElement parent, OpenElement element, IElementAttributes attributes)
    {
        ulong[]? own = null;
        List<int>? matched = null;
        for (var i = 0; i < _steps.Count; i++)
        {
            var (step, isFirst, registration) = _steps[i];
            if ((isFirst || Has(step.IsChild ? parent.Own : parent.Any, i - 1))
                && Array.TrueForAll(step.Conditions, condition => condition.Matches(element, attributes)))
            {
                own ??= new ulong[(_steps.Count + 63) / 64];
                own[i / 64] |= 1UL << (i % 64);
                if (registration >= 0 && matched?[^1] != registration)
                {
                    (matched ??= []).Add(registration);
                }
            }
        }

        element.Matched = matched;
        element.Any = parent.Any;
        if (own is not null)
        {
            element.Own = own;
            element.Any = parent.Any.Length == 0 ? own : [.. own.Zip(parent.Any, static (a, b) => a | b)];
        }
    }

    private static bool AsksForType(Condition condition) => condition switch
    {
        NthCondition nth => nth.IsOfType,
        NotCondition not => not.Alternatives.Any(static a => Array.Exists(a, AsksForType)),
        _ => false,
    };

    private static bool Has(ulong[] set, int index) => set.Length > 0 && (set[index / 64] & (1UL << (index % 64))) != 0;
}
