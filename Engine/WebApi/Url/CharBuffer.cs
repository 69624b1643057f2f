using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Url;

/// <summary>A growing text in memory for a moment (<see cref="Scratch{T}"/>) that can also shrink at its end, in constant time. Dispose gives the memory back.</summary>
internal ref struct CharBuffer
{
    private char[] _rented;

    public CharBuffer(int capacity)
    {
        _rented = Scratch<char>.Rent(capacity);
    }

    public int Length { get; private set; }

    public readonly ReadOnlySpan<char> Text => _rented.AsSpan(0, Length);

    public void Append(char c)
    {
        Reserve(1);
        _rented[Length++] = c;
    }

    public void Append(scoped ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        text.CopyTo(_rented.AsSpan(Length));
        Length += text.Length;
    }

    public void Truncate(int length) => Length = length;

    public readonly void Dispose() => Scratch<char>.Return(_rented);

    public readonly override string ToString() => Text.ToString();

    private void Reserve(int more)
    {
        if (_rented.Length - Length < more)
        {
            var larger = Scratch<char>.Rent(Math.Max((int)Math.Min(_rented.Length * 2L, Array.MaxLength), checked(Length + more)));
            Text.CopyTo(larger);
            Scratch<char>.Return(_rented);
            _rented = larger;
        }
    }
}
