using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto.Keys;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>The dictionary JsonWebKey of Web IDL, from and to a script's object (https://w3c.github.io/webcrypto/#JsonWebKey-dictionary).</summary>
internal static class JsonWebKeyConversion
{
    private const int MaxOperations = 1_000;

    // In the order of Web IDL.
    private static readonly string[] Members = [.. JsonWebKey.TextMembers.Concat(["ext", "key_ops", "oth"]).Order(StringComparer.Ordinal)];

    public static JsonWebKey Read(WorkerRealm realm, ObjectInstance dictionary)
    {
        var result = new JsonWebKey();
        foreach (var member in Members)
        {
            var value = dictionary.Get(member);
            if (value.IsUndefined())
            {
                continue;
            }

            switch (member)
            {
                case "ext":
                    result.IsExtractable = TypeConverter.ToBoolean(value);
                    break;
                case "key_ops":
                    result.Operations = ReadOperations(realm, value);
                    break;
                case "oth":
                    result.HasOtherPrimes = true;
                    break;
                default:
                    result[member] = WebIdl.ToDomString(realm, value);
                    break;
            }
        }

        return result;
    }

    public static JsObject ToObject(WorkerRealm realm, JsonWebKey jwk)
    {
        var result = new JsObject(realm.Engine);
        foreach (var (name, value) in jwk.Members())
        {
            result.FastSetDataProperty(name, value switch
            {
                bool flag => flag ? JsBoolean.True : JsBoolean.False,
                string text => text,
                _ => realm.NewArray([.. ((IReadOnlyList<string>)value).Select(static operation => (JsValue)operation)]),
            });
        }

        return result;
    }

    private static List<string> ReadOperations(WorkerRealm realm, JsValue value)
    {
        List<string> operations = [];
        JsSequence.ForEach(realm, value, "key_ops", item =>
        {
            operations.Add(WebIdl.ToDomString(realm, item));
            if (operations.Count > MaxOperations)
            {
                throw realm.TypeError($"key_ops has more than {MaxOperations} items.");
            }
        });
        return operations;
    }
}
