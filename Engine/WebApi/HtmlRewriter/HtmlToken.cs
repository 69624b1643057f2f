namespace PureEdge.Engine.WebApi.HtmlRewriter;

internal enum HtmlTokenKind
{
    Text,
    StartTag,
    EndTag,
    Comment,
    Doctype,

    /// <summary>What is passed on and seen by nobody: CDATA sections, <c>&lt;/&gt;</c>, what the end of the document cuts off.</summary>
    Other,
}

/// <summary>A token of HTML, as the bytes it came in. Valid until the tokenizer is asked for the next.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Raw">All its bytes.</param>
/// <param name="Content">The name of a tag, the text of a comment.</param>
/// <param name="IsSelfClosing">Whether a tag ends with <c>/&gt;</c>.</param>
internal readonly record struct HtmlToken(HtmlTokenKind Kind, ReadOnlyMemory<byte> Raw, ReadOnlyMemory<byte> Content, bool IsSelfClosing = false);

/// <summary>Where an attribute is in the bytes of its tag.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, without quotes.</param>
/// <param name="Source">All of it.</param>
internal readonly record struct HtmlAttributeSpan(Range Name, Range Value, Range Source);
