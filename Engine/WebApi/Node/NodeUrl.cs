using System.Text;
using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Url.Idna;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>What <c>node:url</c> needs of the URL parser.</summary>
internal static class NodeUrl
{
    private const int MaxDomain = 4096;

    public static JsObject Create(WorkerRealm realm)
    {
        var native = new JsObject(realm.Engine);
        native.FastSetDataProperty("toUnicode", realm.NewFunction("toUnicode", 1, static (_, a) => ToUnicode(a.At(0).ToString())));
        return native;
    }

    // Labels that are no Punycode stay as they are.
    private static string ToUnicode(string domain)
    {
        if (domain.Length > MaxDomain || !domain.Contains("xn--", StringComparison.Ordinal))
        {
            return domain;
        }

        return string.Join('.', domain.Split('.').Select(static label =>
        {
            if (!label.StartsWith("xn--", StringComparison.Ordinal) || Punycode.Decode(label.AsSpan(4)) is not { } points)
            {
                return label;
            }

            var text = new StringBuilder();
            foreach (var point in points)
            {
                text.Append(Rune.IsValid(point) ? new Rune(point).ToString() : "\ufffd");
            }

            return text.ToString();
        }));
    }
}
