namespace PureEdge.Engine.WebApi.Url;

/// <summary>The list of name-value pairs behind a URLSearchParams. Its strings are well-formed.</summary>
/// <remarks>Owned by the isolate's turn. https://url.spec.whatwg.org/#concept-urlsearchparams-list</remarks>
internal sealed class UrlSearchParamsList
{
    private List<KeyValuePair<string, string>> _pairs = [];

    public int Count => _pairs.Count;

    /// <summary>How many characters <see cref="Serialize"/> gives.</summary>
    public long EncodedLength => FormUrlEncoded.LengthOf(_pairs);

    public long TextLength => _pairs.Sum(static pair => (long)pair.Key.Length + pair.Value.Length);

    public KeyValuePair<string, string> this[int index] => _pairs[index];

    /// <summary>Replaces everything by what a query says.</summary>
    public void Reset(ReadOnlySpan<char> query)
    {
        _pairs.Clear();
        FormUrlEncoded.Parse(query, _pairs);
    }

    public void Append(string name, string value) => _pairs.Add(new(name, value));

    /// <param name="value">When given, only pairs with this value go.</param>
    public void Delete(string name, string? value) =>
        _pairs.RemoveAll(pair => pair.Key == name && (value is null || pair.Value == value));

    public string? Get(string name)
    {
        foreach (var pair in _pairs)
        {
            if (pair.Key == name)
            {
                return pair.Value;
            }
        }

        return null;
    }

    public IEnumerable<string> GetAll(string name) => _pairs.Where(pair => pair.Key == name).Select(static pair => pair.Value);

    public bool Has(string name, string? value) => _pairs.Exists(pair => pair.Key == name && (value is null || pair.Value == value));

    /// <summary>Gives the first pair of that name the value and drops the others, or appends a pair.</summary>
    public void Set(string name, string value)
    {
        var first = _pairs.FindIndex(pair => pair.Key == name);
        if (first < 0)
        {
            Append(name, value);
            return;
        }

        _pairs[first] = new(name, value);
        var index = 0;
        _pairs.RemoveAll(pair => index++ > first && pair.Key == name);
    }

    /// <summary>Sorts by code units of the names; pairs of one name keep their order.</summary>
    /// <param name="comparer">Compares so.</param>
    public void Sort(IComparer<string> comparer) => _pairs = [.. _pairs.OrderBy(static pair => pair.Key, comparer)];

    public string Serialize() => FormUrlEncoded.Serialize(_pairs);
}
