namespace PureEdge.Engine.WebApi.HtmlRewriter;

internal enum AttributeTest
{
    Exists,
    Equals,
    Includes,
    StartsWith,
    EndsWith,
    Contains,
    DashMatch,
}

/// <summary>What one compound of a selector asks of an element.</summary>
internal abstract record Condition
{
    /// <summary>How many conditions it consists of: what testing it costs.</summary>
    public virtual int Weight => 1;

    public abstract bool Matches(OpenElement element, IElementAttributes attributes);
}

internal sealed record TypeCondition(string Name) : Condition
{
    public override bool Matches(OpenElement element, IElementAttributes attributes) => element.Name == Name;
}

internal sealed record AttributeCondition(string Name, AttributeTest Test, string Value, bool IgnoresCase) : Condition
{
    public override bool Matches(OpenElement element, IElementAttributes attributes)
    {
        if (attributes.Get(Name) is not { } actual)
        {
            return false;
        }

        var comparison = IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return Test switch
        {
            AttributeTest.Exists => true,
            AttributeTest.Equals => string.Equals(actual, Value, comparison),
            AttributeTest.Includes => Value.Length > 0 && Array.Exists(actual.Split([' ', '\t', '\n', '\r', '\f']), word => string.Equals(word, Value, comparison)),
            AttributeTest.StartsWith => Value.Length > 0 && actual.StartsWith(Value, comparison),
            AttributeTest.EndsWith => Value.Length > 0 && actual.EndsWith(Value, comparison),
            AttributeTest.Contains => Value.Length > 0 && actual.Contains(Value, comparison),
            _ => string.Equals(actual, Value, comparison) || actual.StartsWith(Value + "-", comparison),
        };
    }
}

/// <summary><c>:nth-child(An+B)</c> and its like.</summary>
internal sealed record NthCondition(int Step, int Offset, bool IsOfType) : Condition
{
    public override bool Matches(OpenElement element, IElementAttributes attributes)
    {
        var difference = (IsOfType ? element.IndexOfType : element.Index) - (long)Offset;
        return Step == 0 ? difference == 0 : difference % Step == 0 && difference / Step >= 0;
    }
}

internal sealed record NotCondition(IReadOnlyList<Condition[]> Alternatives) : Condition
{
    /// <inheritdoc/>
    public override int Weight { get; } = 1 + Alternatives.Sum(static a => a.Length);

    public override bool Matches(OpenElement element, IElementAttributes attributes) =>
        !Alternatives.Any(compound => Array.TrueForAll(compound, condition => condition.Matches(element, attributes)));
}

/// <summary>The attributes of the element that is opened.</summary>
internal interface IElementAttributes
{
    /// <summary>The value, as it is written; <see langword="null"/> without the attribute.</summary>
    string? Get(string name);
}

/// <summary>One step of a selector: conditions on an element whose parent, or one of whose ancestors, matches the step before.</summary>
internal sealed record SelectorStep(Condition[] Conditions, bool IsChild)
{
    /// <summary>What testing it costs.</summary>
    public int Weight { get; } = 1 + Conditions.Sum(static c => c.Weight);
}

/// <summary>A selector without commas.</summary>
internal sealed record ComplexSelector(IReadOnlyList<SelectorStep> Steps);
