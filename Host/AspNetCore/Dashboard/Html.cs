using System.Globalization;
using System.Text.Encodings.Web;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>
/// Text that is HTML. Made of interpolated strings whose holes are escaped, for text and for attributes in double quotes: what is not of this type itself never becomes markup.
/// </summary>
/// <param name="Text">The markup.</param>
internal readonly record struct Html(string Text)
{
    private static readonly EscapingFormat Escaping = new();

    /// <summary>Nothing.</summary>
    public static Html Empty { get; } = new("");

    /// <summary>Markup with holes: HTML stays as it is, lists of HTML are joined, everything else is escaped.</summary>
    public static Html Of(FormattableString markup) => new(markup.ToString(Escaping));

    /// <summary>Pieces one after the other.</summary>
    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(static piece => piece.Text)));

    /// <summary>The markup when something holds, or nothing.</summary>
    public static Html If(bool holds, FormattableString markup) => holds ? Of(markup) : Empty;

    /// <inheritdoc/>
    public override string ToString() => Text;

    private sealed class EscapingFormat : IFormatProvider, ICustomFormatter
    {
        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            null => "",
            Html html => html.Text ?? "",
            IEnumerable<Html> pieces => Join(pieces).Text,
            IFormattable value => HtmlEncoder.Default.Encode(value.ToString(format, CultureInfo.InvariantCulture)),
            _ => HtmlEncoder.Default.Encode(arg.ToString() ?? ""),
        };
    }
}
