namespace PureEdge.Metering.Calls;

/// <summary>Addresses of modules: parsed and rewritten, linear in their length.</summary>
[Replaces(typeof(Uri))]
internal static class UriCalls
{
    public static Uri New<B>(string text, UriKind kind)
        where B : struct
    {
        TextCost.Collate<B>(text.Length);
        return new Uri(text, kind);
    }

    public static Uri New<B>(Uri root, string text)
        where B : struct
    {
        TextCost.Collate<B>(text.Length);
        return new Uri(root, text);
    }

    public static bool TryCreate<B>(string? text, UriKind kind, out Uri? value)
        where B : struct
    {
        TextCost.Collate<B>(TextCost.Length(text));
        return Uri.TryCreate(text, kind, out value);
    }

    public static bool TryCreate<B>(Uri? root, string? text, out Uri? value)
        where B : struct
    {
        TextCost.Collate<B>(TextCost.Length(text));
        return Uri.TryCreate(root, text, out value);
    }

    public static string UnescapeDataString<B>(string text)
        where B : struct
    {
        TextCost.Collate<B>(text.Length);
        return Uri.UnescapeDataString(text);
    }
}
