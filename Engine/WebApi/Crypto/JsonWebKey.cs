using System.Buffers.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.DomException;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>The JSON Web Key form of secret and public keys (RFC 7517 and 7518; https://w3c.github.io/webcrypto/#JsonWebKey-dictionary).</summary>
internal sealed class JsonWebKey
{
    private const int MaxTextLength = 1 << 21;

    private readonly WorkerRealm _realm;
    private readonly string? _alg;
    private readonly bool _isExtractable;
    private readonly KeyUsages? _operations;
    private readonly string? _kty;
    private readonly string? _use;

    private JsonWebKey(WorkerRealm realm, ObjectInstance jwk)
    {
        _realm = realm;
        // In the order of Web IDL dictionaries.
        _alg = Text("alg");
        Curve = Text("crv");
        IsPrivate = Text("d") is not null;
        E = Text("e");
        var ext = jwk.Get("ext");
        _isExtractable = ext.IsUndefined() || TypeConverter.ToBoolean(ext);
        K = Text("k");
        var operations = jwk.Get("key_ops");
        _operations = operations.IsUndefined() ? null : KeyUsageNames.Read(realm, operations);
        _kty = Text("kty");
        N = Text("n");
        _use = Text("use");
        X = Text("x");
        Y = Text("y");

        string? Text(string member)
        {
            var value = jwk.Get(member);
            return value.IsUndefined() ? null : WebIdl.ToDomString(realm, value);
        }
    }

    public string? Curve { get; }

    public bool IsPrivate { get; }

    public string? E { get; }

    public string? K { get; }

    public string? N { get; }

    public string? X { get; }

    public string? Y { get; }

    public static JsonWebKey Read(WorkerRealm realm, JsValue value) => value is ObjectInstance jwk && !BufferSource.TryGetBytes(value, out _)
        ? new JsonWebKey(realm, jwk)
        : throw realm.TypeError("The key data is not a JSON Web Key.");

    /// <summary>A new JSON Web Key of the parts and what every key has, in the order of Web IDL dictionaries.</summary>
    public static JsObject Write(WorkerRealm realm, JsCryptoKey key, params IEnumerable<(string Name, string Value)> parts)
    {
        var jwk = new JsObject(realm.Engine);
        IEnumerable<(string Name, JsValue Value)> members =
        [
            ("ext", key.Extractable ? JsBoolean.True : JsBoolean.False),
            ("key_ops", KeyUsageNames.ToArray(realm, key.Usages)),
            .. parts.Select(static part => (part.Name, (JsValue)part.Value)),
        ];
        foreach (var (name, value) in members.OrderBy(static member => member.Name, StringComparer.Ordinal))
        {
            jwk.FastSetDataProperty(name, value);
        }

        return jwk;
    }

    /// <summary>A DataError unless the key is of the kind and what it says of its use covers what is wanted of it.</summary>
    public void Require(string kty, string use, bool extractable, KeyUsages usages)
    {
        if (_kty != kty)
        {
            throw Misfit($"it needs kty '{kty}'.");
        }

        if (_use is not null && usages != KeyUsages.None && _use != use)
        {
            throw Misfit("its use is another one.");
        }

        if (_operations is { } operations && (operations & usages) != usages)
        {
            throw Misfit("its key_ops do not allow the usages.");
        }

        if (extractable && !_isExtractable)
        {
            throw Misfit("it is not extractable.");
        }
    }

    /// <summary>A DataError when the key is for another algorithm.</summary>
    public void RequireAlg(string alg)
    {
        if (_alg is not null && _alg != alg)
        {
            throw Misfit("its alg is another one.");
        }
    }

    /// <summary>The bytes of a member in base64url.</summary>
    public byte[] Bytes(string? text, string member) => text is { Length: > 0 and <= MaxTextLength } && Base64Url.IsValid(text)
        ? Base64Url.DecodeFromChars(text)
        : throw Misfit($"it needs {member} in base64url.");

    public JavaScriptException Misfit(string problem) => DomExceptions.New(_realm, "DataError", $"The JSON Web Key does not fit: {problem}");
}
