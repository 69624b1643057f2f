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

    /// <summary>The characters of all names and values together.</summary>
    internal int Size { get; private set; }

    /// <summary>Changes whenever the list does.</summary>
    internal int Version { get; private set; }

    /// <summary>The header at an index.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public KeyValuePair<string, string> this[int index] => _headers[index];

    /// <summary>Adds a header behind those of the same name. The caller vouches that name and value are valid.</summary>
    /// <param name="name">A token of RFC 9110.</param>
    /// <param name="value">A value without line breaks and NUL, and without white space at either end.</param>
    public void Append(string name, string value)
    {
        _headers.Add(new(name, value));
        Size += name.Length + value.Length;
        Version++;
    }

    /// <summary>Removes every header of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string name) => RemoveFrom(0, name);

    /// <summary>Replaces the headers of a name by one, in the place of the first.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void Set(string name, string value)
    {
        var first = IndexOf(name);
        if (first < 0)
        {
            Append(name, value);
            return;
        }

        Size += value.Length - _headers[first].Value.Length;
        Version++;
        _headers[first] = new(_headers[first].Key, value);
        RemoveFrom(first + 1, name);
    }

    /// <summary>The values of a name joined by a comma and a space, or <see langword="null"/> without one ("get" of the Fetch standard).</summary>
    /// <param name="name">The name.</param>
    public string? Get(string name)
    {
        var first = IndexOf(name);
        if (first < 0)
        {
            return null;
        }

        // One header of a name is the rule; only a second one makes a list worth its allocation.
        List<string>? values = null;
        for (var i = first + 1; i < _headers.Count; i++)
        {
            if (Same(_headers[i].Key, name))
            {
                (values ??= [_headers[first].Value]).Add(_headers[i].Value);
            }
        }

        return values is null ? _headers[first].Value : string.Join(", ", values);
    }

    /// <summary>Whether there is a header of a name.</summary>
    /// <param name="name">The name.</param>
    public bool Contains(string name) => IndexOf(name) >= 0;

    /// <summary>A copy that changes on its own.</summary>
    public HeaderList Clone()
    {
        var copy = new HeaderList(_headers.Count);
        copy._headers.AddRange(_headers);
        copy.Size = Size;
        return copy;
    }

    /// <summary>The values of all headers of a name, each on its own.</summary>
    internal List<string> GetAll(string name)
    {
        var values = new List<string>();
        foreach (var header in _headers)
        {
            if (Same(header.Key, name))
            {
                values.Add(header.Value);
            }
        }

        return values;
    }

    /// <summary>
    /// "Sort and combine" (https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine): names in lower case and in order,
    /// values of one name joined, except that every <c>set-cookie</c> stays on its own.
    /// </summary>
    internal KeyValuePair<string, string>[] SortAndCombine()
    {
        var lower = new KeyValuePair<string, string>[_headers.Count];
        for (var i = 0; i < lower.Length; i++)
        {
            lower[i] = new(_headers[i].Key.ToLowerInvariant(), _headers[i].Value);
        }

        // LINQ's order is stable, which keeps values of one name in the order they came.
        KeyValuePair<string, string>[] sorted = [.. lower.OrderBy(static h => h.Key, StringComparer.Ordinal)];
        var combined = new List<KeyValuePair<string, string>>(sorted.Length);
        for (var i = 0; i < sorted.Length;)
        {
            var name = sorted[i].Key;
            var end = i + 1;
            while (end < sorted.Length && sorted[end].Key == name && name != "set-cookie")
            {
                end++;
            }

            combined.Add(end == i + 1 ? sorted[i] : new(name, string.Join(", ", sorted[i..end].Select(static h => h.Value))));
            i = end;
        }

        return [.. combined];
    }

    private int IndexOf(string name)
    {
        for (var i = 0; i < _headers.Count; i++)
        {
            if (Same(_headers[i].Key, name))
            {
                return i;
            }
        }

        return -1;
    }

    private bool RemoveFrom(int start, string name)
    {
        var kept = start;
        for (var i = start; i < _headers.Count; i++)
        {
            if (Same(_headers[i].Key, name))
            {
                Size -= _headers[i].Key.Length + _headers[i].Value.Length;
            }
            else
            {
                _headers[kept++] = _headers[i];
            }
        }

        if (kept == _headers.Count)
        {
            return false;
        }

        _headers.RemoveRange(kept, _headers.Count - kept);
        Version++;
        return true;
    }

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
