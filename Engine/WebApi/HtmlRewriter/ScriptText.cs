namespace PureEdge.Engine.WebApi.HtmlRewriter;

/// <summary>
/// Whether the end tag in a script ends it: not inside <c>&lt;!-- &lt;script&gt; ... --&gt;</c>
/// (https://html.spec.whatwg.org/multipage/parsing.html#script-data-double-escaped-state).
/// </summary>
/// <remarks>Owned by the isolate's turn. It is fed every byte of the script's text once.</remarks>
internal sealed class ScriptText
{
    private const int WindowSize = 8;

    // The last bytes in lower case, the newest lowest.
    private ulong _window;
    private int _seen;
    private int _sinceOpening;
    private bool _isEscaped;

    /// <summary>Whether an end tag here is text.</summary>
    public bool IsDoubleEscaped { get; private set; }

    /// <summary>The script goes on with these bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var raw in bytes)
        {
            var b = (uint)(raw - 'A') < 26 ? (byte)(raw | 0x20) : raw;
            // Before it is in the window: whether a name has just ended.
            if (_isEscaped && (b is (byte)'>' or (byte)'/' or (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f'))
            {
                IsDoubleEscaped = (!IsDoubleEscaped && EndsWith("<script"u8)) || (IsDoubleEscaped && !EndsWith("</script"u8));
            }

            _window = (_window << 8) | b;
            _seen = Math.Min(_seen + 1, WindowSize);
            _sinceOpening = Math.Min(_sinceOpening + 1, WindowSize);
            if (!_isEscaped && EndsWith("<!--"u8))
            {
                (_isEscaped, _sinceOpening) = (true, 2);
            }
            else if (_isEscaped && _sinceOpening >= 3 && EndsWith("-->"u8))
            {
                (_isEscaped, IsDoubleEscaped) = (false, false);
            }
        }
    }

    private bool EndsWith(ReadOnlySpan<byte> text)
    {
        if (_seen < text.Length)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if ((byte)(_window >> (8 * (text.Length - 1 - i))) != text[i])
            {
                return false;
            }
        }

        return true;
    }
}
