using Jint;
using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Algorithms;
using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>An algorithm with the parameters of one operation.</summary>
internal readonly record struct NormalizedAlgorithm(CryptoAlgorithm Algorithm, AlgorithmParameters Parameters);

/// <summary>Normalizes an AlgorithmIdentifier (https://w3c.github.io/webcrypto/#algorithm-normalization): a name, or an object with one.</summary>
internal static class AlgorithmNormalizer
{
    private const int MaxNameInMessage = 50;

    /// <summary>Web IDL's conversion to <c>(object or DOMString)</c>.</summary>
    public static JsValue Convert(WorkerRealm realm, JsValue value) => value is ObjectInstance ? value : WebIdl.ToDomString(realm, value);

    /// <summary>The algorithm registered for one of the operations, the first that fits.</summary>
    /// <param name="realm">The isolate.</param>
    /// <param name="identifier">What <see cref="Convert"/> gave.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="fallback">The operation for algorithms that do not have the first.</param>
    public static NormalizedAlgorithm Normalize(WorkerRealm realm, JsValue identifier, CryptoOperations operation, CryptoOperations fallback = CryptoOperations.None)
    {
        var dictionary = identifier as ObjectInstance;
        var name = dictionary is null ? identifier.ToString() : ReadName(realm, dictionary);
        var algorithm = AlgorithmRegistry.Find(name, operation);
        if (algorithm is null && fallback != CryptoOperations.None)
        {
            // Normalizing once more reads the name once more.
            operation = fallback;
            name = dictionary is null ? name : ReadName(realm, dictionary);
            algorithm = AlgorithmRegistry.Find(name, operation);
        }

        if (algorithm is null)
        {
            var shown = name.Length <= MaxNameInMessage ? name : name[..MaxNameInMessage];
            throw CryptoException.NotSupportedError($"Algorithm '{shown}' is not supported for {char.ToLowerInvariant(operation.ToString()[0])}{operation.ToString()[1..]}.");
        }

        return new(algorithm, ReadParameters(realm, algorithm, algorithm.Members(operation), dictionary));
    }

    private static string ReadName(WorkerRealm realm, ObjectInstance dictionary)
    {
        var name = dictionary.Get("name");
        return name.IsUndefined() ? throw realm.TypeError("The algorithm has no name.") : WebIdl.ToDomString(realm, name);
    }

    // All members are converted before the first buffer is copied or hash is looked up, as the standard has it.
    private static AlgorithmParameters ReadParameters(WorkerRealm realm, CryptoAlgorithm algorithm, ReadOnlySpan<ParameterMember> members, ObjectInstance? dictionary)
    {
        var parameters = new AlgorithmParameters();
        if (members.IsEmpty)
        {
            return parameters;
        }

        if (dictionary is not null)
        {
            // The dictionary with the parameters is another one than that with the name only.
            ReadName(realm, dictionary);
        }

        var values = new JsValue[members.Length];
        for (var i = 0; i < members.Length; i++)
        {
            var member = members[i];
            var value = dictionary?.Get(member.Name) ?? JsValue.Undefined;
            if (value.IsUndefined())
            {
                values[i] = member.IsRequired ? throw realm.TypeError($"The algorithm {algorithm.Name} needs the member '{member.Name}'.") : value;
                continue;
            }

            values[i] = ConvertMember(realm, member, value);
        }

        for (var i = 0; i < members.Length; i++)
        {
            if (!values[i].IsUndefined())
            {
                members[i].Store(parameters, Finish(realm, members[i], values[i]));
            }
        }

        return parameters;
    }

    private static JsValue ConvertMember(WorkerRealm realm, ParameterMember member, JsValue value)
    {
        switch (member.Kind)
        {
            case ParameterKind.Bytes:
                _ = BufferSource.Bytes(realm, value, member.Name);
                return value;
            case ParameterKind.BigInteger:
                return value.IsUint8Array() ? value : throw realm.TypeError($"{member.Name} is not a Uint8Array.");
            case ParameterKind.Octet:
                return WebIdl.ToIntegerInRange(realm, value, 0, byte.MaxValue, member.Name);
            case ParameterKind.Short:
                return WebIdl.ToIntegerInRange(realm, value, 0, ushort.MaxValue, member.Name);
            case ParameterKind.Long:
                return WebIdl.ToIntegerInRange(realm, value, 0, uint.MaxValue, member.Name);
            case ParameterKind.Hash:
                return Convert(realm, value);
            case ParameterKind.Text:
                return WebIdl.ToDomString(realm, value);
            default:
                return value is JsCryptoKey ? value : throw realm.TypeError($"{member.Name} is not a CryptoKey.");
        }
    }

    private static object Finish(WorkerRealm realm, ParameterMember member, JsValue value)
    {
        switch (member.Kind)
        {
            case ParameterKind.Bytes or ParameterKind.BigInteger:
                var bytes = BufferSource.Bytes(realm, value, member.Name);
                realm.Host.Scope.Limits.ChargeAllocation(bytes.Length);
                return bytes.ToArray();
            case ParameterKind.Octet or ParameterKind.Short or ParameterKind.Long:
                return (long)value.AsNumber();
            case ParameterKind.Hash:
                var hash = Normalize(realm, value, CryptoOperations.Digest).Algorithm.Name;
                return hash != Primitives.Digests.Md5 ? hash : throw CryptoException.NotSupportedError("Algorithm 'MD5' is supported for digest only.");
            case ParameterKind.Text:
                return value.ToString();
            default:
                return ((JsCryptoKey)value).Key;
        }
    }
}
