namespace PureEdge.Engine;

/// <summary>
/// Headers in the order they came, duplicates kept (https://fetch.spec.whatwg.org/#concept-header-list). Names compare without
/// regard to ASCII case. Values hold characters up to U+00FF, one per byte.
/// </summary>
/// <remarks>Not thread-safe; owned by one request or response.</remarks>
public sealed class HeaderList
{
    private readonly List<KeyValuePair<string, string>> _headers;

    /// <summary>Makes an empty list.</summary>
    /// <param name="capacity">How many headers to make room for.</param>
    public HeaderList(int capacity = 0) => _headers = new(capacity);

    /// <summary>The number of headers, duplicates counted.</summary>
    public int Count => _headers.Count;

    /// <summary>The header at an index.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public KeyValuePair<string, string> this[int index] => _headers[index];

    /// <summary>Adds a header behind those of the same name. The caller vouches that name and value are valid.</summary>
    /// <param name="name">A token of RFC 9110.</param>
    /// <param name="value">A value without line breaks and NUL, and without white space at either end.</param>
    public void Append(string name, string value) => _headers.Add(new(name, value));

    /// <summary>Removes every header of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string name) => _headers.RemoveAll(h => Same(h.Key, name)) > 0;

    /// <summary>Replaces the headers of a name by one, in the place of the first.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void Set(string name, string value)
    {
        var first = _headers.FindIndex(h => Same(h.Key, name));
        if (first < 0)
        {
            Append(name, value);
            return;
        }

        _headers[first] = new(_headers[first].Key, value);
        for (var i = _headers.Count - 1; i > first; i--)
        {
            if (Same(_headers[i].Key, name))
            {
                _headers.RemoveAt(i);
            }
        }
    }

    /// <summary>The values of a name joined by a comma and a space, or <see langword="null"/> without one ("get" of the Fetch standard).</summary>
    /// <param name="name">The name.</param>
    public string? Get(string name)
    {
        string? value = null;
        foreach (var header in _headers)
        {
            if (Same(header.Key, name))
            {
                value = value is null ? header.Value : $"{value}, {header.Value}";
            }
        }

        return value;
    }

    /// <summary>Whether there is a header of a name.</summary>
    /// <param name="name">The name.</param>
    public bool Contains(string name) => _headers.Exists(h => Same(h.Key, name));

    /// <summary>A copy that changes on its own.</summary>
    public HeaderList Clone()
    {
        var copy = new HeaderList(_headers.Count);
        copy._headers.AddRange(_headers);
        return copy;
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
