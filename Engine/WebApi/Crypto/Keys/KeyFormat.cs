namespace PureEdge.Engine.WebApi.Crypto.Keys;

/// <summary>KeyFormat (https://w3c.github.io/webcrypto/#dfn-KeyFormat).</summary>
internal enum KeyFormat
{
    Raw,
    Spki,
    Pkcs8,
    Jwk,
}

internal static class KeyFormatNames
{
    private static readonly string[] Known = ["raw", "spki", "pkcs8", "jwk"];

    public static KeyFormat? Find(string name) => Array.IndexOf(Known, name) is var index and >= 0 ? (KeyFormat)index : null;

    public static string Of(KeyFormat format) => Known[(int)format];
}

/// <summary>KeyType (https://w3c.github.io/webcrypto/#dfn-KeyType).</summary>
internal enum KeyType
{
    Secret,
    Public,
    Private,
}
